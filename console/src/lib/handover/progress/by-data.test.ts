import { expect, it, test } from 'vitest';
import type { DataNotice } from '@achterwacht/shared/alarm/handover/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { dataLinesOf, progressOf } from './by-data.ts';

const at = '2026-03-02T08:00:00.000Z';
const by = { id: '00000000-0000-4000-8000-000000000001', name: 'Anna' };
const limburg = { regionCode: 'limburg' } as const;
const systems = { controlRoomSystems: ['limburg' as const] };
const sent = {
  status: 'sent',
  class: 'prio-1',
  channel: 'telephone',
  route: { regionCode: 'limburg', which: 'first' },
  by,
  at,
} as const;
const confirmed = {
  status: 'confirmed',
  sent,
  policeOperator: 'Karel',
  incidentNumber: '1',
  at,
} as const;
const notice = (status: DataNotice['status']): DataNotice => ({
  regionCode: 'limburg',
  class: 'prio-1',
  version: 5,
  status,
  at,
});
const alarm = (
  handover: Alarm['handover'],
  dataNotice: DataNotice | null = null,
  mode: Alarm['mode'] = 'real',
) => ({
  mode,
  handover,
  dataNotice,
  upgrade: null,
  verification: { status: 'open' as const },
  closed: null,
});
const statuses = (...asked: Parameters<typeof dataLinesOf>) =>
  dataLinesOf(...asked).map(({ status }) => status);

const none: Alarm['handover'] = { status: 'none' };

test('before it is handed over: what holding the button does', () => {
  expect(dataLinesOf(alarm(none), limburg, systems)).toEqual([
    { status: 'goes-along', room: 'limburg' },
  ]);
  expect(statuses(alarm(none), { regionCode: 'rotterdam' }, systems)).toEqual(['no-system']);
  expect(statuses(alarm(none), { regionCode: null }, systems)).toEqual(['no-system']);
  expect(statuses(alarm(none, null, 'exercise'), limburg, systems)).toEqual(['not-real']);
});

it.each(['under-way', 'taken'] as const)('%s: that, and nothing is promised', (status) => {
  expect(statuses(alarm(sent, notice(status)), limburg, systems)).toEqual([status]);
  expect(statuses(alarm(confirmed, notice(status)), limburg, systems)).toEqual([status]);
});

test('given up: said, and the next hold tries again while nobody confirmed', () => {
  expect(statuses(alarm(sent, notice('failed')), limburg, systems)).toEqual([
    'failed',
    'goes-along',
  ]);
  expect(statuses(alarm(confirmed, notice('failed')), limburg, systems)).toEqual(['failed']);
});

test('D2 verified since it went as assistance: the next hold tells them, once', () => {
  const assistance = { ...sent, class: 'assistance' as const };
  const upgrade = (told: DataNotice['class']) => ({
    ...alarm({ ...confirmed, sent: assistance }, { ...notice('taken'), class: told }),
    verification: { status: 'verified' as const, basis: 'sound' as const, by, at },
  });
  expect(statuses(upgrade('assistance'), limburg, systems)).toEqual(['taken', 'goes-along']);
  expect(statuses(upgrade('prio-1'), limburg, systems)).toEqual(['taken']);
});

test('told by telephone alone: it says that nothing went', () => {
  expect(statuses(alarm(confirmed), limburg, systems)).toEqual(['nothing-sent']);
  expect(statuses(alarm(sent, notice('withheld')), limburg, systems)).toEqual(['nothing-sent']);
  expect(statuses(alarm(sent), { regionCode: 'rotterdam' }, systems)).toEqual(['nothing-sent']);
});

it.each([
  ['under-way', 'sending'],
  ['taken', 'sent'],
  ['failed', 'not-sent'],
  ['withheld', 'not-sent'],
] as const)('E4 data that is %s: %s, as it was answered', (status, progress) => {
  expect(progressOf({ handover: sent, dataNotice: notice(status) })).toBe(progress);
});

test('E4 who telephones is on the line; with no data gone, nothing was sent', () => {
  expect(progressOf({ handover: { ...sent, status: 'calling' }, dataNotice: null })).toBe(
    'calling',
  );
  expect(progressOf({ handover: sent, dataNotice: null })).toBe('not-sent');
  expect(progressOf({ handover: { ...sent, channel: 'link' }, dataNotice: null })).toBe('sent');
  expect(progressOf({ handover: confirmed, dataNotice: notice('failed') })).toBe('confirmed');
});
