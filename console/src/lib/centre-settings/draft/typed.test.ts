// What stands in a form and what it means: nothing that somebody set is lost on the way there and back.
import { usualPriorities } from '@achterwacht/shared/alarm/raising/priorities.ts';
import { usualTimings } from '@achterwacht/shared/alarm/plan/state.ts';
import { isSettingValue, type SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import { problemsOf } from '@achterwacht/shared/setting/problems.ts';
import { expect, test } from 'vitest';
import { differencesOf, linesOf } from '../lines/lines.ts';
import type { ShownKind } from '../words/kind-words.ts';
import { problemText } from '../words/problem-text.ts';
import { reachIn, typedOf, valueOf, type TypedOf } from './typed.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const values: { [K in ShownKind]: SettingValue<K>[] } = {
  timings: [usualTimings],
  'nearby-press': [{ metres: 150, seconds: 300 }],
  recording: [
    { record: true, recordBeforeClaim: true },
    { record: false, recordBeforeClaim: false },
  ],
  priorities: [usualPriorities, { ...usualPriorities, medical: 'high', fault: 'high' }],
  retention: [
    usualRetention,
    { ...usualRetention, realSoundDays: 400, harmlessContentDays: 30, realContentDays: 90 },
  ],
  languages: [
    { offered: ['nl', 'en'], usual: 'en' },
    { offered: ['nl'], usual: 'nl' },
  ],
  paging: [
    { supervisor: [], onCall: [] },
    {
      supervisor: ['+31612345678', 'dienst@voorbeeld.test'],
      onCall: ['+31612345678'],
      names: { '+31612345678': 'Piket' },
    },
  ],
  norms: [
    { first: 'bs-8484-2016', own: null },
    {
      first: 'own',
      own: {
        title: 'Afspraak',
        limits: [
          { seconds: 20, permille: 800 },
          { seconds: 45, permille: 985 },
        ],
      },
    },
  ],
  centre: [{ name: 'Noord', phone: '088 123 45 67', policePhone: '' }],
  mail: [
    null,
    {
      host: 'mail.example',
      port: 587,
      tls: 'starttls',
      user: 'u',
      from: 'a@b.nl',
      secretIds: [uuid(1)],
    },
    { host: '::1', port: 25, tls: 'none', user: null, from: 'a@b.nl', secretIds: [] },
  ],
  sms: [null, { url: 'https://sms.example/v1', from: 'Noord', secretIds: [uuid(2)] }],
  webhooks: [
    { webhooks: [], secretIds: [] },
    {
      webhooks: [
        {
          id: uuid(3),
          name: 'Meldkamer',
          url: 'https://a.example/in',
          format: 'cap',
          rooms: ['limburg'],
          isOn: false,
          secretIds: [uuid(4), uuid(5)],
        },
      ],
      secretIds: [uuid(4), uuid(5)],
    },
  ],
};

test.each(Object.keys(values) as ShownKind[])('%s comes back from its form as it was', (kind) => {
  for (const value of values[kind]) {
    const typed = typedOf(kind, value as never); // one of that kind's
    const back = valueOf(kind, typed);
    expect(back).toEqual(value);
    expect(isSettingValue(kind, back)).toBe(true);
    expect(differencesOf(kind, value, back)).toEqual([]);
  }
});

test('what is no number stays as it was typed, and what is left out is said to be missing', () => {
  const typed: TypedOf['nearby-press'] = { metres: 'ver', seconds: '' };
  expect(valueOf('nearby-press', typed)).toEqual({ metres: 'ver', seconds: undefined });
  expect(
    problemsOf('nearby-press', valueOf('nearby-press', typed)).map(({ path }) => path),
  ).toEqual(['metres', 'seconds']);
});

test('a bound is said in the field’s unit, with its reason', () => {
  const [problem] = problemsOf('nearby-press', { metres: 5, seconds: 300 });
  expect(problemText(problem!, 'metres')).toBe(
    'Niet lager dan 25\u00a0m. Een positie is zelden nauwkeuriger dan dit.',
  );
});

test.each([
  ['06 1234 5678', '+31612345678'],
  ['0031-6-12345678', '+31612345678'],
  ['+31 (0)612345678', '+310612345678'],
  [' dienst@voorbeeld.test ', 'dienst@voorbeeld.test'],
  ['06 bellen', '+316bellen'],
])('%s is dialled as %s', (typed, reach) => {
  expect(reachIn(typed)).toBe(reach);
});

test('a difference says what it was and what it becomes, in words', () => {
  const after = { ...usualTimings, unclaimedSupervisorSeconds: 30, policeSilentSeconds: 600 };
  expect(differencesOf('timings', usualTimings, after)).toEqual([
    {
      key: 'unclaimedSupervisorSeconds',
      label: 'Supervisor oproepen',
      before: '20\u00a0s',
      after: '30\u00a0s',
    },
    {
      key: 'policeSilentSeconds',
      label: 'De politie laat niets horen: vragen hoe het gaat',
      before: '300\u00a0s (5\u00a0min)',
      after: '600\u00a0s (10\u00a0min)',
    },
  ]);
});

test('of a secret a line says that it is another, and nothing of it', () => {
  const [before] = values.sms.slice(1);
  const after = { ...before!, secretIds: ['abcdef00-0000-4000-8000-000000000000'] };
  expect(differencesOf('sms', before, after)).toEqual([
    {
      key: 'secret',
      label: 'Sleutel (token)',
      before: 'bewaard (kenmerk 000000)',
      after: 'bewaard (kenmerk abcdef)',
    },
  ]);
  expect(linesOf('mail', null)).toMatchObject([{ text: 'Niet ingesteld' }]);
});

test('what is set for the first time takes nothing away; what is set off is said', () => {
  const [sms] = values.sms.slice(1);
  expect(differencesOf('sms', null, sms).map(({ before }) => before)).not.toContain(
    'Niet ingesteld',
  );
  expect(differencesOf('sms', sms, null)).toContainEqual(
    expect.objectContaining({ before: null, after: 'Niet ingesteld' }),
  );
});
