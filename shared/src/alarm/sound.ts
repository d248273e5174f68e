// The part of the fold that is about sound: what came and is kept, who listens and what he hears, and
// how long the owner has really listened. Nobody reports the listening time: it follows from the
// changes that are reported, so no desk can claim more than it heard.
import type { AlarmEvent, AlarmFact } from './events.ts';
import {
  listenerOf,
  ownerOf,
  type Alarm,
  type KeptRecording,
  type Sound,
  type StaffMember,
} from './state.ts';

type Of<T extends AlarmEvent['type']> = Extract<AlarmEvent, { type: T }>;

export type SoundEvent = Of<
  | 'ListenInStarted'
  | 'ListenInEnded'
  | 'HearingChanged'
  | 'AlarmAudible'
  | 'MarkerAdded'
  | 'SoundStarted'
  | 'SoundResumed'
  | 'SoundLost'
  | 'SoundEnded'
  | 'SegmentStored'
  | 'RecordingErased'
  | 'RecordingHeld'
  | 'RecordingReleased'
  | 'PlaybackRequested'
>;

/** That somebody listens from now on, where there is sound and it is not written down already. */
export function listens(alarm: Alarm, by: StaffMember): AlarmFact[] {
  if (!alarm.button.sound || listenerOf(alarm, by)) return [];
  return [{ type: 'ListenInStarted', data: { by } }];
}

/** An alarm before anything was heard. */
export const silent = {
  sound: { status: 'none', since: null, recordings: [], silentLineAt: null, held: null },
  listeners: [],
  listened: { milliseconds: 0, runningSince: null },
  markers: [],
} satisfies Pick<Alarm, 'sound' | 'listeners' | 'listened' | 'markers'>;

export function applySound(alarm: Alarm, event: SoundEvent): Alarm {
  switch (event.type) {
    case 'ListenInStarted':
      return {
        ...alarm,
        listeners: [
          ...withoutListener(alarm, event.data.by.id),
          { by: event.data.by, since: event.at, hears: 'nothing' },
        ],
      };
    case 'ListenInEnded':
      return { ...alarm, listeners: withoutListener(alarm, event.data.by.id) };
    case 'HearingChanged':
      return {
        ...alarm,
        listeners: alarm.listeners.map((each) =>
          each.by.id === event.data.by.id ? { ...each, hears: event.data.hears } : each,
        ),
      };
    // A line with sound on it is a stage of the clock, which is `evolve`'s own.
    case 'AlarmAudible':
      return withSound(alarm, { silentLineAt: alarm.sound.silentLineAt ?? event.at });
    case 'MarkerAdded':
      return addMarker(alarm, event);
    case 'RecordingHeld':
      return withSound(alarm, { held: { by: event.data.by, at: event.at } });
    case 'RecordingReleased':
      return withSound(alarm, { held: null });
    case 'PlaybackRequested':
      return alarm;
    case 'SoundStarted':
      return withSound(alarm, {
        status: 'receiving',
        since: event.data.happenedAt,
        recordings: [...alarm.sound.recordings, begun(event)],
      });
    case 'SoundResumed':
      return withStatus(change(alarm, event, resumed), event, 'receiving');
    case 'SoundLost':
      return withStatus(alarm, event, 'lost');
    case 'SoundEnded': {
      const endedAt = event.data.happenedAt;
      return withStatus(
        change(alarm, event, (recording) => ({ ...recording, endedAt })),
        event,
        'ended',
      );
    }
    case 'SegmentStored':
      return change(alarm, event, (recording) => ({
        ...recording,
        segments: event.data.index + 1,
      }));
    case 'RecordingErased':
      return change(alarm, event, (recording) => ({ ...recording, erasedAt: event.at }));
  }
}

/**
 * Listening time runs while the owner hears live sound that the media-server receives too, and stops
 * with the first thing that ends any of this. What a desk that vanished claimed to hear is not counted:
 * nobody knows when it fell silent.
 */
export function withListeningTime(before: Alarm, after: Alarm, event: AlarmEvent): Alarm {
  const { milliseconds, runningSince } = before.listened;
  const runs = ownerHearsSound(after);
  if (runs === (runningSince !== null)) return after;
  if (runs) return { ...after, listened: { milliseconds, runningSince: event.at } };
  const vanished =
    (event.type === 'AlarmReleased' && event.data.why === 'owner-lost') ||
    (event.type === 'ListenInEnded' && event.data.why === 'desk-lost');
  const heard = vanished ? 0 : Date.parse(event.at) - Date.parse(runningSince ?? event.at);
  return { ...after, listened: { milliseconds: milliseconds + heard, runningSince: null } };
}

function ownerHearsSound(alarm: Alarm): boolean {
  const owner = ownerOf(alarm);
  if (alarm.closed || !owner || alarm.sound.status !== 'receiving') return false;
  return alarm.listeners.some(({ by, hears }) => by.id === owner.id && hears === 'sound');
}

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

function begun({ data }: Of<'SoundStarted'>): KeptRecording {
  return {
    recordingId: data.recordingId,
    startedAt: data.happenedAt,
    endedAt: null,
    codec: data.codec,
    segments: 0,
    gaps: 0,
    erasedAt: null,
  };
}

function addMarker(alarm: Alarm, { data, personal }: Of<'MarkerAdded'>): Alarm {
  const { markerId, by, audioMoment } = data;
  const marked = { ...alarm, markers: [...alarm.markers, { markerId, by, audioMoment }] };
  if (!personal || !alarm.personal) return marked;
  const markerLabels = { ...alarm.personal.markerLabels, [markerId]: personal.label };
  return { ...marked, personal: { ...alarm.personal, markerLabels } };
}
