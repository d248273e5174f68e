// What a register calls things, as people read and say them.

/** `Grote Markt 2, 2011RD Haarlem` → `Grote Markt 2, 2011 RD Haarlem` */
export const withSpacedPostcode = (address: string) =>
  address.replaceAll(/\b(\d{4})([A-Z]{2})\b/g, '$1 $2');

/** `A9-345` → `A9, hectometer 34,5`: its last digit is the hundred metres. What is written otherwise is left as it is. */
export function postWords(name: string): string {
  const [, road, kilometres, hundreds, side] =
    /^([AN]\d+)-(\d*?)\.?(\d)([a-z]?)$/.exec(name.trim()) ?? [];
  if (road === undefined) return name;
  return `${road}, hectometer ${kilometres || '0'},${hundreds}${side ? ` ${side}` : ''}`;
}
