// Telephone sound, which the server gives as 16-bit WAV while it grows, made into WebM with Opus: browsers take sound
// piece by piece only in a form that telephones do not speak. The browser's own encoder makes the packets,
// `mediabunny` the file.
import {
  AudioSample,
  AudioSampleSource,
  canEncodeAudio,
  Output,
  StreamTarget,
  WebMOutputFormat,
  type StreamTargetChunk,
} from 'mediabunny';

/** Only what our own server sends: one channel, no other chunk before the samples. */
const headerBytes = 44;
const bytesPerSample = 2;
const shape = { numberOfChannels: 1, sampleRate: 8_000 };
/** Above what a telephone's band can fill: nothing more is to be lost on the way to an ear. */
const bitrate = 32_000;

/** @returns null where the browser has no encoder for it. */
export async function webmOfTelephone(
  wav: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null> {
  if (!(await canEncodeAudio('opus', { ...shape, bitrate }))) return null;
  let failed: (cause: unknown) => void = () => undefined;
  const { readable, writable } = new TransformStream<StreamTargetChunk, Uint8Array<ArrayBuffer>>({
    start: (controller) => void (failed = (cause) => controller.error(cause)),
    transform: ({ data }, controller) => controller.enqueue(data),
  });
  encode(wav, new StreamTarget(writable)).catch(failed);
  return readable;
}

async function encode(wav: ReadableStream<Uint8Array>, target: StreamTarget): Promise<void> {
  // Appended only: nobody can go back in what was given to the browser already.
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: true }), target });
  const source = new AudioSampleSource({ codec: 'opus', bitrate });
  output.addAudioTrack(source);
  try {
    await output.start();
    let frames = 0;
    for await (const data of samplesOf(wav)) {
      const timestamp = frames / shape.sampleRate;
      const sample = new AudioSample({ ...shape, format: 's16', timestamp, data });
      frames += sample.numberOfFrames;
      await source.add(sample);
      sample.close();
    }
    await output.finalize();
  } finally {
    if (output.state !== 'finalized') await output.cancel();
  }
}

/** Whole samples, as they come. */
async function* samplesOf(wav: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = wav.getReader();
  let headerLeft = headerBytes;
  let half = new Uint8Array(0);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const skipped = Math.min(headerLeft, value.length);
    headerLeft -= skipped;
    const rest = value.subarray(skipped);
    const bytes = new Uint8Array(half.length + rest.length);
    bytes.set(half);
    bytes.set(rest, half.length);
    const whole = bytes.length - (bytes.length % bytesPerSample);
    half = bytes.slice(whole);
    if (whole > 0) yield bytes.slice(0, whole);
  }
}
