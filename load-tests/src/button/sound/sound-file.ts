// What a simulated button can send: a file of sound, cut into the packets that go on the wire. Nothing is
// encoded here but G.711, which needs no encoder; Opus comes as somebody else's encoder made it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { g711FromWav } from './g711.ts';
import { opusFromOgg } from './ogg-opus.ts';

export const codecs = ['opus', 'pcmu', 'pcma'] as const;
export type Codec = (typeof codecs)[number];

/** What one RTP packet carries. */
export type Frame = {
  bytes: Uint8Array;
  /** How long it sounds, in ticks of the codec's RTP clock. */
  ticks: number;
};

export type Sound = { codec: Codec; frames: readonly Frame[] };

/** RTP clocks, by RFC 7587 and RFC 3551. */
export const ticksPerSecond: Record<Codec, number> = { opus: 48_000, pcmu: 8_000, pcma: 8_000 };

/** The person chose a file that cannot be sent; the message says why. */
export class SoundProblem extends Error {}

/**
 * Reads Ogg Opus (sent as it is) or WAV (sent as G.711).
 * @param wanted the codec to send; undefined takes Opus for Ogg and PCMU for WAV.
 * @throws SoundProblem when the file is missing, something else, or not to be had in that codec.
 */
export async function readSound(path: string, wanted?: Codec): Promise<Sound> {
  const name = basename(path);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new SoundProblem(`${path} cannot be read (${error.code ?? 'unknown'})`);
  });
  try {
    const kind = bytes.toString('latin1', 0, 4);
    if (kind === 'OggS') {
      if (wanted !== undefined && wanted !== 'opus') {
        throw new SoundProblem(`it holds Opus, which goes as Opus only; ${wanted} needs a WAV`);
      }
      return { codec: 'opus', frames: opusFromOgg(bytes) };
    }
    if (kind === 'RIFF') {
      if (wanted === 'opus') throw new SoundProblem('a WAV goes as G.711; Opus needs an Ogg Opus');
      const codec = wanted ?? 'pcmu';
      return { codec, frames: g711FromWav(bytes, codec) };
    }
    throw new SoundProblem('it is neither Ogg Opus nor WAV');
  } catch (error) {
    if (error instanceof SoundProblem) throw new SoundProblem(`${name}: ${error.message}`);
    throw error;
  }
}
