// Telling the police: the script, the class, by telephone and by data.
import { describe, expect, test } from 'vitest';
import { handedOver, owned } from '../../testing/begun.ts';
import {
  calledFalse,
  close,
  effectFailed,
  secondPress,
  unverifiable,
  verified,
  verify,
} from '../../testing/facts.ts';
import { anna, at, bram, button, member, moment, system } from '../../testing/given.ts';
import {
  calling,
  ringOff,
  rungOff,
  callerJoined,
  confirm,
  confirmed,
  message,
  noticeReported,
  noticeSettled,
  policeReport,
  prepared,
  readBack,
  report,
  send,
  sendWithData,
  sent,
  sentWithData,
  startHandover,
  tick,
} from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';
import { handoverFormOf } from './form.ts';
import { statusOf } from '../state.ts';

const page = system('police-link');

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
