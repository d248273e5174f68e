// The timeline's words for sound: who listens, what came from the button, what is kept of it.
import type { SoundEvent } from '@achterwacht/shared/alarm/sound/evolve.ts';
import type { Hears } from '@achterwacht/shared/alarm/sound/state.ts';
import type { EndedBecause } from '@achterwacht/shared/listen-in/facts.ts';
import type { LostBecause } from '@achterwacht/shared/listen-in/sound.ts';
import { m } from '../paraglide/messages.js';
import { clockTime } from '../time/format.ts';

export const hearsWords = {
  nothing: m.hears_nothing,
  sound: m.hears_sound,
  silence: m.hears_silence,
  muted: m.hears_muted,
  'headset-lost': m.hears_headset_lost,
} satisfies Record<Hears, () => string>;

const lostWords = {
  'no-packets': m.sound_lost_no_packets,
  disconnected: m.sound_lost_disconnected,
  'worker-died': m.sound_lost_worker_died,
  restarted: m.sound_lost_restarted,
} satisfies Record<LostBecause, () => string>;

const endedWords = {
  device: m.sound_ended_device,
  released: m.sound_ended_released,
  full: m.sound_ended_full,
  reassigned: m.sound_ended_reassigned,
  abandoned: m.sound_ended_abandoned,
  'other-codec': m.sound_ended_other_codec,
  'kept-from-here': m.sound_ended_kept_from_here,
} satisfies Record<EndedBecause, () => string>;

const erasedWords = {
  retention: m.event_recording_erased,
  'not-asked-for': m.event_recording_not_asked_for,
  'not-kept': m.event_recording_not_kept,
} satisfies Record<Extract<SoundEvent, { type: 'RecordingErased' }>['data']['why'], () => string>;

const endedListening = {
  stopped: () => m.event_listening_stopped(),
  'desk-lost': ({ name }) => m.event_listening_lost({ name }),
  'taken-over': ({ name }) => m.event_listening_taken_over({ name }),
} satisfies Record<
  Extract<SoundEvent, { type: 'ListenInEnded' }>['data']['why'],
  (by: { name: string }) => string
>;

/** Below this nobody hears that something is missing. */
const lossShownPercent = 1;

export function soundText(event: SoundEvent): string {
  switch (event.type) {
    case 'ListenInStarted':
      return event.actor.type === 'person' && event.actor.id === event.data.by.id
        ? m.event_listening()
        : m.event_listening_now({ name: event.data.by.name });
    case 'ListenInEnded':
      return endedListening[event.data.why](event.data.by);
    case 'HearingChanged':
      return m.event_hearing({ hears: hearsWords[event.data.hears]() });
    case 'AlarmAudible':
      return event.data.line === 'sound' ? m.event_audible() : m.event_audible_silent();
    case 'MarkerAdded':
      return m.event_marker({ at: clockTime(event.data.audioMoment) });
    case 'SoundStarted':
      return event.data.kept === false ? m.event_sound_started_not_kept() : m.event_sound_started();
    case 'SoundResumed':
      return m.event_sound_resumed({ seconds: Math.round(event.data.gapMilliseconds / 1000) });
    case 'SoundMeasured':
      return m.event_sound_measured({ decibels: Math.round(event.data.decibels) });
    case 'SoundLost':
      return m.event_sound_lost({ why: lostWords[event.data.why]() });
    case 'SoundEnded':
      return m.event_sound_ended({ why: endedWords[event.data.why]() });
    case 'SegmentStored':
      return segmentText(event.data);
    case 'RecordingErased':
      return erasedWords[event.data.why]();
    case 'RecordingHeld':
      return m.event_recording_held();
    case 'RecordingReleased':
      return m.event_recording_released();
    case 'PlaybackRequested':
      return m.event_playback();
  }
}

function segmentText({
  index,
  how,
  packets,
  lostPackets,
}: Extract<SoundEvent, { type: 'SegmentStored' }>['data']): string {
  const number = index + 1;
  if (how === 'cut-off') return m.event_segment_cut_off({ number });
  const percent = Math.round((100 * lostPackets) / Math.max(1, packets + lostPackets));
  return percent < lossShownPercent
    ? m.event_segment({ number })
    : m.event_segment_lost({ number, percent });
}
