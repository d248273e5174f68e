// Whatever a line of the audit can say came of it reads as words in both languages, and never as its code.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AccessAction } from '../audit/actions.ts';
import { settingKind } from '../setting/kinds.ts';
import { resultText, type AccessResult } from './audit-results.ts';
import { testOutcome } from './setting-tests.ts';
import { retentionClass } from './system.ts';

const read = (language: string) =>
  JSON.parse(
    readFileSync(new URL(`../../messages/${language}.json`, import.meta.url), 'utf8'),
  ) as Record<string, Text | undefined>;
/** One that depends on how many there are, in the form of several. */
type Text = string | [{ match: { 'countPlural=other': string } }];
const plain = (text: Text) =>
  typeof text === 'string' ? text : text[0].match['countPlural=other'];

const written: [AccessAction, readonly AccessResult[]][] = [
  ['alarm.log', ['not-found']],
  ['alarm.dossier', ['not-found', 'not-claimed']],
  [
    'alarm.sound',
    [
      'played',
      'not-found',
      'luistert-niet',
      'afspeelreden-ontbreekt',
      'geen-opname',
      'niet-opgenomen',
      'opname-gewist',
    ],
  ],
  ['alarm.listen-in', ['listening']],
  ['register.searched', ['nobody']],
  ['account.refused', ['not-allowed', 'off-duty']],
  ['service.refused', ['token-expired', 'token-revoked', 'token-ended', 'scope-missing']],
  ['alarm.erase', ['retention', 'request']],
  ['member.set', ['EnterMember', 'SuspendMember', 'AskFactorReset']],
  ['setting.set', settingKind.options],
  ['setting.tested', [...testOutcome.options, 'taken 250', 'log-in-refused 535']],
  ['retention.erased', retentionClass.options],
  ['retention.set', ['from real-sound never, to real-sound 40 days']],
];

test.each(['nl', 'en'])('in %s each code is said in words', (language) => {
  const texts = read(language);
  const say = (key: string, details: object) =>
    Object.entries(details).reduce<string>(
      (said, [name, value]) => said.replace(`{${name}}`, String(value)),
      plain(texts[key]!), // or it fails here
    );
  for (const [action, results] of written)
    for (const result of results) {
      const said = resultText(action, result, say);
      expect([action, result, said]).not.toEqual([action, result, '']);
      expect([action, result, said]).not.toEqual([action, result, result]);
      expect(said).not.toMatch(/[{}]|undefined/);
    }
});

test('a term says what it was and what it became, and only where that differs', () => {
  const stated =
    'from harmless-sound 7 days, real-sound never, to harmless-sound 7 days, real-sound 40 days';
  const say = (key: string, details: Record<string, string | number>) =>
    [key, ...Object.values(details)].join(' ');
  expect(resultText('retention.set', stated, say)).toBe(
    'audit_result_term job_real_sound audit_result_term_never setting_days 40',
  );
});

test('that it was shown or done says no more, and what another release wrote stands as it is', () => {
  const say = () => 'x';
  for (const said of ['shown', 'shown from=2026-01-01', 'done', 'failed', 'refused'])
    expect(resultText('audit.exported', said, say)).toBe('');
  expect(resultText('alarm.dossier', 'of-later', say)).toBe('of-later');
  expect(resultText(null, 'of-later', say)).toBe('of-later');
});
