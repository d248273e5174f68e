// CRC-16/ARC, the checksum of SIA DC-09 and of Teltonika's codecs. Always over raw bytes: the text
// inside a frame may be Windows-1252, so a checksum over characters would differ from the sender's.

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xa001 : remainder >>> 1;
  }
  return remainder;
});

/**
 * The 16-bit checksum of `bytes`: polynomial 0x8005 reflected (0xA001), start 0, no final xor.
 * Check value: `123456789` gives 0xBB3D.
 */
export function crc16Arc(bytes: Uint8Array): number {
  let remainder = 0;
  for (const byte of bytes) {
    // The index is masked to 0–255 and the table has 256 entries.
    remainder = (remainder >>> 8) ^ table[(remainder ^ byte) & 0xff]!;
  }
  return remainder;
}
