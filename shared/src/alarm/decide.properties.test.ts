// Whatever anybody does to an alarm, in whatever order, at whatever moment: what must always hold.
import { describe, expect, test } from 'vitest';
import { claimedWithin, waitedMilliseconds } from '../clock-stages.ts';
import { moment } from '../testing/given.ts';
import { confirm, report } from '../testing/handover-facts.ts';
import { isHearsay } from './signals/belief.ts';
import { whyNot } from './actions.ts';
import type { PersonCommand } from './commands.ts';
import { decide } from './decide.ts';
import { alarmEvent } from './events.ts';
import { evolve, fold } from './evolve.ts';
import { handoverFormOf } from './handover/form.ts';
import { callsForHelp } from './joining.ts';
import { listenedMilliseconds } from './sound/state.ts';
import { ownerOf } from './ownership/state.ts';
import { handoverClass, isPassedOn } from './handover/state.ts';
import { deadlineKind } from './deadlines/state.ts';
import { alarm as alarmSchema, statusOf } from './state.ts';
import { always, people, type Judge } from '../testing/lives.ts';

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
    always((before, { story: { alarm } }) => {
      if (alarm === before) return;
      for (const [stage, at] of Object.entries(before.times))
        if (stage !== 'closed' || alarm.closed)
          expect(alarm.times[stage as keyof typeof alarm.times]).toBe(at);
    });
  });

  test('no action makes the wait shorter or turns a miss into a hit', () => {
    always((before, { story: { alarm } }, { second }) => {
      const now = new Date(Math.max(Date.parse(moment(second)), Date.parse(alarm.updatedAt)));
      expect(waitedMilliseconds(alarm, now)).toBeGreaterThanOrEqual(
        waitedMilliseconds(before, now),
      );
      const missed = ({ n, within }: { n: number; within: number }) => n > within;
      if (missed(claimedWithin([before], 30, now)))
        expect(missed(claimedWithin([alarm], 30, now))).toBe(true);
    });
  });

  // Few lives get as far as these, so many are lived; once, for all three.
  test('what seldom happens: closings, before and after the police were told, and what is called loos', () => {
    const closed = { alone: 0, together: 0, supervisor: 0 };
    const closedAfterwards = { done: 0, together: 0, supervisor: 0 };
    let byWord = 0;

    // A real duress closes harmless on its ground, after listening or by two; otherwise by a supervisor.
    const closesOnItsGround: Judge = (before, { facts }, { actor, second }) => {
      for (const fact of facts) {
        if (fact.type !== 'AlarmClosed' || before.mode !== 'real') continue;
        if (before.kind !== 'duress' && before.kind !== 'missed-check') continue;
        const { outcome: result, by, confirmedBy } = fact.data;
        // What the police were told of has rules of its own, below.
        if (isPassedOn(before)) continue;
        const isHarmless = ['false-accident', 'false-technical', 'unannounced-test'].includes(
          result,
        );
        if (!isHarmless) {
          closed.supervisor += 1;
          expect(before.steps.filter((step) => step.required && step.status === 'open')).toEqual(
            [],
          );
          expect(actor).toMatchObject({ role: 'supervisor', id: by.id });
          expect(fact.personal?.summary).not.toBe('');
          continue;
        }
        expect(before.verification.status).toBe('false-pending');
        if (before.verification.status !== 'false-pending') continue;
        const { ground } = before.verification;
        // Its word was agreed, or there was none to ask for.
        if (ground !== 'trusted-person')
          expect(before.plan.codeWordAgreed).toBe(ground === 'code-word');
        const now = new Date(moment(second));
        const hasListened = listenedMilliseconds(before, now) >= 30_000;
        if (confirmedBy === null) {
          closed.alone += 1;
          expect(hasListened).toBe(true);
          expect(ground).not.toBe('second-person');
          continue;
        }
        closed.together += 1;
        expect(confirmedBy.id).not.toBe(by.id);
        if (!hasListened && before.sound.recordings.length > 0) {
          expect(actor).toMatchObject({ role: 'supervisor' });
          expect(before.sound.status).not.toBe('receiving');
        }
      }
    };

    // Once the police were told: closed on their word, by two where nobody was found, or by a supervisor.
    const closesOnceTold: Judge = (before, { facts }, { actor, second }) => {
      for (const fact of facts) {
        if (fact.type !== 'AlarmClosed' || before.mode !== 'real') continue;
        if (before.kind !== 'duress' && before.kind !== 'missed-check') continue;
        if (!isPassedOn(before)) continue;
        if (actor.type === 'person' && actor.role === 'supervisor' && fact.personal?.summary) {
          closedAfterwards.supervisor += 1;
          continue;
        }
        if (before.handover.status === 'done') {
          closedAfterwards.done += 1;
          expect(ownerOf(before)).toMatchObject({ id: actor.type === 'person' && actor.id });
          continue;
        }
        closedAfterwards.together += 1;
        expect(before.handover.status).toBe('not-found');
        expect(fact.data.confirmedBy).not.toBeNull();
        expect(fact.data.confirmedBy?.id).not.toBe(fact.data.by.id);
        if (before.handover.status !== 'not-found') continue;
        const waited = Date.parse(moment(second)) - Date.parse(before.handover.at);
        expect(waited).toBeGreaterThanOrEqual(120_000);
      }
    };

    // No duress is called loos on a word that nobody heard, or after a wrong one.
    const isLoosOnAHeardWord: Judge = (before, { facts }) => {
      for (const fact of facts) {
        if (fact.type !== 'FalseAlarmProposed') continue;
        expect(before.words.duressAt).toBeNull();
        if (fact.data.ground !== 'code-word') continue;
        byWord += 1;
        expect(before.words.codeWordAt).not.toBeNull();
      }
    };

    always(
      (before, answer, asked) => {
        closesOnItsGround(before, answer, asked);
        closesOnceTold(before, answer, asked);
        isLoosOnAHeardWord(before, answer, asked);
      },
      () => {},
      6000,
    );
    // Otherwise the rules were never put to the test.
    expect(closed.alone).toBeGreaterThan(2);
    expect(closed.together).toBeGreaterThan(2);
    expect(closed.supervisor).toBeGreaterThan(2);
    expect(closedAfterwards.done).toBeGreaterThan(2);
    expect(closedAfterwards.together).toBeGreaterThan(0);
    expect(closedAfterwards.supervisor).toBeGreaterThan(2);
    expect(byWord).toBeGreaterThan(2);
  });

  test('only a person tells the police, and what they were told stays told until they are done', () => {
    always((before, { facts, story }, { actor }) => {
      if (facts.some(({ type }) => type === 'HandoverSent' || type === 'UpgradeSent'))
        expect(actor.type).toBe('person');
      if (!isPassedOn(before) || before.handover.status === 'done') return;
      expect(isPassedOn(story.alarm)).toBe(true);
    });
  });

  test('D2 no state of the handover is a dead end: whatever the form offers is taken', () => {
    const offered = { handover: 0, upgrade: 0, news: 0 };
    always((_before, { story: { alarm } }, { second }) => {
      const owner = ownerOf(alarm);
      const person = people.find(({ id }) => id === owner?.id);
      if (alarm.closed || !person || whyNot(alarm, person, 'StartHandover')) return;
      const now = new Date(Math.max(Date.parse(moment(second)), Date.parse(alarm.updatedAt)));
      for (const chosen of [null, ...handoverClass.options]) {
        const form = handoverFormOf(alarm, chosen);
        offered[form.asks] += 1;
        const overrideReason = form.needsReason ? 'een reden' : null;
        const asked: PersonCommand =
          form.asks === 'news'
            ? { ...report('received', 0, 'nieuw'), statedAt: now.toISOString() }
            : { ...confirm, expectedVersion: alarm.version, class: form.class, overrideReason };
        const answer = decide(alarm, asked, person, now);
        expect(answer.status, `${form.asks} ${JSON.stringify(alarm.handover)}`).toBe('accepted');
        expect(answer.status === 'accepted' && answer.facts.length > 0).toBe(true);
      }
    });
    for (const times of Object.values(offered)) expect(times).toBeGreaterThan(2);
  });

  test('a control room is told by data once a case, and again only after it failed', () => {
    let told = 0;
    always((before, { facts }) => {
      const sent = facts.find(({ type }) => type === 'HandoverSent' || type === 'UpgradeSent');
      if (sent?.type !== 'HandoverSent' && sent?.type !== 'UpgradeSent') return;
      if (!sent.data.withData) return;
      told += 1;
      const { dataNotice } = before;
      const isSame =
        dataNotice?.regionCode === sent.data.route.regionCode &&
        dataNotice.class === ('class' in sent.data ? sent.data.class : 'prio-1');
      if (isSame) expect(dataNotice.status).toBe('failed');
    });
    expect(told).toBeGreaterThan(0);
  });

  test('while NIET BELLEN stands, nobody who may be in the room is called', () => {
    let refused = 0;
    always((before, { facts, refusal }, { asked, lookedUp }) => {
      if (refusal?.code === 'niet-bellen') refused += 1;
      if (asked.type !== 'AddCallAttempt' || before.calling.status === 'allowed') return;
      if (asked.contactId === null || lookedUp.contact?.mayBeInvolved) expect(facts).toEqual([]);
    });
    expect(refused).toBeGreaterThan(2);
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
