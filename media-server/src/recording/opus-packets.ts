// How long a packet lasts; an Opus one says so in its first byte (RFC 6716 §3.1). And packets
// to put where none came (RFC 7845 §4.1): a first byte alone tells the decoder to bridge a loss from what
// it heard last; after a moment of that, plain silence.
import type { SoundCodec } from '@achterwacht/shared/listen-in/sound.ts';

const silkTicks = [480, 960, 1920, 2880] as const;
const hybridTicks = [480, 960] as const;
const celtTicks = [120, 240, 480, 960] as const;

/** In ticks of 48 kHz; 0 for what is no Opus. */
export function opusTicks(packet: Buffer): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frame =
    config < 12
      ? silkTicks[config & 3]
      : config < 16
        ? hybridTicks[config & 1]
        : celtTicks[config & 3];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 0x3f;
  return (frame ?? 0) * frames;
}

/** How long a packet lasts. G.711 is a byte a sample, 8,000 a second. */
export function soundMilliseconds(codec: SoundCodec, payload: Buffer): number {
  return codec === 'opus' ? opusTicks(payload) / 48 : payload.length / 8;
}

/** How long a decoder is trusted to make up what it missed; then it is honest silence. */
const bridgeTicks = 48 * 100;
/** 20 ms that decode to nothing. */
const silence = Buffer.from([0xf8, 0xff, 0xfe]);
const silenceTicks = 960;
/** Full-band CELT of 20, 10, 5 and 2.5 ms: the sizes a gap is filled with. */
const fillers = [
  { ticks: 960, toc: 0xf8 },
  { ticks: 480, toc: 0xf0 },
  { ticks: 240, toc: 0xe8 },
  { ticks: 120, toc: 0xe0 },
] as const;

/** Packets that last as long as the gap, to 2.5 ms; what is left over is the next gap's. */
export function* fillGap(gapTicks: number): Generator<{ payload: Buffer; ticks: number }> {
  let filled = 0;
  for (const { ticks, toc } of fillers) {
    while (gapTicks - filled >= ticks) {
      const isBridged = filled < bridgeTicks || ticks < silenceTicks;
      yield { ticks, payload: isBridged ? Buffer.from([toc]) : silence };
      filled += ticks;
    }
  }
}
