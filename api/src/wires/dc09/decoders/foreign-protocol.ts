// What speaks to the DC-09 port and is no DC-09: another receiver's protocol on a device that was set up wrongly, or
// somebody who tries doors. It is told by how a connection begins, because only the first of its lines says so.

/** By the name that whoever looks into it knows it by. */
export type ForeignProtocol = keyof typeof beginnings;

/** The bytes of a beginning that are looked at. */
export const openingBytes = 64;

const methods = 'GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|CONNECT|PATCH|PROPFIND|PRI';
const sipMethods = 'REGISTER|INVITE|OPTIONS|ACK|BYE|CANCEL|SUBSCRIBE|NOTIFY|MESSAGE';

const beginnings = {
  SIP: [new RegExp(String.raw`^(?:${sipMethods}) sips?:`, 'i'), /^SIP\/2\.0 /],
  RTSP: [/^[A-Z]{3,12} rtsps?:/i],
  HTTP: [new RegExp(String.raw`^(?:${methods}) \S`), /^HTTP\/\d/],
  SSH: [/^SSH-\d/],
  Zabbix: [/^ZBXD/],
  HID: [/^HID=/],
  // The line that says that it lives, and events in the form of a MLR2.
  'Sur-Gard': [/^1\d{3} +@/, /^5\d{3} 18[0-9A-F]{4}/],
  // The block of the account, of receivers by telephone.
  'SIA DC-03': [/^F#\d{3,10}/],
  'Aritech ATS': [/^01010065/],
  TLS: [],
} satisfies Record<string, RegExp[]>;

/** Of those that are no text, as hex digits. */
const beginningsInHex: Partial<Record<ForeignProtocol, RegExp>> = {
  // A record of the handshake, and the hello of SSL 2.
  TLS: /^16030[0-4]|^80..0103/,
  'Aritech ATS': /^01010065/,
};

/** Null for whatever may be a damaged frame of a device of ours. */
export function foreignProtocolOf(opening: Uint8Array): ForeignProtocol | null {
  const text = Buffer.from(opening.subarray(0, openingBytes))
    .toString('latin1')
    .replace(/^[\r\n ]+/, '');
  const hex = Buffer.from(opening.subarray(0, openingBytes)).toString('hex');
  for (const [name, form] of Object.entries(beginningsInHex))
    if (form.test(hex)) return name as ForeignProtocol; // a key of the table
  for (const [name, forms] of Object.entries(beginnings))
    if (forms.some((form) => form.test(text))) return name as ForeignProtocol; // a key of the table
  return null;
}
