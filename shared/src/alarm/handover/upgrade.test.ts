// What went as assistance and was verified since: told as Prio 1, in time, and confirmed by name.
import { describe, expect, it } from 'vitest';
import { factsOf } from '../../municipality/incident.ts';
import { claimed, effectFailed, secondPress, unverify, verified } from '../../testing/facts.ts';
import { anna, at, button, given, member, moment, pressed, system } from '../../testing/given.ts';
import {
  calling,
  confirm,
  confirmed,
  ringOff,
  rungOff,
  operator,
  incidentNumber,
  policeReport,
  policeReported,
  report,
  send,
  sendWithData,
  sent,
  sentWithData,
} from '../../testing/handover-facts.ts';
import type { AlarmFact } from '../events.ts';
import { handoverFormOf } from './form.ts';
import { isUpgradeOpen, passedOnClassOf } from './upgrade.ts';

const route = { regionCode: 'NH', which: 'first' as const };
const upgradeSent = (data: { withData?: true; which?: 'second' } = {}): AlarmFact => ({
  type: 'UpgradeSent',
  data: {
    by: member(anna),
    channel: 'telephone',
    route: { ...route, which: data.which ?? 'first' },
    ...(data.withData && { withData: true }),
  },
});
const upgradeConfirmed: AlarmFact = {
  type: 'UpgradeConfirmed',
  data: { by: member(anna), channel: 'telephone', incidentNumber },
  personal: { policeOperator: operator },
};
/** Passed on as assistance and confirmed, and verified half a minute later. */
const verifiedSince = (how = sent, ...said: AlarmFact[]) =>
  given(
    pressed(),
    at(5, anna, claimed(anna)),
    at(10, anna, how(anna, 'assistance')),
    at(20, anna, confirmed(anna), ...said),
    at(50, anna, verified(anna)),
  );

describe('D2 passed on as assistance, and verified since', () => {
  it('is told as Prio 1 and confirmed by name again', () => {
    const story = verifiedSince();
    expect(isUpgradeOpen(story.alarm)).toBe(true);
    expect(passedOnClassOf(story.alarm)).toBe('assistance');
    story.when(send('prio-1'), anna, 55).then(calling(anna));
    // Somebody is on the line; nobody took it down yet.
    expect(story.alarm.upgrade).toMatchObject({ status: 'calling' });
    expect(passedOnClassOf(story.alarm)).toBe('assistance');
    story.when(send('prio-1'), anna, 56).changesNothing();
    story.when(confirm, anna, 60).then(upgradeSent(), upgradeConfirmed);
    expect(passedOnClassOf(story.alarm)).toBe('prio-1');
    expect(story.alarm.policeMessages).toMatchObject([{ why: 'now-verified', by: member(anna) }]);
    expect(story.alarm.upgrade).toMatchObject({ status: 'confirmed', at: moment(60) });
    expect(story.alarm.personal?.policeOperators).toEqual({ [story.alarm.version]: operator });
    expect(isUpgradeOpen(story.alarm)).toBe(false);
    story.when(confirm, anna, 61).refused('al-bevestigd');
    story.when(send('prio-1'), anna, 61).refused('al-bevestigd');
  });

  it('rung off without a name: it waits to be told as before', () => {
    const story = verifiedSince();
    story.when(send('prio-1'), anna, 55).accepted();
    const { handover } = story.alarm;
    story.when(ringOff, anna, 58).then(rungOff(anna));
    expect(story.alarm).toMatchObject({ upgrade: null, handover });
    expect(isUpgradeOpen(story.alarm)).toBe(true);
  });

  it('by telephone alone: who took it down was told it as well', () => {
    verifiedSince().when(confirm, anna, 60).then(upgradeSent(), upgradeConfirmed);
  });

  it('asks for no reason, and is no second case under another class', () => {
    const story = verifiedSince();
    expect(handoverFormOf(story.alarm, null)).toMatchObject({
      asks: 'upgrade',
      needsReason: false,
    });
    story.when(send('assistance', 'first', 'toch'), anna, 55).refused('al-bevestigd');
  });

  it.each(['under-way', 'on-scene', 'not-found'] as const)(
    'leaves how far they are as it is: %s',
    (status) => {
      const story = verifiedSince(sent, policeReported(status, 20, anna));
      const { handover } = story.alarm;
      story.when(confirm, anna, 60).accepted();
      expect(story.alarm.handover).toEqual(handover);
    },
  );

  it('is nothing once they are done, before it is confirmed, or where it was verified all along', () => {
    for (const story of [
      verifiedSince(sent, policeReported('safe', 20, anna)),
      given(
        pressed(),
        at(5, anna, claimed(anna)),
        at(8, anna, verified(anna)),
        at(9, anna, sent(anna), confirmed(anna)),
      ),
    ])
      story.when(send('prio-1'), anna, 55).refused('al-bevestigd');
    const overridden = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(8, anna, verified(anna)),
      at(9, anna, sent(anna, 'assistance'), confirmed(anna)),
    );
    // Nobody is reminded of what was decided with a reason; it can still be told.
    expect(overridden.deadlines.map(([, kind]) => kind)).not.toContain('upgrade-not-told');
    overridden.when(confirm, anna, 60).then(upgradeSent(), upgradeConfirmed);
  });

  it('verified while nobody over there answered: whoever does hears Prio 1 at once', () => {
    const story = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(10, anna, sent(anna, 'assistance')),
      at(20, anna, verified(anna)),
    );
    expect(handoverFormOf(story.alarm, null)).toEqual({
      asks: 'handover',
      class: 'prio-1',
      isFixed: false,
      needsReason: false,
    });
    story
      .when({ ...confirm, class: 'prio-1' }, anna, 30)
      .then(sent(anna, 'prio-1'), confirmed(anna));
  });

  it('verified while nobody answered: the other number may hear the same, without a reason', () => {
    given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(10, anna, sent(anna, 'assistance')),
      at(20, anna, verified(anna)),
    )
      .when(send('assistance', 'second'), anna, 30)
      .then(sent(anna, 'assistance', 'second'));
  });

  it('a unit that was sooner than its control room: name and number count for both', () => {
    const story = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(10, anna, sent(anna, 'assistance')),
    );
    story.when(policeReport('under-way', 15), system('police-link'), 15).accepted();
    story.add([verified(anna)], anna, 20);
    story
      .when({ ...confirm, class: 'prio-1' }, anna, 30)
      .then(confirmed(anna), upgradeSent(), upgradeConfirmed);
  });

  it('stays told when the judgement is withdrawn, and begins anew with a new case', () => {
    const story = verifiedSince(sentWithData);
    story.when(sendWithData('prio-1'), anna, 55).accepted();
    story.when(unverify, anna, 56).accepted();
    expect(passedOnClassOf(story.alarm)).toBe('prio-1');
    story.when(confirm, anna, 60).refused('al-bevestigd');
    story.when({ ...confirm, class: 'prio-1' }, anna, 60).then(upgradeConfirmed);
    story.when(report('safe', 70), anna, 70).accepted();
    story.when(secondPress(80), button, 80).accepted();
    expect(story.alarm.upgrade).toBeNull();
    expect(passedOnClassOf(story.alarm)).toBeNull();
  });

  it('is what the municipality’s file says it was taken as', () => {
    const story = verifiedSince();
    expect(factsOf(story.alarm).police?.class).toBe('assistance');
    story.when(confirm, anna, 60).accepted();
    expect(factsOf(story.alarm).police?.class).toBe('prio-1');
  });
});

describe('D2 by data', () => {
  it('a control room’s system that has it as assistance is told, once', () => {
    const story = verifiedSince(sentWithData);
    story.when(sendWithData('prio-1'), anna, 55).then(upgradeSent({ withData: true }));
    expect(story.alarm.dataNotice).toMatchObject({ class: 'prio-1', status: 'under-way' });
    story
      .when(sendWithData('prio-1'), anna, 56)
      .refused('al-doorgemeld', { by: 'Anna', at: moment(55) });
    story.when(sendWithData('prio-1', 'second'), anna, 57).then(upgradeSent({ which: 'second' }));
    const gaveUp = { ...effectFailed, effectKind: 'police-webhook' } as const;
    story.when(gaveUp, system('outbox'), 130).accepted();
    story
      .when(sendWithData('prio-1', 'second'), anna, 140)
      .then(upgradeSent({ which: 'second', withData: true }));
  });

  it('also where it was said by telephone alone', () => {
    verifiedSince(sentWithData)
      .when({ ...confirm, class: 'prio-1' }, anna, 60)
      .then(upgradeSent({ withData: true }), upgradeConfirmed);
  });
});

describe('D2 its deadlines', () => {
  const of = (story: ReturnType<typeof verifiedSince>, until: number) =>
    story.fastForward(until).filter(([, kind]) => kind.startsWith('upgrade'));

  it('20 s to be told, then 60 s by round to a name', () => {
    const story = verifiedSince();
    story.when(send('prio-1'), anna, 60).accepted();
    // A call runs in that time.
    expect(of(story, 100)).toEqual([[70, 'upgrade-not-told']]);
    story.when(sendWithData('prio-1'), anna, 100).accepted();
    expect(of(story, 225)).toEqual([
      [160, 'upgrade-unconfirmed'],
      [220, 'upgrade-unconfirmed'],
    ]);
    story.when(confirm, anna, 226).accepted();
    expect(of(story, 500)).toEqual([]);
  });

  it('also while nobody confirmed the handover itself', () => {
    const story = given(
      pressed(),
      at(5, anna, claimed(anna)),
      at(10, anna, sent(anna, 'assistance')),
      at(20, anna, verified(anna)),
    );
    expect(of(story, 60)).toEqual([[40, 'upgrade-not-told']]);
    story.when(sendWithData('prio-1'), anna, 61).then(sentWithData(anna, 'prio-1'));
    expect(of(story, 200)).toEqual([]);
  });
});
