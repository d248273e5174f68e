// What a listener is told he hears. Six things that must never be taken for each other, each by evidence
// of its own: a dead line and a quiet room sound the same, and only one of them is a ground for anything.
//
// In this order, because the first one that holds makes the rest unknowable: the headset is gone (from
// the list of devices) – the device fell away (the media-server says so, with since when) – no packets
// arrive (counted in this browser) – muted here – packets without energy, sound, or speech (measured on
// the stream itself, before any mute, gain or filter).
import type { Hears } from '@achterwacht/shared/alarm/sound/state.ts';
import type { Voice } from './level.ts';

/** Opus sends fifty packets a second, also in silence; none for so long means that none come. */
const packetsMilliseconds = 2_000;

export type Evidence = {
  headsetLost: boolean;
  /** This desk has a place in the room. */
  joined: boolean;
  /** Since when the media-server misses the device, by the steady clock. */
  deviceLostAt: number | null;
  /** When the count of packets last grew, by the steady clock. */
  packetsAt: number | null;
  muted: Muted;
  voice: Voice;
};

/** By the person, or by a browser that wants the page to be touched before it may sound. */
export type Muted = 'no' | 'by-you' | 'by-browser';

export type Heard =
  | { status: 'headset-lost' }
  | { status: 'device-lost'; since: number }
  | { status: 'nothing'; why: 'not-joined' | 'no-packets' }
  | { status: 'muted'; by: Exclude<Muted, 'no'>; voice: Voice }
  | { status: Voice };

export function heardOf(evidence: Evidence, now: number): Heard {
  const { headsetLost, joined, deviceLostAt, packetsAt, muted, voice } = evidence;
  if (headsetLost) return { status: 'headset-lost' };
  if (!joined) return { status: 'nothing', why: 'not-joined' };
  if (deviceLostAt !== null) return { status: 'device-lost', since: deviceLostAt };
  if (packetsAt === null || now - packetsAt > packetsMilliseconds)
    return { status: 'nothing', why: 'no-packets' };
  return muted === 'no' ? { status: voice } : { status: 'muted', by: muted, voice };
}

/** What is said many times a second is drawn anew only when something else is said. */
export function isSame(one: Heard, other: Heard): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The same for the log. Who listens back hears the recording, and the live line not. */
export function hearsOf(heard: Heard, isLive: boolean): Hears {
  switch (heard.status) {
    case 'headset-lost':
      return 'headset-lost';
    case 'device-lost':
    case 'nothing':
      return 'nothing';
    case 'muted':
      return 'muted';
    case 'silence':
      return isLive ? 'silence' : 'muted';
    case 'sound':
    case 'speech':
      return isLive ? 'sound' : 'muted';
  }
}

/** Between words is no silence that belongs in a log. */
const settleMilliseconds = 2_000;

/**
 * Which changes are worth telling the centre: sound that comes is told at once, for listening time
 * counts from it, as is anything that is no longer hearing; silence only once it lasted.
 */
export class HearingReports {
  // What the centre takes for true of somebody who has just begun.
  #reported: Hears | null = 'nothing';
  #latest: Hears | null = null;
  #since = 0;

  /** What to report now; null for nothing new. */
  next(hears: Hears, now: number): Hears | null {
    if (hears !== this.#latest) {
      this.#latest = hears;
      this.#since = now;
    }
    if (hears === this.#reported) return null;
    if (hears === 'silence' && now - this.#since < settleMilliseconds) return null;
    this.#reported = hears;
    return hears;
  }

  /** It did not arrive: it counts as not reported, whatever it was. */
  failed(): void {
    this.#reported = null;
  }
}
