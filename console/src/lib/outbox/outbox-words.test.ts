// Whatever the product tells outside has words here, in both languages; the Dutch ones are what is stored.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { deadlineKind } from '@achterwacht/shared/alarm/deadlines/state.ts';
import type { MemberEvent } from '@achterwacht/shared/member/evolve.ts';
import type { Member } from '@achterwacht/shared/member/state.ts';
import { controlRoomOf, effectsOf } from '@achterwacht/shared/subjects/alarm-effects.ts';
import { effectKinds } from '@achterwacht/shared/subjects/effects.ts';
import { memberEffectsOf } from '@achterwacht/shared/subjects/member-effects.ts';
import type { Effect } from '@achterwacht/shared/subject.ts';
import { afterEach, expect, test } from 'vitest';
import { baseLocale, overwriteGetLocale } from '../paraglide/runtime.js';
import { effectKindText, outgoingText, recipientText } from './outbox-words.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

const at = '2026-03-02T08:00:00.000Z';
// Of an alarm and a member only what an effect reads.
const alarmOf = (status: string) =>
  ({
    number: 731,
    ownership: { status },
    handover: { at },
    upgrade: { at },
    plan: { timings: { handoverUnconfirmedSeconds: 60 } },
    kind: 'duress',
    mode: 'real',
    closed: { outcome: 'real' },
    municipality: { name: 'Haarlem' },
    dataNotice: { regionCode: 'limburg' },
  }) as unknown as Alarm;
const ofAlarm = (type: string, data: object = {}, status = 'unclaimed', then = at) =>
  effectsOf(alarmOf(status), { type, data, at: then } as unknown as AlarmEvent);
const ofMember = (type: string, data: object = {}) =>
  memberEffectsOf(
    { rolesUntil: { administrator: at } } as unknown as Member,
    { type, data, at } as unknown as MemberEvent,
  );

const effects: Effect[] = [
  ...deadlineKind.options.flatMap((kind) => [
    ...ofAlarm('DeadlinePassed', { kind }),
    ...ofAlarm('DeadlinePassed', { kind }, 'released'),
    // A quarter of an hour later: the last one.
    ...ofAlarm('DeadlinePassed', { kind }, 'unclaimed', '2026-03-02T08:15:00.000Z'),
  ]),
  ...ofAlarm('AlarmClosed'),
  ...ofAlarm('HandoverSent', { withData: true }),
  ...ofAlarm('UpgradeSent', { withData: true }),
  ...ofMember('MemberInvited', { invitation: { way: 'mail' } }),
  ...[-1, 0, 1, 14].flatMap((days) => ofMember('PaperEndNear', { days })),
  ...ofMember('FactorResetApproved'),
  ...ofMember('FactorsReset'),
  ...ofMember('MemberEnded'),
  ...['12 minuten achter', '3 uur achter', '12 minuten voor', '3 uur voor'].map((much) => ({
    kind: 'tell-administrator',
    recipient: 'beheerder',
    text: `Knop A-7: de klok loopt ${much}.`,
  })),
];

test('of every kind there is one here', () => {
  expect(new Set(effects.map(({ kind }) => kind))).toEqual(new Set(effectKinds));
});

test.each(effects)('$kind: $text', ({ kind, text, recipient }) => {
  expect([outgoingText(text), recipientText(recipient)]).toEqual([text, recipient]);
  const words = [effectKindText(kind), outgoingText(text), recipientText(recipient)];
  overwriteGetLocale(() => 'en');
  const inEnglish = [effectKindText(kind), outgoingText(text), recipientText(recipient)];
  for (const [index, word] of inEnglish.entries()) expect(word).not.toBe(words[index]);
  for (const filledIn of text.match(/\d+|A-7/g) ?? []) expect(inEnglish[1]).toContain(filledIn);
});

test('of a control room its name, and that of its system, are what they are', () => {
  overwriteGetLocale(() => 'en');
  expect(recipientText('meldkamer Limburg · GMS proef')).toBe('control room Limburg · GMS proef');
  expect(recipientText(controlRoomOf({ regionCode: null }))).toBe('control room');
});

test('what nobody here knows yet stands as it was stored', () => {
  overwriteGetLocale(() => 'en');
  const unknown = 'Iets van een latere versie.';
  expect([outgoingText(unknown), recipientText(unknown), effectKindText('later')]).toEqual([
    unknown,
    unknown,
    'later',
  ]);
});
