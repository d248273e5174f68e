// Whatever anybody does to an alarm, in whatever order, at whatever moment: what must always hold.
import { describe, expect, test } from 'vitest';
import { claimedWithin, waitedMilliseconds } from '../../clock-stages.ts';
import { moment } from '../../testing/given.ts';
import { isHearsay } from '../signals/belief.ts';
import { alarmEvent } from '../events.ts';
import { evolve, fold } from '../evolve.ts';
import { callsForHelp } from '../joining.ts';
import { ownerOf } from '../ownership/state.ts';
import { deadlineKind } from '../deadlines/state.ts';
import { alarm as alarmSchema, statusOf } from '../state.ts';
import { always, type Judge } from '../../testing/lives.ts';

describe('whatever happens', () => {
  test('an alarm is never in an impossible state, and every event can be read back', () => {
    always(
      (before, { story }) => {
        if (story.alarm === before) return;
        alarmSchema.parse(story.alarm);
        const { closed, ownership, kind, priority, verification } = story.alarm;
        expect(closed !== null && statusOf(story.alarm) !== 'closed').toBe(false);
        // SPOED is never put away, and nobody calls a fault loos.
        expect(priority === 'urgent' && ownership.status === 'parked').toBe(false);
        if (kind !== 'duress' && kind !== 'missed-check')
          expect(verification.status).not.toBe('false-pending');
      },
      ({ log }) => log.forEach((event) => alarmEvent.parse(event)),
    );
  });

  test('no signal is lost: an open alarm takes every one in and counts it', () => {
    always(
      (before, { refusal, story }, { asked }) => {
        if (asked.type !== 'AddSignal') {
          if (story.alarm !== before) expect(story.alarm.signals).toEqual(before.signals);
        }
        // A closed alarm takes none; the press raises a new alarm instead.
        else if (before.closed) expect(refusal?.code).toBe('gesloten');
        else if (isHearsay(before, asked.unbelieved))
          expect(story.alarm.hearsay?.count).toBe((before.hearsay?.count ?? 0) + 1);
        else expect(story.alarm.signals.count).toBe(before.signals.count + 1);
      },
      ({ log, alarm }) => {
        const heard = log.filter(
          (event) => event.type === 'AlarmRaised' || event.type === 'SignalAdded',
        );
        const counted = heard.filter(({ data }) => data.signal.unbelieved !== 'refused');
        expect(alarm.signals.count).toBe(counted.length);
        const calls = counted.filter(({ data }) => callsForHelp(data.signal));
        expect(alarm.presses.count).toBe(calls.length);
      },
    );
  });

  test('an open alarm always has a deadline, a closed one never', () => {
    always((before, { story: { alarm } }) => {
      if (alarm === before) return;
      expect(alarm.deadlines.length > 0).toBe(alarm.closed === null);
      expect(new Set(alarm.deadlines.map(({ kind }) => kind)).size).toBe(alarm.deadlines.length);
    });
  });

  test('a refusal, and a yes without facts, change nothing', () => {
    always((before, { story, facts, refusal }) => {
      if (facts.length === 0 && story.alarm !== before) expect(story.alarm).toBe(before);
      if (refusal && facts.length > 0) expect(facts).toEqual([]);
    });
  });

  test('a closed alarm changes only by what is late, by looking back, or by reopening', () => {
    const may = [
      'NoteAdded',
      'NoteCorrected',
      'PositionAdded',
      'EffectFailed',
      'NoticeSettled',
      'AlarmReopened',
      'MarkerAdded',
      'SoundStarted',
      'SoundResumed',
      'SoundLost',
      'SoundEnded',
      'SegmentStored',
      'SoundMeasured',
      'RecordingErased',
      'RecordingHeld',
      'RecordingReleased',
      'PlaybackRequested',
      'LinkRevoked',
      'LinkViewed',
    ];
    always((before, { facts, story }) => {
      if (!before.closed) return;
      for (const { type } of facts) expect(may).toContain(type);
      if (facts.some(({ type }) => type === 'AlarmReopened')) return;
      const { closed, ownership, verification, times, deadlines, listeners, listened } = before;
      expect(story.alarm).toMatchObject({
        closed,
        ownership,
        verification,
        times,
        deadlines,
        listeners,
        listened,
      });
    });
  });

  test('a recording is never forgotten, nor does a segment or a gap of it come twice', () => {
    always(
      (before, { story: { alarm } }) => {
        if (alarm === before) return;
        const ids = alarm.sound.recordings.map(({ recordingId }) => recordingId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.slice(0, before.sound.recordings.length)).toEqual(
          before.sound.recordings.map(({ recordingId }) => recordingId),
        );
      },
      ({ log }) => {
        const segments = log.flatMap((event) =>
          event.type === 'SegmentStored' ? [`${event.data.recordingId} ${event.data.index}`] : [],
        );
        expect(new Set(segments).size).toBe(segments.length);
      },
    );
  });

  test('listening time is never more than its owners listened, and never shrinks', () => {
    let listened = 0;
    always((before, { story: { alarm }, facts }) => {
      const { runningSince, milliseconds } = alarm.listened;
      expect(milliseconds).toBeGreaterThanOrEqual(before.listened.milliseconds);
      listened = Math.max(listened, milliseconds);
      // It grows by what ran, and by nothing else.
      const ran = before.listened.runningSince
        ? Date.parse(alarm.updatedAt) - Date.parse(before.listened.runningSince)
        : 0;
      expect(milliseconds - before.listened.milliseconds).toBeLessThanOrEqual(ran);
      if (runningSince === null) return;
      const owner = ownerOf(alarm);
      expect(alarm.listeners.find(({ by }) => by.id === owner?.id)?.hears).toBe('sound');
      expect(alarm.sound.status).toBe('receiving');
      expect(alarm.closed).toBeNull();
      if (facts.length > 0 && runningSince !== before.listened.runningSince)
        expect(runningSince).toBe(alarm.updatedAt);
    });
    // Otherwise nobody ever listened.
    expect(listened).toBeGreaterThan(30_000);
  });

  test('versions follow each other and time never goes back', () => {
    always(
      () => {},
      ({ log }) => {
        log.forEach((event, index) => {
          expect(event.version).toBe(index + 1);
          if (index > 0) expect(event.at >= log[index - 1]!.at).toBe(true);
        });
      },
    );
  });

  test('a revision never falls, rises when its deadline moves, and only then', () => {
    always((before, { story: { alarm } }) => {
      if (alarm === before) return;
      for (const kind of deadlineKind.options) {
        const was = before.revisions[kind] ?? 0;
        const is = alarm.revisions[kind] ?? 0;
        expect(is).toBeGreaterThanOrEqual(was);
        const due = alarm.deadlines.find((deadline) => deadline.kind === kind);
        const dueBefore = before.deadlines.find((deadline) => deadline.kind === kind);
        if (due) expect(due.revision).toBe(is);
        if (due && dueBefore?.at === due.at) expect(due.revision).toBe(dueBefore.revision);
      }
    });
  });

  test('the log folds to the same alarm, also once its person is erased', () => {
    always(
      () => {},
      ({ log, alarm }) => {
        expect(fold(log)).toEqual(alarm);
        const erased = log.map((event) => ({ ...event, personal: null }) as typeof event);
        expect(fold(erased)).toEqual({ ...alarm, personal: null });
      },
    );
  });

  test('erased in the middle of its life it goes on without its person', () => {
    always(
      () => {},
      ({ log, alarm }) => {
        const middle = Math.floor(log.length / 2);
        const half = fold(log.slice(0, middle + 1));
        const rest = log.slice(middle + 1);
        const folded = rest.reduce(evolve, half && { ...half, personal: null })!;
        expect(folded).toEqual({ ...alarm, personal: null });
      },
    );
  });

  test('no stage of the clock is ever moved; only reopening takes the closing away', () => {
    let moved = 0;
    const judge: Judge = (before, { story: { alarm }, facts }) => {
      if (alarm === before) return;
      const isWithdrawn = facts.some(({ type }) => type === 'PoliceStatusWithdrawn');
      for (const [stage, at] of Object.entries(before.times)) {
        if (stage === 'closed' && !alarm.closed) continue;
        const now = alarm.times[stage as keyof typeof alarm.times];
        if (now === at) continue;
        // What was not so is no stage: it comes later, or has not come.
        moved += 1;
        expect(isWithdrawn).toBe(true);
        expect(['handed-over', 'police-confirmed', 'on-scene']).toContain(stage);
        if (now !== undefined) expect(now > at).toBe(true);
      }
    };
    always(judge, () => {}, 1000);
    // Otherwise none was ever withdrawn.
    expect(moved).toBeGreaterThan(0);
  });

  test('no action makes the wait shorter or turns a miss into a hit', () => {
    always((before, { story: { alarm } }, { second }) => {
      const now = new Date(Math.max(Date.parse(moment(second)), Date.parse(alarm.updatedAt)));
      expect(waitedMilliseconds(alarm, now)).toBeGreaterThanOrEqual(
        waitedMilliseconds(before, now),
      );
      const missed = ({ n, claimedInTime }: { n: number; claimedInTime: number }) =>
        n > claimedInTime;
      if (missed(claimedWithin([before], 30, now)))
        expect(missed(claimedWithin([alarm], 30, now))).toBe(true);
    });
  });

  test('the caller is never the owner', () => {
    always((before, { story: { alarm } }) => {
      if (alarm === before) return;
      if (alarm.caller) expect(alarm.caller.id).not.toBe(ownerOf(alarm)?.id);
    });
  });

  test('every deadline acts in the end: left alone, nothing due stays behind', () => {
    always(
      () => {},
      (story, second) => {
        const until = Math.max(
          second,
          (Date.parse(story.alarm.updatedAt) - Date.parse(moment(0))) / 1000,
        );
        story.fastForward(until);
        for (const { at } of story.alarm.deadlines)
          expect(Date.parse(at)).toBeGreaterThan(Date.parse(moment(until)));
      },
    );
  });
});
