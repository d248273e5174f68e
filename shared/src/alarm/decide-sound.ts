// Decisions about sound, apart from `decide.ts` because they touch nobody's ownership or judgement:
// who listens, what is marked, held or listened back to, and what the media-server reports.
import type { SoundFact } from '../listen-in.ts';
import { refusal, type Refusal } from './actions.ts';
import type { PersonCommand } from './commands.ts';
import type { AlarmFact } from './events.ts';
import { listenerOf, type Alarm, type StaffMember } from './state.ts';

type SoundCommand = Extract<
  PersonCommand,
  {
    type:
      | 'StartListening'
      | 'StopListening'
      | 'ReportHearing'
      | 'ReportAudible'
      | 'AddMarker'
      | 'RequestPlayback'
      | 'HoldRecording'
      | 'ReleaseRecording';
  }
>;

/** A desk's clock may run ahead of ours by this much; a later moment has not been heard yet. */
const aheadMilliseconds = 5_000;

/** Facts, or the one thing that says no. That this person may ask at all was decided before. */
export function decideAboutSound(
  alarm: Alarm,
  command: SoundCommand,
  by: StaffMember,
  now: Date,
): AlarmFact[] | Refusal {
  switch (command.type) {
    case 'StartListening':
      // A desk that lost its line comes back: nothing new to say.
      return listenerOf(alarm, by) ? [] : [{ type: 'ListenInStarted', data: { by } }];
    case 'StopListening':
      return [{ type: 'ListenInEnded', data: { by, why: 'stopped' } }];
    case 'ReportHearing': {
      const { hears } = command;
      return listenerOf(alarm, by)?.hears === hears
        ? []
        : [{ type: 'HearingChanged', data: { by, hears } }];
    }
    case 'ReportAudible': {
      const { line } = command;
      const known = line === 'sound' ? alarm.times.audible : alarm.sound.silentLineAt;
      // A line that once had sound on it is not the silent line that a later stage is waiting for.
      if (known || (line === 'silent' && alarm.times.audible)) return [];
      return [{ type: 'AlarmAudible', data: { by, line } }];
    }
    case 'AddMarker': {
      const { markerId, audioMoment, label } = command;
      if (alarm.markers.some((marker) => marker.markerId === markerId)) return [];
      if (!wasRecorded(alarm, audioMoment, now)) return refusal('moment-buiten-opname');
      return [{ type: 'MarkerAdded', data: { markerId, by, audioMoment }, personal: { label } }];
    }
    case 'RequestPlayback':
      return [{ type: 'PlaybackRequested', data: { by }, personal: { reason: command.reason } }];
    case 'HoldRecording':
      return [{ type: 'RecordingHeld', data: { by }, personal: { reason: command.reason } }];
    case 'ReleaseRecording':
      return [{ type: 'RecordingReleased', data: { by }, personal: { reason: command.reason } }];
  }
}

export function wasRecorded({ sound }: Alarm, moment: string, now: Date): boolean {
  const at = Date.parse(moment);
  return sound.recordings.some(({ startedAt, endedAt }) => {
    const end = endedAt ? Date.parse(endedAt) : now.getTime() + aheadMilliseconds;
    return at >= Date.parse(startedAt) && at <= end;
  });
}

/**
 * What the media-server saw, as facts of this alarm. It may tell a thing twice and late: what is known
 * already, or older than what is known, writes nothing.
 */
export function recordingFacts(alarm: Alarm, fact: SoundFact): AlarmFact[] {
  const { sound } = alarm;
  const { recordingId, at: happenedAt } = fact;
  const known = sound.recordings.find((each) => each.recordingId === recordingId);
  if (!known)
    return fact.type === 'sound-started'
      ? [
          {
            type: 'SoundStarted',
            data: { recordingId, happenedAt, transport: fact.transport, codec: fact.codec },
          },
        ]
      : [];
  const isNewest = sound.recordings.at(-1) === known;
  const isOld =
    known.endedAt !== null || (isNewest && sound.since !== null && happenedAt < sound.since);
  switch (fact.type) {
    case 'sound-started':
      return [];
    case 'sound-resumed': {
      if (isOld || !isNewest || sound.status !== 'lost') return [];
      const { transport, codec, gapMilliseconds } = fact;
      return [
        {
          type: 'SoundResumed',
          data: { recordingId, happenedAt, transport, codec, gapMilliseconds },
        },
      ];
    }
    case 'sound-lost':
      if (isOld || !isNewest || sound.status !== 'receiving') return [];
      return [{ type: 'SoundLost', data: { recordingId, happenedAt, why: fact.why } }];
    case 'sound-ended':
      if (known.endedAt) return [];
      return [{ type: 'SoundEnded', data: { recordingId, happenedAt, why: fact.why } }];
    case 'segment-stored': {
      if (fact.index < known.segments) return [];
      const { index, startedAt, endedAt, sha256, bytes, packets, lostPackets, codec, how } = fact;
      return [
        {
          type: 'SegmentStored',
          data: {
            recordingId,
            index,
            startedAt,
            endedAt,
            sha256,
            bytes,
            packets,
            lostPackets,
            codec,
            how,
          },
        },
      ];
    }
    case 'recording-erased':
      return known.erasedAt
        ? []
        : [{ type: 'RecordingErased', data: { recordingId, why: 'not-asked-for' } }];
  }
}
