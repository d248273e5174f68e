// G.711 out of a WAV file by mediabunny: taken as it is when the file holds it, made from 16 bits or from the
// other law otherwise.
import {
  AudioSample,
  AudioSampleSource,
  BufferSource,
  BufferTarget,
  Conversion,
  EncodedPacketSink,
  Input,
  Output,
  WAVE,
  WavOutputFormat,
  type InputAudioTrack,
} from 'mediabunny';
import { SoundProblem, ticksPerSecond, type Frame } from './sound.ts';

const sampleRate = ticksPerSecond.pcmu;
/** 20 ms, the usual packet. */
const samplesPerFrame = 160;
/** mediabunny's names. */
const laws = { pcmu: 'ulaw', pcma: 'alaw' } as const;

export async function g711Frames(track: InputAudioTrack, codec: 'pcmu' | 'pcma'): Promise<Frame[]> {
  const isG711 = track.codec === 'ulaw' || track.codec === 'alaw';
  const rates = isG711 ? [sampleRate] : [8_000, 16_000, 48_000];
  if (!(isG711 || track.codec === 'pcm-s16') || !rates.includes(track.sampleRate)) {
    throw new SoundProblem(
      `as ${codec} it must be WAV of 16 bits at 8, 16 or 48 kHz, or hold G.711 at 8 kHz`,
    );
  }
  const codes = await codesOf(
    track.codec === laws[codec] ? track : await convert(track, laws[codec]),
  );
  const frames: Frame[] = [];
  // What is left at the end is less than 20 ms.
  for (let at = 0; at + samplesPerFrame <= codes.length; at += samplesPerFrame) {
    frames.push({ bytes: codes.subarray(at, at + samplesPerFrame), ticks: samplesPerFrame });
  }
  if (frames.length === 0) throw new SoundProblem('it is shorter than one packet');
  return frames;
}

/** Samples of 16 bits at 8 kHz, a byte each. */
export async function g711Of(samples: Int16Array, codec: 'pcmu' | 'pcma'): Promise<Uint8Array> {
  const written = newWav();
  const source = new AudioSampleSource({ codec: laws[codec] });
  written.addAudioTrack(source);
  await written.start();
  const sample = new AudioSample({
    data: samples,
    format: 's16',
    numberOfChannels: 1,
    sampleRate,
    timestamp: 0,
  });
  await source.add(sample);
  sample.close();
  await written.finalize();
  return codesOf(await trackOf(written));
}

async function convert(
  { input }: InputAudioTrack,
  codec: 'ulaw' | 'alaw',
): Promise<InputAudioTrack> {
  const output = newWav();
  const audio = { codec, sampleRate, numberOfChannels: 1 };
  const conversion = await Conversion.init({ input, output, audio });
  await conversion.execute();
  return trackOf(output);
}

function newWav() {
  return new Output({ format: new WavOutputFormat(), target: new BufferTarget() });
}

async function trackOf({ target }: ReturnType<typeof newWav>): Promise<InputAudioTrack> {
  const source = new BufferSource(target.buffer ?? new ArrayBuffer());
  const track = await new Input({ source, formats: [WAVE] }).getPrimaryAudioTrack();
  if (!track) throw new SoundProblem('it holds no sound');
  return track;
}

async function codesOf(track: InputAudioTrack): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets()) pieces.push(data);
  return Buffer.concat(pieces);
}
