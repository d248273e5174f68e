// Opus as WebM, by mediabunny: the form that browsers take piece by piece as it comes (Media Source
// Extensions). Nothing that was written is gone back to, and a packet leaves when it comes.
import {
  EncodedAudioPacketSource,
  EncodedPacket,
  Output,
  StreamTarget,
  WebMOutputFormat,
} from 'mediabunny';
import { ticksPerSecond } from '../recording/rtp-order.ts';
import type { OpusPacket } from './gapless.ts';
import { opusHead } from './ogg.ts';

export const webmType = 'audio/webm; codecs="opus"';

/** Each is remembered for an index at the end, which a stream of twelve hours pays for in memory. */
const clusterSeconds = 5;

export async function* renderWebm(
  packets: AsyncGenerator<OpusPacket | 'still'>,
): AsyncGenerator<Uint8Array> {
  const written: Uint8Array[] = [];
  const output = new Output({
    format: new WebMOutputFormat({ appendOnly: true, minimumClusterDuration: clusterSeconds }),
    target: new StreamTarget(
      new WritableStream({ write: ({ data }: { data: Uint8Array }) => void written.push(data) }),
    ),
  });
  const source = new EncodedAudioPacketSource('opus');
  const description = opusHead();
  output.addAudioTrack(source, {
    decoderConfig: {
      codec: 'opus',
      sampleRate: ticksPerSecond.opus,
      numberOfChannels: 1,
      description,
    },
  });
  await output.start();
  for await (const packet of packets) {
    if (packet === 'still') continue;
    const { payload, tick, ticks } = packet;
    const [at, duration] = [tick / ticksPerSecond.opus, ticks / ticksPerSecond.opus];
    await source.add(new EncodedPacket(payload, 'key', at, duration));
    yield* written.splice(0);
  }
  await output.finalize();
  yield* written.splice(0);
}
