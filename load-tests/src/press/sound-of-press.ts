// The sound of one press: opened, sent for as long as asked, hung up, and reported with everything that
// came back meanwhile.
import type { ArrivalKind } from '../button/sound/arrivals.ts';
import { playSound } from '../button/sound/play-sound.ts';
import { ticksPerSecond, type Codec, type Sound } from '../button/sound/sound.ts';
import { NoSoundHere, SoundRefused, type SoundLine } from '../button/sound/sound-line.ts';
import { RtpDevice } from '../button/rtp-device.ts';
import { WhipPhone } from '../button/whip-phone.ts';

export type SoundWay = { way: 'whip' | 'rtp'; token: string; whipUrl: string; rtpUrl: string };

export type SoundReport = {
  way: 'whip' | 'rtp';
  codec: Codec;
  /** False when the server would not have it or could not be reached. */
  accepted: boolean;
  /** Why not; null when accepted. */
  refusal: string | null;
  /** That nobody at this centre can hear any button now is no fault of this one. */
  isNoSoundHere: boolean;
  /** From asking until the first packet could go. */
  connectedMilliseconds: number | null;
  packets: number;
  seconds: number;
  /** What came back, by kind. More than nothing under `media` would be heard at the button. */
  arrived: Record<ArrivalKind, number>;
};

/** Never rejects for what the server does; `onConnected` is told how long it took, in milliseconds. */
export async function sendSound(
  to: SoundWay,
  sound: Sound,
  seconds: number,
  signal: AbortSignal,
  onConnected: (milliseconds: number) => void,
): Promise<SoundReport> {
  const line = lineOf(to, sound.codec);
  const report: SoundReport = {
    way: to.way,
    codec: sound.codec,
    accepted: false,
    refusal: null,
    isNoSoundHere: false,
    connectedMilliseconds: null,
    packets: 0,
    seconds: 0,
    arrived: line.arrivals.counts,
  };
  const asked = performance.now();
  try {
    await line.open();
    report.accepted = true;
    report.connectedMilliseconds = Math.round(performance.now() - asked);
    onConnected(report.connectedMilliseconds);
    let ticks = 0;
    report.packets = await playSound(
      sound,
      seconds,
      (frame) => {
        ticks += frame.ticks;
        line.send(frame);
      },
      signal,
    );
    report.seconds = ticks / ticksPerSecond[sound.codec];
    await line.hangUp();
  } catch (error) {
    if (!(error instanceof SoundRefused)) throw error;
    report.refusal = error.message;
    report.isNoSoundHere = error instanceof NoSoundHere;
  } finally {
    await line.vanish();
  }
  return report;
}

function lineOf({ way, token, whipUrl, rtpUrl }: SoundWay, codec: Codec): SoundLine {
  return way === 'whip'
    ? new WhipPhone({ url: whipUrl, token, codec })
    : new RtpDevice({ url: rtpUrl, token, codec, isEncrypted: true });
}
