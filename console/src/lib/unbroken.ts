/** A browser breaks a line behind a hyphen: with this behind it what it joins stays whole. Nobody sees or hears it. */
const wordJoiner = '\u2060';

export const unbroken = (text: string): string => text.replaceAll('-', `-${wordJoiner}`);
