// Who counts as one sender where senders are limited. An IPv6 subscriber has a /64 of his own, so a limit
// by address would be none; an IPv4 address stands for itself, and may be a whole mobile operator.

/** The address itself, or of an IPv6 address its first 64 bits. An IPv4 address may come mapped into IPv6. */
export function senderOf(address: string): string {
  const plain = withoutMapping(address);
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.replace(/%.*$/, '').split('::');
  const groupsOf = (part: string) => (part === '' ? [] : part.split(':'));
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const left = tail === undefined ? [] : Array<string>(8).fill('0');
  const groups = [...before, ...left.slice(before.length + after.length), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** A server that listens for both kinds of address sees `::ffff:192.0.2.7` where IPv4 says `192.0.2.7`. */
export function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
