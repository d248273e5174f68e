// Beside the owner, who listens (*luisteraar*): who telephones (*beller*).
import * as z from 'zod';
import { staffMember } from '../../staff-member.ts';

export const caller = staffMember.extend({ since: z.iso.datetime() });
