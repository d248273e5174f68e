// The Opus packets of a file, as they lie in it.
import {
  BufferSource,
  EncodedPacketSink,
  Input,
  OGG,
  WEBM,
  type InputAudioTrack,
} from 'mediabunny';
import { SoundProblem, type Frame } from './sound.ts';

export async function opusFrames(track: InputAudioTrack): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets())
    frames.push({ bytes: data, ticks: ticksOf(data) });
  if (frames.length === 0) throw new SoundProblem('it holds no sound');
  return frames;
}

/** Of what a server sent, whole or up to now. */
export async function opusIn(bytes: Uint8Array): Promise<Frame[]> {
  const input = new Input({ source: new BufferSource(bytes), formats: [OGG, WEBM] });
  const track = await input.getPrimaryAudioTrack();
  return track ? opusFrames(track) : [];
}

/** Of one frame in a packet, in 48 kHz ticks, by the configuration number (RFC 6716, table 2). */
function frameTicksOf(configuration: number): number {
  if (configuration < 12) return [480, 960, 1920, 2880][configuration % 4] ?? 0;
  if (configuration < 16) return [480, 960][configuration % 2] ?? 0;
  return [120, 240, 480, 960][configuration % 4] ?? 0;
}

/** By the packet and not by the file, which says how much of its first and last is to be heard. */
function ticksOf(packet: Uint8Array): number {
  const [first = 0, second = 0] = packet;
  const counts = [1, 2, 2, second & 0x3f];
  return frameTicksOf(first >> 3) * (counts[first & 3] ?? 0);
}
