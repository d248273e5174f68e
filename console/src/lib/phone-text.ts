import { unbroken } from './unbroken.ts';

/** A number to call as it is read, in one piece: half of one at the end of a line is another number. */
export const phoneText = (phone: string): string => unbroken(phone).replaceAll(' ', '\u00a0');
