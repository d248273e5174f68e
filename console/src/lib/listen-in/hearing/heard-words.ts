// What is heard, in words and with a shape of its own: no two of them can be mistaken for each other, on
// paper, in grey or by somebody who sees no colours.
import type { SoundPresence } from '@achterwacht/shared/listen-in/sound.ts';
import { m } from '../../paraglide/messages.js';
import { minutesSeconds } from '../../time/format.ts';
import type { Heard } from './hearing.ts';
import type { Voice } from './level.ts';

export const voiceWords = {
  silence: m.heard_silence,
  sound: m.heard_sound,
  speech: m.heard_speech,
} satisfies Record<Voice, () => string>;

/** Why a centre has nothing to listen to. */
export const noSoundWords = {
  awaited: m.listen_awaited,
  absent: m.listen_absent,
} satisfies Record<Exclude<SoundPresence, 'here'>, () => string>;

export type HeardWord = {
  text: string;
  /** What the line carries meanwhile, when that is something else than what is said first. */
  beside: string | null;
  mark: string;
  /** Something is wrong that is not the holder's silence. */
  isFault: boolean;
};

/** `now` by the same steady clock as the evidence. */
export function wordOf(heard: Heard, now: number): HeardWord {
  switch (heard.status) {
    case 'headset-lost':
      return { text: m.heard_headset_lost(), beside: null, mark: '✕', isFault: true };
    case 'device-lost':
      return {
        text: m.heard_device_lost({ time: minutesSeconds(now - heard.since) }),
        beside: null,
        mark: '⚡',
        isFault: true,
      };
    case 'nothing':
      return heard.why === 'not-joined'
        ? { text: m.heard_not_joined(), beside: null, mark: '…', isFault: false }
        : { text: m.heard_nothing(), beside: null, mark: '∅', isFault: true };
    case 'muted':
      return {
        text: heard.by === 'by-you' ? m.heard_muted() : m.heard_muted_browser(),
        beside: m.heard_behind({ voice: voiceWords[heard.voice]().toLowerCase() }),
        mark: '⊘',
        isFault: heard.by === 'by-browser',
      };
    case 'silence':
      return { text: voiceWords.silence(), beside: null, mark: '▁', isFault: false };
    case 'sound':
      return { text: voiceWords.sound(), beside: null, mark: '▃', isFault: false };
    case 'speech':
      return { text: voiceWords.speech(), beside: null, mark: '▅', isFault: false };
  }
}
