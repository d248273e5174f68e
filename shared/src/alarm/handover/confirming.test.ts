// Who over there answered for it, what they say since, and that it is never taken back.
import { describe, expect, test } from 'vitest';
import { handedOver, owned } from '../../testing/begun.ts';
import {
  claimed,
  closedAs,
  secondPress,
  signalled,
  unverifiable,
  verified,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  button,
  dirk,
  given,
  moment,
  pressed,
  signal,
  system,
  withOtherResponder,
} from '../../testing/given.ts';
import {
  confirm,
  confirmed,
  decline,
  declined,
  incidentNumber,
  message,
  messaged,
  operator,
  policeReport,
  policeReported,
  policeText,
  policeWrote,
  possiblyFalse,
  prepared,
  report,
  send,
  sent,
} from '../../testing/handover-facts.ts';

const page = system('police-link');

describe('confirming', () => {
  test('by the name of somebody there and a number', () => {
    const story = handedOver();
    story.when(confirm, anna, 30).then(confirmed(anna));
    expect(story.alarm.handover).toMatchObject({
      status: 'confirmed',
      policeOperator: operator,
      incidentNumber,
      sent: { class: 'prio-1', by: { name: 'Anna' }, at: moment(10) },
    });
    expect(story.alarm.times['police-confirmed']).toBe(moment(30));
    story.when(confirm, anna, 31).refused('al-bevestigd');
    story.when(send('prio-1', 'second'), anna, 32).refused('al-bevestigd');
  });

  test('by telephone alone: telling is sending', () => {
    owned(at(8, anna, verified(anna)), at(9, anna, prepared(anna)))
      .when(confirm, anna, 30)
      .then(sent(anna), confirmed(anna));
    owned().when(confirm, anna, 30).then(sent(anna, 'assistance'), confirmed(anna));
    owned()
      .when({ ...confirm, class: 'prio-1' }, anna, 30)
      .refused('niet-geverifieerd');
  });
});

describe('what the police say', () => {
  test.each([
    ['under-way', 'under-way'],
    ['on-scene', 'on-scene'],
    ['not-found', 'not-found'],
    ['safe', 'done'],
    ['closed', 'done'],
  ] as const)('%s', (status, becomes) => {
    const story = handedOver(confirmed(anna));
    story.when(report(status, 40), anna, 45).then(policeReported(status, 40, anna));
    expect(story.alarm.handover).toMatchObject({ status: becomes, incidentNumber, at: moment(45) });
    expect(story.alarm.policeReports).toEqual([
      {
        version: 6,
        status,
        statedAt: moment(40),
        enteredAt: moment(45),
        via: 'telephone',
        operator,
        reference: null,
      },
    ]);
  });

  test('received, without a number, is no confirmation; with one it is', () => {
    const story = handedOver();
    story.when(policeReport('received', 12), page, 12).then(policeReported('received', 12));
    expect(story.alarm.handover.status).toBe('sent');
    story
      .when(policeReport('received', 20, '77'), page, 20)
      .then(policeReported('received', 20, null, '77'));
    expect(story.alarm.handover).toMatchObject({ status: 'confirmed', incidentNumber: '77' });
    expect(story.alarm.times['police-confirmed']).toBe(moment(20));
  });

  test('a unit that is sooner than its control room: the number may follow', () => {
    const story = handedOver();
    story.when(policeReport('under-way', 15), page, 15).accepted();
    expect(story.alarm.handover).toMatchObject({ status: 'under-way', incidentNumber: null });
    story.when(confirm, anna, 30).then(confirmed(anna));
    expect(story.alarm.handover).toMatchObject({ status: 'under-way', incidentNumber });
  });

  test('told late, of an earlier moment: kept, and nothing goes back to it', () => {
    const story = handedOver(confirmed(anna));
    story.when(report('on-scene', 60), anna, 60).accepted();
    story.when(policeReport('under-way', 30), page, 90).then(policeReported('under-way', 30));
    expect(story.alarm.handover.status).toBe('on-scene');
    expect(story.alarm.policeReports).toHaveLength(2);
  });

  test('a queue that comes twice counts once', () => {
    const story = handedOver();
    story.when(policeReport('on-scene', 60), page, 60).accepted();
    story.when(policeReport('on-scene', 60), page, 61).changesNothing();
  });

  test('the clock is the server’s; what they say of an earlier moment stands beside it', () => {
    const story = handedOver();
    story.when(report('on-scene', 40), anna, 95).accepted();
    expect(story.alarm.times['on-scene']).toBe(moment(95));
    expect(story.alarm.policeReports[0]?.statedAt).toBe(moment(40));
  });

  test.each([
    ['in the future', 60],
    ['before the press', -1],
  ])('a moment %s is none', (_what, second) => {
    handedOver().when(report('on-scene', second), anna, 40).refused('moment-klopt-niet');
    handedOver().when(policeReport('on-scene', second), page, 40).refused('moment-klopt-niet');
  });

  test('of what was never handed over, or is closed, the page says nothing', () => {
    owned().when(policeReport('under-way', 9), page, 9).refused('nog-niet-doorgemeld');
    const closed = handedOver(policeReported('safe', 12), closedAs('real-incident', anna));
    closed.when(policeReport('under-way', 20), page, 20).refused('gesloten');
    closed.when(policeText, page, 20).refused('gesloten');
  });

  test('in their own words', () => {
    const story = handedOver();
    story.when(policeText, page, 20).then(policeWrote);
    expect(story.alarm.personal?.policeTexts).toEqual({ [story.alarm.version]: 'welke ingang?' });
  });
});

describe('a handover is never taken back', () => {
  test('further messages follow it', () => {
    owned().when(message, anna, 9).refused('nog-niet-doorgemeld');
    const story = handedOver();
    story.when(message, anna, 20).then(messaged(anna));
    expect(story.alarm.personal?.policeTexts).toEqual({ [story.alarm.version]: 'twee personen' });
  });

  const ends = { cancel: signal('cancel'), restore: signal('restore', { restores: 'panic' }) };

  test.each(Object.entries(ends))('%s: the police hear of it and decide', (_kind, end) => {
    const story = handedOver(confirmed(anna));
    const { ownership, verification, handover, closed } = story.alarm;
    story
      .when(secondPress(20, 1002, end), button, 20)
      .then(signalled(end, 1002, 20), possiblyFalse);
    expect(story.alarm).toMatchObject({ ownership, verification, handover, closed });
    expect(story.alarm.policeMessages).toMatchObject([{ why: 'possibly-false', by: null }]);
  });

  test('said again it is told once, until somebody presses again', () => {
    const story = handedOver();
    const end = ends.restore;
    story
      .when(secondPress(20, 1002, end), button, 20)
      .then(signalled(end, 1002, 20), possiblyFalse);
    story.when(secondPress(21, 1003, end), button, 21).then(signalled(end, 1003, 21));
    story.when(secondPress(22, 1004), button, 22);
    story
      .when(secondPress(23, 1005, end), button, 23)
      .then(signalled(end, 1005, 23), possiblyFalse);
  });

  test('what ends is a flat battery, or a trouble, and the police hear of nothing', () => {
    for (const end of [signal('restore'), signal('restore', { restores: 'low-battery' })])
      handedOver()
        .when(secondPress(20, 1002, end), button, 20)
        .then(signalled(end, 1002, 20));
  });

  test.each([
    ['before the handover', owned()],
    ['once the police are done', handedOver(policeReported('safe', 12))],
  ])('a cancel %s is a signal and no message', (_when, story) => {
    story
      .when(secondPress(20, 1002, signal('cancel')), button, 20)
      .then(signalled(signal('cancel'), 1002, 20));
  });
});

describe('not handing over', () => {
  test('what is not verifiable: a supervisor, with a reason', () => {
    const story = owned(at(8, anna, unverifiable(anna)));
    story.when(decline, anna, 9).refused('rol-mag-niet');
    story.when(decline, dirk, 9).then(declined(dirk));
    expect(story.alarm.declined).toMatchObject({ by: { name: 'Dirk' } });
    // It may still be decided otherwise.
    story
      .when({ ...confirm, class: 'assistance' }, anna, 20)
      .then(sent(anna, 'assistance'), confirmed(anna));
    expect(story.alarm.declined).toBeNull();
  });

  test('to another responder: only where the contract named one when it was pressed', () => {
    const passedOn = { ...decline, toOtherResponder: true } as const;
    const agreed = pressed(withOtherResponder('Beveiliging Noord'));
    const judged = [at(5, anna, claimed(anna)), at(8, anna, unverifiable(anna))];
    const story = given(agreed, ...judged);
    story.when(passedOn, anna, 9).refused('rol-mag-niet');
    story.when(passedOn, dirk, 9).accepted();
    expect(story.alarm.declined).toMatchObject({ otherResponder: 'Beveiliging Noord' });
    given(pressed(), ...judged)
      .when(passedOn, dirk, 9)
      .refused('geen-andere-hulpverlener');
  });

  test('what is verified is never kept from them', () => {
    owned(at(8, anna, verified(anna)))
      .when(decline, dirk, 9)
      .refused('niet-onverifieerbaar');
  });
});
