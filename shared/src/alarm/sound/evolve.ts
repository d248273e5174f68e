// The part of the fold that is about sound: what came and is kept, who listens and what he hears.
import type { SomeFolds, EventOf } from '../rule.ts';
import { stamp } from '../stages.ts';
import type { Alarm } from '../state.ts';
import type { Sound, KeptRecording } from './state.ts';

/** An alarm before anything was heard. */
export const silent = {
  sound: { status: 'none', since: null, recordings: [], silentLineAt: null, held: null },
  listeners: [],
  listened: { milliseconds: 0, runningSince: null },
  markers: [],
} satisfies Pick<Alarm, 'sound' | 'listeners' | 'listened' | 'markers'>;

export const soundFolds = {
  ListenInStarted: (alarm, { data, at }) => ({
    ...alarm,
    listeners: [
      ...withoutListener(alarm, data.by.id),
      { by: data.by, since: at, hears: 'nothing' },
    ],
  }),
  ListenInEnded: (alarm, { data }) => ({
    ...alarm,
    listeners: withoutListener(alarm, data.by.id),
  }),
  HearingChanged: (alarm, { data }) => ({
    ...alarm,
    listeners: alarm.listeners.map((each) =>
      each.by.id === data.by.id ? { ...each, hears: data.hears } : each,
    ),
  }),
  AlarmAudible: (alarm, { data, at }) =>
    data.line === 'sound'
      ? stamp(alarm, 'audible', at)
      : withSound(alarm, { silentLineAt: alarm.sound.silentLineAt ?? at }),
  MarkerAdded: (alarm, event) => addMarker(alarm, event),
  RecordingHeld: (alarm, { data, at }) => withSound(alarm, { held: { by: data.by, at } }),
  RecordingReleased: (alarm) => withSound(alarm, { held: null }),
  PlaybackRequested: (alarm) => alarm,
  SoundStarted: (alarm, event) =>
    withSound(alarm, {
      status: 'receiving',
      since: event.data.happenedAt,
      recordings: [...alarm.sound.recordings, begun(event)],
    }),
  SoundResumed: (alarm, event) => withStatus(change(alarm, event, resumed), event, 'receiving'),
  SoundMeasured: (alarm, event) =>
    change(alarm, event, (recording) => ({ ...recording, decibels: event.data.decibels })),
  SoundLost: (alarm, event) => withStatus(alarm, event, 'lost'),
  SoundEnded: (alarm, event) => {
    const endedAt = event.data.happenedAt;
    return withStatus(
      change(alarm, event, (recording) => ({ ...recording, endedAt })),
      event,
      'ended',
    );
  },
  SegmentStored: (alarm, event) =>
    change(alarm, event, (recording) => ({ ...recording, segments: event.data.index + 1 })),
  RecordingErased: (alarm, event) =>
    change(alarm, event, (recording) => ({
      ...recording,
      erasedAt: event.at,
      ...(event.data.why === 'not-kept' && { notKept: true }),
    })),
} satisfies SomeFolds;

export type SoundEvent = EventOf<keyof typeof soundFolds>;

function withoutListener(alarm: Alarm, userId: string): Alarm['listeners'] {
  return alarm.listeners.filter(({ by }) => by.id !== userId);
}

function withSound(alarm: Alarm, changes: Partial<Sound>): Alarm {
  return { ...alarm, sound: { ...alarm.sound, ...changes } };
}

type Change = (recording: KeptRecording) => KeptRecording;
const resumed: Change = (recording) => ({ ...recording, gaps: recording.gaps + 1 });

function change(alarm: Alarm, event: { data: { recordingId: string } }, to: Change): Alarm {
  return withSound(alarm, {
    recordings: alarm.sound.recordings.map((each) =>
      each.recordingId === event.data.recordingId ? to(each) : each,
    ),
  });
}

/** Only the newest recording says how the line is now: an older one may end after the next began. */
function withStatus(
  alarm: Alarm,
  { data }: { data: { recordingId: string; happenedAt: string } },
  status: Sound['status'],
): Alarm {
  return alarm.sound.recordings.at(-1)?.recordingId === data.recordingId
    ? withSound(alarm, { status, since: data.happenedAt })
    : alarm;
}

function begun({ data }: EventOf<'SoundStarted'>): KeptRecording {
  return {
    recordingId: data.recordingId,
    startedAt: data.happenedAt,
    endedAt: null,
    codec: data.codec,
    segments: 0,
    gaps: 0,
    erasedAt: null,
    ...(data.kept === false && { notKept: true }),
  };
}

function addMarker(alarm: Alarm, { data, personal }: EventOf<'MarkerAdded'>): Alarm {
  const { markerId, by, audioMoment } = data;
  const marked = { ...alarm, markers: [...alarm.markers, { markerId, by, audioMoment }] };
  if (!personal || !alarm.personal) return marked;
  const markerLabels = { ...alarm.personal.markerLabels, [markerId]: personal.label };
  return { ...marked, personal: { ...alarm.personal, markerLabels } };
}
