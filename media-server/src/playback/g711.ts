// What each code of G.711 (ITU-T) sounds like. mediabunny decodes whole files and not a packet of ours, so it
// is asked once for all codes there are.
import {
  AudioSampleSink,
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Input,
  Output,
  WAVE,
  WavOutputFormat,
} from 'mediabunny';
import { ticksPerSecond } from '../recording/rtp-order.ts';

const everyCode = Uint8Array.from({ length: 256 }, (_, code) => code);
const samples = { pcmu: await samplesOfCodes('ulaw'), pcma: await samplesOfCodes('alaw') };

/** A code a byte becomes a sample of 16 bits, little-endian. */
export function samplesOf(law: 'pcmu' | 'pcma', payload: Buffer): Buffer {
  const sounding = Buffer.allocUnsafe(2 * payload.length);
  payload.forEach((code, index) => sounding.writeInt16LE(samples[law][code] ?? 0, 2 * index));
  return sounding;
}

async function samplesOfCodes(codec: 'ulaw' | 'alaw'): Promise<Int16Array> {
  const sampleRate = ticksPerSecond.pcmu;
  const target = new BufferTarget();
  const output = new Output({ format: new WavOutputFormat(), target });
  const codes = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(codes, { decoderConfig: { codec, sampleRate, numberOfChannels: 1 } });
  await output.start();
  await codes.add(new EncodedPacket(everyCode, 'key', 0, everyCode.length / sampleRate));
  await output.finalize();
  const input = new Input({
    source: new BufferSource(target.buffer ?? new ArrayBuffer()),
    formats: [WAVE],
  });
  const track = await input.getPrimaryAudioTrack();
  const sample = track && (await new AudioSampleSink(track).getSample(0));
  const decoded = new Int16Array(everyCode.length);
  sample?.copyTo(decoded, { format: 's16', planeIndex: 0 });
  sample?.close();
  return decoded;
}
