// The lamps in the header: each says one thing, in a shape and in words, and none is green.
import type { LineState } from '../listen-in/line/sound-line.svelte.ts';
import type { Link } from '../live/liveness.ts';
import { m } from '../paraglide/messages.js';
import type { ServerTime } from '../server-time.ts';

export type Lamp = {
  name: string;
  text: string;
  explanation: string;
  level: 'good' | 'unsure' | 'bad';
};

/** A machine's clock that is off by more than this is worth a word; the desk itself is not misled. */
const clockToleranceMilliseconds = 1_000;

export function linkLamp(status: Link['status']): Lamp {
  const base = { name: m.lamp_link(), explanation: m.lamp_link_explained() };
  switch (status) {
    case 'connecting':
      return { ...base, text: m.link_connecting(), level: 'unsure' };
    case 'live':
      return { ...base, text: m.link_live(), level: 'good' };
    case 'delayed':
      return { ...base, text: m.link_delayed(), level: 'bad' };
    case 'broken':
      return { ...base, text: m.link_broken(), level: 'bad' };
  }
}

export function dataLamp(status: Link['status'], beatAgeMilliseconds: number | null): Lamp {
  const base = { name: m.lamp_data(), explanation: m.lamp_data_explained() };
  if (beatAgeMilliseconds === null) return { ...base, text: m.data_none(), level: 'unsure' };
  const seconds = Math.floor(beatAgeMilliseconds / 1000);
  const isLate = status === 'delayed' || status === 'broken';
  return { ...base, text: m.data_age({ seconds }), level: isLate ? 'bad' : 'good' };
}

/** The pulse of silence decides: a line whose packets stay away is not open, whatever its socket says. */
export function soundLamp(state: LineState): Lamp {
  const base = { name: m.lamp_sound(), explanation: m.lamp_sound_explained() };
  switch (state.status) {
    case 'none':
      return {
        ...base,
        text: state.why === 'awaited' ? m.sound_awaited() : m.sound_absent(),
        level: 'unsure',
      };
    case 'connecting':
      return { ...base, text: m.sound_connecting(), level: 'unsure' };
    case 'open':
      return { ...base, text: m.sound_ready(), level: 'good' };
    case 'broken':
      return { ...base, text: m.sound_broken(), level: 'bad' };
  }
}

/** `now` is asked for so that the lamp is drawn anew with everything else. */
export function clockLamp(now: number, serverTime: ServerTime): Lamp {
  const base = { name: m.lamp_clock(), explanation: m.lamp_clock_explained() };
  const uncertainty = now > 0 ? serverTime.uncertaintyMilliseconds : null;
  if (uncertainty === null) return { ...base, text: m.clock_unconfirmed(), level: 'unsure' };
  if (uncertainty > 1_000)
    return {
      ...base,
      text: m.clock_uncertain({ seconds: Math.ceil(uncertainty / 1000) }),
      level: 'bad',
    };
  const off = Math.abs(serverTime.offsetMilliseconds);
  if (off > clockToleranceMilliseconds)
    return { ...base, text: m.clock_off({ difference: difference(off) }), level: 'bad' };
  return { ...base, text: m.clock_good(), level: 'good' };
}

function difference(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
