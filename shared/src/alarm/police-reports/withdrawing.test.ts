// "That status was wrong": a new event, after which the alarm is what it would be without it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../../municipality/incident.ts';
import { claimed, close, noted, secondPress } from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  given,
  member,
  moment,
  pressed,
  system,
} from '../../testing/given.ts';
import {
  callerJoined,
  confirmed,
  operator,
  policeReport,
  policeReported,
  policeWithdrawn,
  report,
  sent,
  withdraw,
} from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';
import { policeStatus } from './state.ts';

const page = system('police-link');
/** Versions 1 to 4: pressed, claimed, sent, confirmed. */
const told = () =>
  given(pressed(), at(5, anna, claimed(anna)), at(10, anna, sent(anna), confirmed(anna)));
const reason = 'verkeerde melding';

describe('a status that was wrong', () => {
  it('is withdrawn by a new event that says which, who and why, and stays in sight', () => {
    const story = told();
    story.when(report('on-scene', 60), anna, 60).accepted();
    story.when(withdraw(5), anna, 70).then({
      type: 'PoliceStatusWithdrawn',
      data: { version: 5, by: member(anna) },
      personal: { reason },
    });
    const { policeReports, handover, personal, times } = story.alarm;
    expect(policeReports).toEqual([
      {
        version: 5,
        status: 'on-scene',
        statedAt: moment(60),
        enteredAt: moment(60),
        via: 'telephone',
        operator,
        reference: null,
        withdrawn: { version: 6, by: member(anna), at: moment(70) },
      },
    ]);
    expect(personal?.policeTexts?.[6]).toBe(reason);
    expect(handover).toMatchObject({ status: 'confirmed', at: moment(10) });
    expect(times['on-scene']).toBeUndefined();
    expect(factsOf(story.alarm).times['on-scene']).toBeUndefined();
  });

  it('leaves what the others say: the next one of them counts, in its own moment', () => {
    const story = told();
    story.when(report('on-scene', 20), anna, 20).accepted();
    story.when(policeReport('on-scene', 90), page, 90).accepted();
    story.when(withdraw(5), anna, 100).accepted();
    expect(story.alarm.handover).toMatchObject({ status: 'on-scene', at: moment(90) });
    expect(story.alarm.times['on-scene']).toBe(moment(90));
    expect(factsOf(story.alarm).times['on-scene']).toBe(moment(90));
  });

  it('"safe" that was not: the alarm is open with the police again, and asks for news', () => {
    const story = told();
    story.when(report('under-way', 30), anna, 30).accepted();
    story.when(report('safe', 40), anna, 40).accepted();
    expect(story.alarm.deadlines.map(({ kind }) => kind)).not.toContain('police-silent');
    story.when(withdraw(6), anna, 50).accepted();
    expect(story.alarm.handover.status).toBe('under-way');
    expect(story.alarm.deadlines).toContainEqual(
      expect.objectContaining({ kind: 'police-silent', at: moment(30 + 300) }),
    );
    story.when(close('real-incident'), anna, 60).refused('politie-nog-bezig');
  });

  it('the only word of them: it is sent and unanswered, and the control room is called', () => {
    const story = given(pressed(), at(5, anna, claimed(anna)), at(10, anna, sent(anna)));
    story.when(policeReport('under-way', 20), page, 20).accepted();
    expect(story.alarm.times['handed-over']).toBe(moment(20));
    story.when(withdraw(4), anna, 30).accepted();
    expect(story.alarm.handover).toMatchObject({ status: 'sent', at: moment(10) });
    expect(story.alarm.times['handed-over']).toBeUndefined();
    expect(story.alarm.deadlines).toContainEqual(
      expect.objectContaining({ kind: 'handover-unconfirmed', at: moment(70) }),
    );
  });

  it('what they pressed by mistake themselves goes the same way, and their queue brings it not back', () => {
    const story = told();
    story.when(policeReport('not-found', 60), page, 60).accepted();
    story.when(withdraw(5), anna, 70).accepted();
    story.when(policeReport('not-found', 60), page, 80).then();
    expect(story.alarm.handover.status).toBe('confirmed');
    // Said anew it counts.
    story.when(policeReport('not-found', 85), page, 90).accepted();
    expect(story.alarm.handover.status).toBe('not-found');
  });

  it('withdrawn by mistake it is said again by telephone, in the same words', () => {
    const story = told();
    story.when(report('on-scene', 60), anna, 60).accepted();
    story.when(withdraw(5), anna, 70).accepted();
    story.when(report('on-scene', 60), anna, 80).accepted();
    expect(story.alarm.handover.status).toBe('on-scene');
  });

  it('is for who is at work on it, and of an alarm that is open', () => {
    const story = told();
    story.when(withdraw(5), anna, 15).refused('politiestatus-onbekend');
    story.when(report('on-scene', 20), anna, 20).accepted();
    story.when(withdraw(4), anna, 30).refused('politiestatus-onbekend');
    story.when(withdraw(5), bram, 30).refused('niet-van-u', { owner: 'Anna' });
    story.add([callerJoined(bram)], bram, 40);
    story.when(withdraw(5), bram, 50).accepted();
    // Two at once: the second one has nothing left to say.
    story.add([policeReported('safe', 60, anna)], anna, 60);
    story.when(withdraw(5), anna, 61).then();
    story.when(close('real-incident'), anna, 70).accepted();
    story.when(withdraw(8), anna, 80).refused('gesloten');
  });

  it('of a case that began anew since, its line alone', () => {
    const story = told();
    story.add([policeReported('on-scene', 20, anna), policeReported('safe', 21, anna)], anna, 22);
    story.when(secondPress(40), button, 40).accepted();
    const { handover } = story.alarm;
    expect(handover.status).toBe('none');
    story.when(withdraw(6), anna, 50).accepted();
    expect(story.alarm.handover).toEqual(handover);
    story.when(withdraw(5), anna, 51).accepted();
    expect(story.alarm.times['on-scene']).toBeUndefined();
  });

  it('folds to what it would be without it', () => {
    const said = fc.oneof(
      fc
        .tuple(
          fc.constantFrom(...policeStatus.options),
          fc.integer({ min: 10, max: 60 }),
          fc.boolean(),
          fc.constantFrom(null, null, '2026-9'),
        )
        .map(([status, second, byPhone, reference]) =>
          policeReported(status, second, byPhone ? anna : null, reference),
        ),
      fc.constant(confirmed(anna)),
    );
    const ofState = (facts: readonly AlarmFact[]) => {
      const story = given(pressed(), at(5, anna, claimed(anna)), at(10, anna, sent(anna)));
      for (const [index, fact] of facts.entries()) story.add([fact], anna, 20 + index);
      const { handover, times, deadlines, policeReports, closingProposed } = story.alarm;
      return {
        handover,
        times,
        closingProposed,
        deadlines: deadlines.map(({ kind, at: due }) => [kind, due]),
        standing: policeReports.filter((each) => !each.withdrawn),
      };
    };
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 8 }), fc.nat(), (facts, any) => {
        const reports = facts.flatMap(({ type }, index) =>
          type === 'PoliceStatusReported' ? [index] : [],
        );
        const wrong = reports[any % reports.length];
        if (wrong === undefined) return;
        const before = facts.length - (any % (facts.length - wrong));
        // 1 to 3 are pressed, claimed and sent.
        const withIt = facts.toSpliced(before, 0, policeWithdrawn(wrong + 4, anna));
        const without = facts.toSpliced(before, 0, noted(anna)).with(wrong, noted(anna));
        expect(ofState(withIt)).toEqual(ofState(without));
      }),
      { numRuns: 1000 },
    );
  });
});
