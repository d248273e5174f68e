import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { splitData } from '@achterwacht/shared/alarm/personal/typed-fields.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { chainStart, linkHash } from '@achterwacht/shared/evidence/chain.ts';
import { claimed, noted, parked } from '@achterwacht/shared/testing/facts.ts';
import { anna, at, given, pressed } from '@achterwacht/shared/testing/given.ts';
import {
  confirmed,
  policeReported,
  policeWrote,
} from '@achterwacht/shared/testing/handover-facts.ts';
import { alarmSubject } from '@achterwacht/shared/subjects/alarm.ts';
import { sha256, writeEvent } from '../log/event-text.ts';
import { readEvent } from './event-text.ts';

const key = randomBytes(32);
const { log } = given(pressed(), at(5, anna, claimed(anna)), at(6, anna, noted(anna)));
const [raised, claim, note] = log as [AlarmEvent, AlarmEvent, AlarmEvent];

describe('an event’s text', () => {
  test.each(log)('reads back as it was written: $type', (event) => {
    const { text } = writeEvent(alarmSubject, event, key, chainStart);
    expect(readEvent(text, [key])).toEqual({ personal: null, ...event });
  });

  test('is canonical: keys in order, no white space', () => {
    const { text } = writeEvent(alarmSubject, claim, key, chainStart);
    expect(text.startsWith('{"actor":{"id":')).toBe(true);
    expect(Object.keys(JSON.parse(text) as object)).toEqual(
      Object.keys(JSON.parse(text) as object).sort(),
    );
  });

  test('holds nothing personal in clear', () => {
    for (const event of [raised, note]) {
      const { text } = writeEvent(alarmSubject, event, key, chainStart);
      expect(text).not.toMatch(/Joke|wethouder|stemmen/);
      expect(text).not.toContain('"personal"');
    }
  });

  test.each([
    parked(anna, 600),
    confirmed(anna),
    policeReported('closed', 9, anna, 'PL1100'),
    policeWrote,
  ])('A13 has what was typed sealed, wherever in the event it stands: $type', (fact) => {
    const event: AlarmEvent = { ...claim, ...fact };
    const { text } = writeEvent(alarmSubject, event, key, chainStart);
    expect(text).not.toMatch(/monteur|Kees|2026-4711|PL1100|ingang/);
    expect(readEvent(text, [key])).toEqual({ personal: null, ...event });
    expect(readEvent(text, []).data).toEqual(splitData(event).clear);
  });

  test('A13 of a release before that, with it in clear, reads as it was written, and is never rewritten', () => {
    const before: AlarmEvent = { ...claim, ...parked(anna, 600) };
    const text = canonical({ ...before, sealed: null });
    expect(text).toContain('monteur komt');
    expect(readEvent(text, [key])).toEqual({ ...before, personal: null });
    expect(readEvent(text, [])).toEqual({ ...before, personal: null });
  });

  test('is what the hash covers, with the hash before it', () => {
    const first = writeEvent(alarmSubject, raised, key, chainStart);
    const second = writeEvent(alarmSubject, claim, key, first.hash);
    expect(second.previousHash).toBe(first.hash);
    expect(second.hash).toBe(linkHash(sha256, first.hash, second.text));
  });
});

describe('without the key it was sealed under', () => {
  const { text } = writeEvent(alarmSubject, note, key, chainStart);
  test.each([
    ['no key', []],
    ['a key made later', [randomBytes(32)]],
    ['keys of others', [randomBytes(32), randomBytes(32)]],
  ])('%s: the facts stay, the person is gone', (_what, other) => {
    expect(readEvent(text, other)).toEqual({ ...note, personal: null });
  });

  test('a sealed text moved to another event does not open', () => {
    const { sealed } = JSON.parse(text) as { sealed: string };
    const moved = JSON.stringify({ ...JSON.parse(text), version: 9, sealed });
    expect(readEvent(moved, [key])).toMatchObject({ version: 9, personal: null });
  });
});

test('an event of a newer release is refused, not guessed at', () => {
  const { text } = writeEvent(alarmSubject, claim, key, chainStart);
  const newer = text.replace('"schemaVersion":1', '"schemaVersion":2');
  expect(() => readEvent(newer, [key])).toThrow('newer release');
});
