// What was recorded of an alarm, and what the media-server says of it.
import type { SoundFact } from '../../listen-in/facts.ts';
import type { AlarmFact } from '../events.ts';
import type { Alarm } from '../state.ts';

/** A desk's clock may run ahead of ours by this much; a later moment has not been heard yet. */
const aheadMilliseconds = 5_000;

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
            data: {
              recordingId,
              happenedAt,
              transport: fact.transport,
              codec: fact.codec,
              ...(fact.kept === false && { kept: false }),
            },
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
    case 'sound-level': {
      // A test keeps no more of its sound than that.
      const isQuieter = known.decibels !== undefined && fact.decibels <= known.decibels;
      if (alarm.mode !== 'test' || isQuieter) return [];
      const { decibels } = fact;
      return [{ type: 'SoundMeasured', data: { recordingId, happenedAt, decibels } }];
    }
    case 'recording-erased':
      return known.erasedAt
        ? []
        : [{ type: 'RecordingErased', data: { recordingId, why: fact.why ?? 'not-asked-for' } }];
  }
}
