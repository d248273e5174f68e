// What a simulated button can send: a file of sound, read by mediabunny. Nothing is encoded here but G.711;
// Opus comes as somebody else's encoder made it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BufferSource, Input, OGG, WAVE } from 'mediabunny';
import { g711Frames } from './g711.ts';
import { opusFrames } from './opus.ts';
import { SoundProblem, type Codec, type Sound } from './sound.ts';

/**
 * Reads Ogg Opus (sent as it is) or WAV (sent as G.711).
 * @param wanted the codec to send; undefined takes Opus for Ogg and PCMU for WAV.
 * @throws SoundProblem when the file is missing, something else, or not to be had in that codec.
 */
export async function readSound(path: string, wanted?: Codec): Promise<Sound> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new SoundProblem(`${path} cannot be read (${error.code ?? 'unknown'})`);
  });
  try {
    return await soundIn(
      new Input({ source: new BufferSource(bytes), formats: [OGG, WAVE] }),
      wanted,
    );
  } catch (error) {
    // mediabunny says in its own words where a file breaks off, and each time in others.
    const why = error instanceof SoundProblem ? error.message : 'it is broken off or damaged';
    throw new SoundProblem(`${basename(path)}: ${why}`, { cause: error });
  }
}

async function soundIn(input: Input, wanted: Codec | undefined): Promise<Sound> {
  if (!(await input.canRead())) throw new SoundProblem('it is neither Ogg Opus nor WAV');
  const track = await input.getPrimaryAudioTrack();
  if ((await input.getFormat()) === OGG) {
    if (wanted !== undefined && wanted !== 'opus') {
      throw new SoundProblem(`it holds Opus, which goes as Opus only; ${wanted} needs a WAV`);
    }
    if (track?.codec !== 'opus') throw new SoundProblem('it holds no Opus');
    onlyMono(track.numberOfChannels);
    return { codec: 'opus', frames: await opusFrames(track) };
  }
  if (wanted === 'opus') throw new SoundProblem('a WAV goes as G.711; Opus needs an Ogg Opus');
  if (!track) throw new SoundProblem('it holds no sound');
  onlyMono(track.numberOfChannels);
  const codec = wanted ?? 'pcmu';
  return { codec, frames: await g711Frames(track, codec) };
}

function onlyMono(channels: number): void {
  if (channels !== 1) throw new SoundProblem('it is not mono, as a microphone is');
}
