// How an alarm gets to the police, and what they answer (domain: "Handover to the police").
import { describe, expect, test } from 'vitest';
import {
  calledFalse,
  claimed,
  close,
  closedAs,
  effectFailed,
  hearing,
  listening,
  secondPress,
  signalled,
  soundStarted,
  stoppedListening,
  takenOver,
  unverifiable,
  verified,
  verify,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  dirk,
  given,
  member,
  moment,
  pressed,
  signal,
  system,
  withSound,
} from '../../testing/given.ts';
import {
  calling,
  ringOff,
  rungOff,
  callerJoined,
  callerLeft,
  confirm,
  confirmed,
  decline,
  declined,
  incidentNumber,
  joinAsCaller,
  leaveAsCaller,
  linkRevoked,
  linkShared,
  linkViewed,
  message,
  messaged,
  noticeReported,
  noticeSettled,
  operator,
  pageViewed,
  policeReport,
  policeSaid,
  policeText,
  policeWrote,
  possiblyFalse,
  prepared,
  readBack,
  report,
  revokeLink,
  send,
  sendWithData,
  sent,
  sentWithData,
  shareLink,
  startHandover,
  swapped,
  swapRoles,
  tick,
} from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';
import { handoverFormOf } from './form.ts';
import { statusOf } from '../state.ts';

const page = system('police-link');
const owned = (...rest: Parameters<typeof given>) =>
  given(pressed(), at(5, anna, claimed(anna)), ...rest);
const handedOver = (...rest: AlarmFact[]) =>
  owned(at(8, anna, verified(anna)), at(10, anna, sent(anna), ...rest));

describe('the script', () => {
  test('opens at any moment, before anything was judged; once is enough', () => {
    const story = owned();
    story.when(startHandover, anna, 6).then(prepared(anna));
    story.when(startHandover, anna, 7).changesNothing();
    handedOver().when(startHandover, anna, 12).changesNothing();
  });

  test('is ticked field by field as it is read back', () => {
    const story = owned(at(6, anna, prepared(anna)));
    story.when(tick('where'), anna, 7).then(readBack(anna, 'where'));
    story.when(tick('where'), anna, 8).changesNothing();
    story.when(tick('who'), anna, 9).accepted();
    expect(story.alarm.readBack).toEqual(['where', 'who']);
    story.when(tick('where', false), anna, 10).then(readBack(anna, 'where', false));
    expect(story.alarm.readBack).toEqual(['who']);
  });
});

describe('the class', () => {
  test('verified: Prio 1', () => {
    owned(at(8, anna, verified(anna)))
      .when(send('prio-1'), anna, 9)
      .then(calling(anna, 'prio-1'));
  });

  test.each([
    ['nothing judged', []],
    ['not verifiable', [unverifiable(anna)]],
  ] as [string, AlarmFact[]][])('%s: assistance, which is always possible', (_what, judged) => {
    owned(at(8, anna, ...judged))
      .when(send('assistance'), anna, 9)
      .then(calling(anna, 'assistance'));
    owned(at(8, anna, ...judged))
      .when(send('prio-1'), anna, 9)
      .refused('niet-geverifieerd');
  });

  test('another class than that takes a reason, which is kept', () => {
    owned()
      .when(send('prio-1', 'first', 'wapen gezien'), anna, 9)
      .then({ ...calling(anna, 'prio-1'), personal: { reason: 'wapen gezien' } } as AlarmFact);
    owned(at(8, anna, verified(anna)))
      .when(send('assistance'), anna, 9)
      .refused('toelichting-ontbreekt');
  });
});

describe('sending', () => {
  test('the same way twice is once; another route is the next attempt', () => {
    const story = handedOver();
    story.when(send(), anna, 20).refused('al-doorgemeld', { by: 'Anna', at: moment(10) });
    story.when(send('prio-1', 'second'), anna, 70).then(sent(anna, 'prio-1', 'second'));
    story.when(send('prio-1', '112'), anna, 130).then(sent(anna, 'prio-1', '112'));
    expect(story.alarm.times['handed-over']).toBeUndefined();
    story.when(confirm, anna, 140).accepted();
    expect(story.alarm.times['handed-over']).toBe(moment(140));
  });

  test('two who send at once: the second one is told', () => {
    const story = owned(at(6, bram, callerJoined(bram)), at(8, anna, verified(anna)));
    const seen = { ...send(), expectedVersion: story.alarm.version };
    story.when(seen, bram, 10).accepted();
    story.when(seen, anna, 10).refused('tussentijds-gewijzigd', { version: story.alarm.version });
  });

  test('a judgement that changed meanwhile is seen first', () => {
    const story = owned();
    const seen = { ...send('assistance'), expectedVersion: story.alarm.version };
    story.when(verify, anna, 8).accepted();
    story.when(seen, anna, 9).refused('tussentijds-gewijzigd', { version: story.alarm.version });
  });
});

describe('E4 by telephone alone', () => {
  const judged = () => owned(at(8, anna, verified(anna)));

  test('somebody is on the line: nothing is handed over, and the time for it runs on', () => {
    const story = judged();
    story.when(send(), anna, 10).then(calling(anna));
    expect(story.alarm.handover).toMatchObject({ status: 'calling', class: 'prio-1' });
    expect(statusOf(story.alarm)).toBe('claimed');
    expect(story.alarm.times['handed-over']).toBeUndefined();
    expect(story.deadlines).toContainEqual([28, 'verified-not-handed-over']);
    story.when(send(), anna, 11).changesNothing();
    story.when(message, anna, 12).refused('nog-niet-doorgemeld');
  });

  test('only the call that was confirmed by name hands it over', () => {
    const story = judged();
    story.when(send(), anna, 10).accepted();
    story.when(confirm, anna, 40).then(sent(anna), confirmed(anna));
    expect(statusOf(story.alarm)).toBe('handed-over');
    expect(story.alarm.times).toMatchObject({
      'handed-over': moment(40),
      'police-confirmed': moment(40),
    });
  });

  test('another number is another call; rung off, it is as before', () => {
    const story = judged();
    story.when(ringOff, anna, 9).changesNothing();
    story.when(send(), anna, 10).accepted();
    story.when(send('prio-1', 'second'), anna, 20).then(calling(anna, 'prio-1', 'second'));
    story.when(ringOff, anna, 30).then(rungOff(anna));
    expect(story.alarm.handover).toEqual({ status: 'prepared', by: member(anna), at: moment(30) });
  });

  test('verified during the call: it is confirmed as Prio 1, and no reason is asked', () => {
    const story = owned();
    story.when(send('assistance'), anna, 10).accepted();
    story.when(verify, anna, 20).accepted();
    story.when(confirm, anna, 30).then(sent(anna, 'assistance'), confirmed(anna));
    const other = owned(at(10, anna, calling(anna, 'assistance')), at(20, anna, verified(anna)));
    expect(handoverFormOf(other.alarm, null)).toMatchObject({
      class: 'prio-1',
      needsReason: false,
    });
    other.when({ ...confirm, class: 'prio-1' }, anna, 30).then(sent(anna), confirmed(anna));
  });

  test('a call about what nobody judged is confirmed within its minute, or every desk is told', () => {
    const story = owned(at(10, anna, calling(anna, 'assistance')));
    expect(story.deadlines).toContainEqual([70, 'handover-unconfirmed']);
  });

  test('a press that turns out harmless during the call needs no police to close it', () => {
    const story = owned(at(10, anna, calling(anna, 'assistance')), at(12, anna, calledFalse(anna)));
    story.when(close('false-accident'), bram, 20).accepted();
  });

  test('by data it is sent, and handed over when somebody there says so', () => {
    const story = judged();
    story.when(sendWithData(), anna, 10).then(sentWithData(anna));
    expect(statusOf(story.alarm)).toBe('claimed');
    expect(story.alarm.times['handed-over']).toBeUndefined();
    // A unit that is on its way has it.
    story.when(policeReport('under-way', 15), page, 15).accepted();
    expect(statusOf(story.alarm)).toBe('handed-over');
    expect(story.alarm.times['handed-over']).toBe(moment(15));
  });
});

describe('by data, beside the telephone', () => {
  const verifiedOne = () => owned(at(8, anna, verified(anna)));
  const outbox = system('outbox');
  const gaveUp = { ...effectFailed, effectKind: 'police-webhook' } as const;

  test('goes only where it is asked for', () => {
    const story = verifiedOne();
    story.when(send(), anna, 10).then(calling(anna));
    expect(story.alarm.dataNotice).toBeNull();
    const other = verifiedOne();
    other.when(sendWithData(), anna, 10).then(sentWithData(anna));
    expect(other.alarm.dataNotice).toMatchObject({ status: 'under-way', class: 'prio-1' });
    expect(other.alarm.handover).toMatchObject({ status: 'sent', channel: 'telephone' });
    expect(other.alarm.handover).not.toHaveProperty('withData');
  });

  test('a control room is told once, whichever of its numbers is tried', () => {
    const story = verifiedOne();
    story.when(sendWithData(), anna, 10).accepted();
    story.when(sendWithData(), anna, 20).refused('al-doorgemeld', { by: 'Anna', at: moment(10) });
    story.when(sendWithData('prio-1', 'second'), anna, 70).then(sent(anna, 'prio-1', 'second'));
    story.when(sendWithData('assistance', 'second', 'toch niet'), anna, 80).then({
      ...sentWithData(anna, 'assistance', 'second'),
      personal: { reason: 'toch niet' },
    } as AlarmFact);
  });

  test('how it went stands in the alarm, said once', () => {
    const story = verifiedOne();
    story.when(sendWithData(), anna, 10).accepted();
    const { version } = story.alarm;
    story.when(noticeReported(version, 'taken'), outbox, 11).then(noticeSettled(version, 'taken'));
    expect(story.alarm.dataNotice).toMatchObject({ status: 'taken', at: moment(11) });
    story.when(noticeReported(version, 'taken'), outbox, 12).changesNothing();
  });

  test('withheld is never silent, not of a later message either', () => {
    const story = verifiedOne();
    story.when(sendWithData(), anna, 10).accepted();
    const { version } = story.alarm;
    story
      .when(noticeReported(version, 'withheld'), outbox, 11)
      .then(noticeSettled(version, 'withheld'));
    expect(story.alarm.dataNotice?.status).toBe('withheld');
    story.when(message, anna, 12).accepted();
    const later = story.alarm.version;
    story.when(noticeReported(later, 'taken'), outbox, 13).changesNothing();
    story
      .when(noticeReported(later, 'withheld'), outbox, 13)
      .then(noticeSettled(later, 'withheld'));
    expect(story.alarm.dataNotice).toMatchObject({ version, status: 'withheld' });
  });

  test('given up: it says so, and may be sent again by the same way', () => {
    const story = verifiedOne();
    story.when(sendWithData(), anna, 10).accepted();
    story.when(effectFailed, outbox, 20).accepted();
    expect(story.alarm.dataNotice?.status).toBe('under-way');
    story.when(gaveUp, outbox, 130).accepted();
    expect(story.alarm.dataNotice?.status).toBe('failed');
    story.when(sendWithData(), anna, 140).then(sentWithData(anna));
  });

  test('pressed again after the police were done: it begins anew', () => {
    const story = verifiedOne();
    story.when(sendWithData(), anna, 10).accepted();
    story.when(report('safe', 30), anna, 31).accepted();
    story.when(secondPress(40), button, 40).accepted();
    expect(story.alarm.dataNotice).toBeNull();
  });
});

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
    story.when(report(status, 40), anna, 45).then(policeSaid(status, 40, anna));
    expect(story.alarm.handover).toMatchObject({ status: becomes, incidentNumber, at: moment(45) });
    expect(story.alarm.policeReports).toEqual([
      {
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
    story.when(policeReport('received', 12), page, 12).then(policeSaid('received', 12));
    expect(story.alarm.handover.status).toBe('sent');
    story
      .when(policeReport('received', 20, '77'), page, 20)
      .then(policeSaid('received', 20, null, '77'));
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
    story.when(policeReport('under-way', 30), page, 90).then(policeSaid('under-way', 30));
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
    const closed = handedOver(policeSaid('safe', 12), closedAs('real-incident', anna));
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
    ['once the police are done', handedOver(policeSaid('safe', 12))],
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

  test('what is verified is never kept from them', () => {
    owned(at(8, anna, verified(anna)))
      .when(decline, dirk, 9)
      .refused('niet-onverifieerbaar');
  });
});

describe('the page for the police', () => {
  test('is shared once it is handed over, looked at, and revoked', () => {
    owned().when(shareLink(900), anna, 9).refused('nog-niet-doorgemeld');
    const story = handedOver();
    story.when(shareLink(900), anna, 20).then(linkShared(anna, 900));
    story.when(shareLink(900), anna, 20).changesNothing();
    story.when(pageViewed, page, 30).then(linkViewed);
    story.when(pageViewed, page, 40).then(linkViewed);
    expect(story.alarm.policeLinks).toMatchObject([{ views: 2, lastViewedAt: moment(40) }]);
    story.when(revokeLink, anna, 50).then(linkRevoked(anna));
    story.when(revokeLink, anna, 51).changesNothing();
    expect(story.alarm.policeLinks).toMatchObject([{ revokedAt: moment(50) }]);
  });

  test('does not begin in the past', () => {
    handedOver().when(shareLink(19), anna, 20).refused('einde-in-verleden');
  });
});

describe('two on one alarm', () => {
  test('a colleague telephones while the owner listens', () => {
    const story = owned();
    story.when(joinAsCaller, anna, 6).refused('al-van-u');
    story.when(joinAsCaller, bram, 6).then(callerJoined(bram));
    story.when(joinAsCaller, bram, 7).changesNothing();
    story.when(joinAsCaller, dirk, 8).refused('beller-bezet', { caller: 'Bram' });
    story.when(leaveAsCaller, bram, 9).then(callerLeft(bram));
    expect(story.alarm.caller).toBeNull();
  });

  test('they swap, and neither loses the sound or the time listened', () => {
    const story = given(
      pressed(withSound),
      at(1, system('listen-in'), soundStarted(1)),
      at(5, anna, claimed(anna), listening(anna), hearing(anna, 'sound')),
      at(10, bram, callerJoined(bram), listening(bram), hearing(bram, 'sound')),
    );
    story.when(swapRoles, bram, 15).then(swapped(bram, anna));
    expect(story.alarm.ownership).toMatchObject({ by: { name: 'Bram' }, since: moment(5) });
    expect(story.alarm.caller).toMatchObject({ name: 'Anna' });
    expect(story.alarm.listeners.map(({ by }) => by.name)).toEqual(['Anna', 'Bram']);
    // Each heard it in turn: it goes on without a break.
    expect(story.alarm.listened).toEqual({ milliseconds: 0, runningSince: moment(5) });
    story.when(swapRoles, anna, 20).then(swapped(anna, bram));
  });

  test('E6 who was the caller listens from the same moment, whoever of the two swaps', () => {
    const both = () =>
      given(
        pressed(withSound),
        at(5, anna, claimed(anna), listening(anna), hearing(anna, 'sound')),
        at(10, bram, callerJoined(bram)),
      );
    both().when(swapRoles, anna, 15).then(swapped(bram, anna), listening(bram));
    const story = both();
    story.when(swapRoles, bram, 15).then(swapped(bram, anna), listening(bram));
    // Who listened goes on; what the other hears, his desk has yet to say.
    expect(story.alarm.listeners.map(({ by, hears }) => [by.name, hears])).toEqual([
      ['Anna', 'sound'],
      ['Bram', 'nothing'],
    ]);
    owned(at(6, bram, callerJoined(bram)))
      .when(swapRoles, anna, 15)
      .then(swapped(bram, anna));
  });

  test('E6 so does who takes it over by a desk with a line; a button without sound has none', () => {
    const takes = { type: 'TakeOver', reason: 'pauze', listens: true } as const;
    given(pressed(withSound), at(5, anna, claimed(anna), listening(anna)))
      .when(takes, dirk, 9)
      .then(takenOver(anna, dirk), stoppedListening(anna, 'taken-over'), listening(dirk));
    owned().when(takes, dirk, 9).then(takenOver(anna, dirk));
  });

  test('the caller who takes it is its owner, and telephones for nobody', () => {
    const story = owned(at(6, bram, callerJoined(bram)));
    story.when({ type: 'TakeOver', reason: 'Anna is onwel' }, bram, 9).accepted();
    expect(story.alarm.caller).toBeNull();
  });

  test('a caller whose desk is gone is no caller; late news of one who left is none', () => {
    const story = owned(at(6, bram, callerJoined(bram)));
    const lost = { type: 'CallerLost', userId: bram.id } as const;
    story.when(lost, system('presence'), 30).then(callerLeft(bram, 'desk-lost'));
    story.when(lost, system('presence'), 31).changesNothing();
  });

  test('closed: nobody telephones for it any more', () => {
    const story = handedOver(callerJoined(bram), policeSaid('safe', 10));
    story.add([closedAs('real-incident', anna)], anna, 20);
    expect(story.alarm.caller).toBeNull();
  });
});
