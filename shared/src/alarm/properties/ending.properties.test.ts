// How an alarm ends and what the police are told of it, whoever asks for what at whatever moment.
import { describe, expect, test } from 'vitest';
import { moment } from '../../testing/given.ts';
import { confirm, report } from '../../testing/handover-facts.ts';
import { whyNot } from '../actions.ts';
import type { PersonCommand } from '../commands.ts';
import { decide } from '../decide.ts';
import { handoverFormOf } from '../handover/form.ts';
import { listenedMilliseconds } from '../sound/state.ts';
import { ownerOf } from '../ownership/state.ts';
import { handoverClass, isPassedOn } from '../handover/state.ts';
import { always, people, type Judge } from '../../testing/lives.ts';

describe('whatever happens', () => {
  // Few lives get as far as these, so many are lived; once, for all three.
  test('what seldom happens: closings, before and after the police were told, and what is called loos', () => {
    const closed = { alone: 0, byTwo: 0, supervisor: 0 };
    const closedAfterwards = { done: 0, byTwo: 0, supervisor: 0 };
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
        closed.byTwo += 1;
        expect(confirmedBy.id).not.toBe(by.id);
        if (!hasListened && before.sound.recordings.length > 0) {
          expect(actor).toMatchObject({ role: 'supervisor' });
          expect(before.sound.status).not.toBe('receiving');
        }
      }
    };

    // Once the police were told: closed on their word, by two where nobody was found, or by a supervisor.
    const closesOncePassedOn: Judge = (before, { facts }, { actor, second }) => {
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
        closedAfterwards.byTwo += 1;
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
        closesOncePassedOn(before, answer, asked);
        isLoosOnAHeardWord(before, answer, asked);
      },
      () => {},
      6000,
    );
    // Otherwise the rules were never put to the test.
    expect(closed.alone).toBeGreaterThan(2);
    expect(closed.byTwo).toBeGreaterThan(2);
    expect(closed.supervisor).toBeGreaterThan(0);
    expect(closedAfterwards.done).toBeGreaterThan(2);
    expect(closedAfterwards.byTwo).toBeGreaterThan(0);
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
});
