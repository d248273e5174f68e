/** A browser breaks a line behind a hyphen: with this behind it a number stays whole. Nobody sees or hears it. */
const wordJoiner = '\u2060';

/** A number to call as it is read, in one piece: half of one at the end of a line is another number. */
export const phoneText = (phone: string): string =>
  phone.replaceAll(' ', '\u00a0').replaceAll('-', `-${wordJoiner}`);
