// Everything that comes back to a simulated button, sorted by its first bytes (RFC 7983, RFC 5761). A
// person under threat carries this device: one packet of sound towards it, and it could speak.
export type ArrivalKind = 'stun' | 'dtls' | 'rtcp' | 'media' | 'other';

export class Arrivals {
  readonly counts: Record<ArrivalKind, number> = { stun: 0, dtls: 0, rtcp: 0, media: 0, other: 0 };
  /** The first bytes of what should not be, for whoever has to find out. */
  readonly suspects: { kind: ArrivalKind; hex: string }[] = [];

  record(packet: Uint8Array): void {
    const kind = kindOf(packet);
    this.counts[kind] += 1;
    if (kind !== 'media' && kind !== 'other') return;
    if (this.suspects.length < 20) {
      this.suspects.push({ kind, hex: Buffer.from(packet.subarray(0, 16)).toString('hex') });
    }
  }
}

/** Ciphered or not: SRTP and SRTCP leave these bytes in clear. */
export function kindOf(packet: Uint8Array): ArrivalKind {
  const [first = 255, second = 0] = packet;
  if (first < 4) return 'stun';
  if (first >= 20 && first < 64) return 'dtls';
  if (first >= 128 && first < 192) return second >= 192 && second < 224 ? 'rtcp' : 'media';
  return 'other';
}
