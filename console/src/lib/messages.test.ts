// The texts of both languages, and that no code is without its sentence.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { personActions } from '@achterwacht/shared/alarm/actions.ts';
import { describe, expect, it } from 'vitest';

/** One that depends on how many there are says it for each of them. */
type Texts = Record<string, string | [{ match: Record<string, string> }]>;
const sourceOf = (language: string) =>
  readFileSync(
    new URL(import.meta.resolve(`@achterwacht/shared/messages/${language}.json`)),
    'utf8',
  );
const read = (language: string) => JSON.parse(sourceOf(language)) as Texts;
const dutch = read('nl');
const english = read('en');
const waysToSay = (text: Texts[string]) =>
  typeof text === 'string' ? [text] : Object.values(text[0].match);
const placeholders = (text: Texts[string]) =>
  [
    ...new Set(
      waysToSay(text)
        .join(' ')
        .match(/\{\w+\}/g),
    ),
  ].sort();

/** Names of what is filled in that is no number of something. */
const things = /^(name|by|centre|owner|caller|at|key|claim|number)$/;
const countsOf = (text: string) =>
  [...text.matchAll(/\{(\w+)\} (?:(?!in |is )\w+ )?(?:\w{2,}[^s\W]s|people)\b/gu)].some(
    ([, filledIn]) => !things.test(filledIn!),
  );
/** A bound or a choice of ours, or there are other words for one. */
const neverOne = new Set([
  'answer_times_sentence_met',
  'answer_times_sentence_missed',
  'audit_csv_cut_off',
  'back_seconds_label',
  'claim_asks',
  'command_too_many',
  'event_signals',
  'incident_too_long',
  'integration_days',
  'invitation_password_rules',
  'invitation_step_password',
  'mail_paper_ends_in_days',
  'outgoing_clock_fast_hours',
  'outgoing_clock_fast_minutes',
  'outgoing_clock_slow_hours',
  'outgoing_clock_slow_minutes',
  'own_buttons_several',
  'park_until_far',
  'plan_preview_listening',
  'pressed_times',
  'refusal_te_veel_sleutels',
  'ring_left',
  'setting_problem_too_long',
  'setting_problem_too_short',
  'signalled_times',
  'spoken_again',
  'spoken_changes',
  'spoken_crowd',
  'timer_text_long',
]);

const keyOf = (kind: string, code: string) => `${kind}_${code.replaceAll('-', '_')}`;

describe('texts', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(dutch).sort());
  });

  // The second of two would be read, and the first was written for somewhere else.
  it.each(['nl', 'en'])('stand once in %s', (language) => {
    const keys = [...sourceOf(language).matchAll(/^ {2}"([^"]+)":/gm)].map((match) => match[1]!);
    expect(keys.length).toBeGreaterThan(1000);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('have the same placeholders in both languages', () => {
    for (const [key, text] of Object.entries(dutch))
      expect([key, placeholders(english[key]!)]).toEqual([key, placeholders(text)]);
  });

  it('are never empty and never shout', () => {
    for (const texts of [dutch, english])
      for (const [key, text] of Object.entries(texts))
        for (const words of waysToSay(text)) {
          expect([key, words.trim()]).not.toEqual([key, '']);
          if (key !== '$schema') expect([key, words.includes('!')]).toEqual([key, false]);
        }
  });

  // English shows it in nearly every noun; Dutch has one word for years, hours and times.
  it('say one of something otherwise than several', () => {
    const unsaid = Object.entries(english).filter(
      ([key, text]) => typeof text === 'string' && countsOf(text) && !neverOne.has(key),
    );
    expect(unsaid).toEqual([]);
    for (const key of neverOne) expect([key, english[key]]).toEqual([key, expect.any(String)]);
  });

  it('are each said somewhere', () => {
    const project = join(import.meta.dirname, '../../..');
    const sources = globSync('{console,api,shared}/src/**/*.{ts,svelte}', { cwd: project }).filter(
      (path) => !path.includes('paraglide') && !path.endsWith('.test.ts'),
    );
    const text = sources.map((path) => readFileSync(join(project, path), 'utf8')).join('\n');
    const words = new Set(text.match(/\w+/g));
    // The api says a sentence by its code, which a rule may have given.
    for (const [, code] of text.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g))
      for (const kind of ['refusal', 'error']) words.add(keyOf(kind, code!));
    expect(Object.keys(dutch).filter((key) => key !== '$schema' && !words.has(key))).toEqual([]);
  });

  it('name every failure that the api gives by its code', () => {
    const api = join(import.meta.dirname, '../../../api/src');
    const text = globSync('**/*.ts', { cwd: api })
      .map((path) => readFileSync(join(api, path), 'utf8'))
      .join('\n');
    const answered = /(?:new Failure\(|\bfail\([^,()]+(?:\([^()]*\))?,)\s*\d+,\s*'([a-z-]+)'/g;
    const codes = [...text.matchAll(answered)].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(25);
    // Of what is not there, or not yours, nothing is said.
    const said = codes.filter((code) => code !== 'not-found');
    const unsaid = said.filter(
      (code) => !(keyOf('error', code) in dutch) && !(keyOf('refusal', code) in dutch),
    );
    expect(unsaid).toEqual([]);
  });

  it('name every refusal that the rules can give', () => {
    const rules = fileURLToPath(
      new URL('.', import.meta.resolve('@achterwacht/shared/alarm/decide.ts')),
    );
    const source = globSync('**/!(*.test).ts', { cwd: rules })
      .map((file) => readFileSync(join(rules, file), 'utf8'))
      .join('\n');
    const codes = [...source.matchAll(/refusal\(\s*'([a-z-]+)'/g)].map((match) => match[1]!);
    expect(codes.length).toBeGreaterThan(personActions.length);
    for (const code of codes)
      expect(Object.keys(dutch)).toContain(`refusal_${code.replaceAll('-', '_')}`);
  });
});
