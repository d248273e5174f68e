// What is said of somebody who may log in: how far he is, what he must be able to show, and how it was seen that he is
// himself. Pages, routes and the rules read these.
import * as z from 'zod';
import { role, type Role } from '../roles.ts';

/** `invited` → `active` ↔ `suspended` → `ended`. Whoever ended comes back by a new invitation. */
export const memberStatus = z.enum(['invited', 'active', 'suspended', 'ended']);
export type MemberStatus = z.infer<typeof memberStatus>;

/** Of a municipality; all other roles are of the centre itself. */
export const municipalRole = role.extract([
  'oov-officer',
  'griffier',
  'secretary',
  'manager',
  'holder',
  'carer',
]);
const municipal: ReadonlySet<Role> = new Set(municipalRole.options);
export const isMunicipal = (name: Role): boolean => municipal.has(name);

/** Permission of the korpschef, pass, diploma, secrecy statement. */
export const paperKind = z.enum(['police-permission', 'pass', 'diploma', 'secrecy']);
export type PaperKind = z.infer<typeof paperKind>;

/** Who must have papers to be on duty. */
export const needsPapers: ReadonlySet<Role> = new Set(['centralist', 'supervisor']);

/** Both days count: a paper that expires on the 21st holds until that day is over in Amsterdam. */
export const paper = z.object({ since: z.iso.date(), expires: z.iso.date() });
export type Paper = z.infer<typeof paper>;

/** Never by mail or telephone alone: whoever stole a telephone has both. */
export const identitySeen = z.enum(['in-person', 'document-on-video', 'known-colleague']);
export type IdentitySeen = z.infer<typeof identitySeen>;

/** `printed`: whoever invites hands the link over himself. */
export const invitationWay = z.enum(['mail', 'printed']);
export type InvitationWay = z.infer<typeof invitationWay>;
