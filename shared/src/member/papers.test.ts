// Papers: until when somebody may be on duty, and when it is said that they end.
import { describe, expect, test } from 'vitest';
import { dutchMidnight } from '../dutch-day.ts';
import { memberSubject } from '../subjects/member.ts';
import { uuid } from '../testing/given.ts';
import type { PaperKind } from './kinds.ts';
import { daysLeft, dutyEndsAt, expiredPapers, papersStanding } from './papers.ts';
import { Centre, start } from './test-centre.ts';

const record = (kind: PaperKind, expires: string) =>
  ({
    type: 'RecordPaper',
    kind,
    paper: { since: '2025-01-01', expires, number: 'WPBR-1' },
  }) as const;

function withCentralist(): Centre {
  const centre = new Centre();
  centre.enter(1, 'administrator');
  centre.enter(4, 'centralist');
  return centre;
}
const anna = uuid(4);

test.each([
  ['2026-03-21', '2026-03-20T23:00:00.000Z'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['2026-03-30', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', '2026-10-25T23:00:00.000Z'],
])('%s begins in Amsterdam at %s', (day, at) => {
  expect(dutchMidnight(day).toISOString()).toBe(at);
});

test('those that expired are named with their last day, of whoever must have them', () => {
  const pass = { since: '2025-01-01', expires: '2026-03-10' };
  const papers = { pass, diploma: { since: '2025-01-01', expires: '2026-03-11' } };
  expect(expiredPapers({ role: 'supervisor', papers }, '2026-03-10')).toEqual([]);
  expect(expiredPapers({ role: 'supervisor', papers }, '2026-03-11')).toEqual([
    { kind: 'pass', expires: '2026-03-10' },
  ]);
  expect(expiredPapers({ role: 'administrator', papers }, '2026-03-11')).toEqual([]);
});

test('a paper counts until its last day is over', () => {
  const papers = { pass: { since: '2025-01-01', expires: '2026-03-10' } };
  expect(dutyEndsAt({ role: 'centralist', papers })).toBe('2026-03-10T23:00:00.000Z');
  expect(dutyEndsAt({ role: 'administrator', papers })).toBeNull();
  expect(dutyEndsAt({ role: 'centralist', papers: {} })).toBeNull();
});

test.each([
  ['2026-03-01', 'expired', -1],
  ['2026-03-02', 'soon', 0],
  ['2026-05-01', 'soon', 60],
  ['2026-05-02', 'missing', 61],
] as const)('one that ends on %s stands, on 2 March, as %s', (expires, standing, days) => {
  const paper = { since: '2025-01-01', expires };
  expect(papersStanding({ role: 'centralist', papers: { pass: paper } }, '2026-03-02')).toBe(
    standing,
  );
  expect(daysLeft(paper, '2026-03-02')).toBe(days);
});

test('all four make it in order; nothing recorded is missing, and keeps nobody', () => {
  const paper = { since: '2025-01-01', expires: '2027-01-01' };
  const all = { 'police-permission': paper, pass: paper, diploma: paper, secrecy: paper };
  expect(papersStanding({ role: 'supervisor', papers: all }, '2026-03-02')).toBe('in-order');
  expect(papersStanding({ role: 'supervisor', papers: {} }, '2026-03-02')).toBe('missing');
  expect(papersStanding({ role: 'manager', papers: {} }, '2026-03-02')).toBeNull();
});

describe('that it ends', () => {
  const said = ({ events }: Centre) =>
    events.flatMap((event) => (event.type === 'PaperEndNear' ? [event.data.days] : []));

  test('is said sixty, fourteen and one day before, to him and to the administrators', () => {
    const centre = withCentralist();
    expect(centre.ask(centre.as(1), anna, record('pass', '2026-06-01'))).toBeNull();
    centre.sweepUntil(Date.parse('2026-07-01T00:00:00.000Z'));
    expect(said(centre)).toEqual([60, 14, 1]);
    const effects = memberSubject.effectsOf(centre.of(4), centre.events.at(-1)!);
    expect(effects.map(({ kind }) => kind)).toEqual(['tell-papers-end']);
    expect(effects[0]!.text).not.toMatch(/M4|WPBR/);
  });

  test('is not said for what whoever recorded it saw himself', () => {
    const centre = withCentralist();
    centre.ask(centre.as(1), anna, record('pass', '2026-03-12'));
    centre.sweepUntil(Date.parse('2026-07-01T00:00:00.000Z'));
    expect(said(centre)).toEqual([1]);
  });

  test('is said of the one that came in its place', () => {
    const centre = withCentralist();
    centre.ask(centre.as(1), anna, record('pass', '2026-06-01'));
    centre.sweepUntil(Date.parse('2026-04-10T00:00:00.000Z'));
    centre.ask(centre.as(1), anna, record('pass', '2028-06-01'));
    centre.sweepUntil(Date.parse('2028-07-01T00:00:00.000Z'));
    expect(said(centre)).toEqual([60, 60, 14, 1]);
  });

  test('is said of nobody who left, or whose role needs none', () => {
    const centre = withCentralist();
    centre.ask(centre.as(1), anna, record('pass', '2026-06-01'));
    centre.ask(centre.as(1), anna, { type: 'EndMember', reason: null });
    expect(centre.of(4).deadlines).toEqual([]);
    centre.enter(5, 'auditor');
    centre.ask(centre.as(1), uuid(5), record('pass', '2026-06-01'));
    expect(centre.of(5).deadlines).toEqual([]);
  });
});

test('what was recorded wrongly is taken out; one that ends before it began is refused', () => {
  const centre = withCentralist();
  expect(centre.ask(centre.as(1), anna, record('pass', '2024-06-01'))).toBe('papier-verkeerd-om');
  centre.ask(centre.as(1), anna, record('pass', '2026-06-01'));
  expect(centre.of(4).personal?.numbers).toEqual({ pass: 'WPBR-1' });
  centre.ask(centre.as(1), anna, { type: 'RecordPaper', kind: 'pass', paper: null });
  expect(centre.of(4)).toMatchObject({ papers: {}, deadlines: [] });
  expect(centre.now).toBe(start);
});

test('whoever takes an end away makes no duty longer: it counts until it is recorded anew', () => {
  const centre = withCentralist();
  centre.ask(centre.as(1), anna, record('pass', '2026-03-01'));
  expect(dutyEndsAt(centre.of(4))).toBe('2026-03-01T23:00:00.000Z');
  expect(
    centre.ask(centre.as(1), anna, { type: 'RecordPaper', kind: 'pass', paper: null }),
  ).toBeNull();
  expect(centre.of(4).papers).toEqual({});
  expect(dutyEndsAt(centre.of(4))).toBe('2026-03-01T23:00:00.000Z');
  expect(papersStanding(centre.of(4), '2026-03-02')).toBe('expired');
  expect(expiredPapers(centre.of(4), '2026-03-02')).toEqual([
    { kind: 'pass', expires: '2026-03-01' },
  ]);
  centre.ask(centre.as(1), anna, record('pass', '2027-03-01'));
  expect(dutyEndsAt(centre.of(4))).toBe('2027-03-01T23:00:00.000Z');
});
