import { policeAnswer } from '@achterwacht/shared/police/page.ts';
import { describe, expect, it } from 'vitest';
import { createClient } from './client.ts';
import { centreOf, readAnswer } from './read-answer.ts';

const at = '2026-03-02T08:10:00.000Z';
const answer = policeAnswer.parse({
  serverTime: at,
  version: 3,
  viewer: 'HA 31-02',
  viewers: 1,
  until: at,
  centre: { name: 'Alarmcentrale', phone: '023 123 45 67' },
  view: {
    number: 1001,
    raisedAt: at,
    class: 'prio-1',
    isVerified: true,
    basis: 'geluid',
    medical: false,
    person: null,
    danger: { now: '', before: null, approach: '', aol: null },
    place: null,
    possibly: null,
    knownPlace: null,
    municipality: null,
    position: null,
    trail: [],
    doubts: ['not-encrypted'],
    hearsay: null,
    notices: [{ id: '3', why: 'heard', text: 'geschreeuw', at }],
    reports: [],
    centralist: null,
    closedAt: null,
  },
});

describe('an answer to a police page', () => {
  it('is taken as the server’s own schema takes it', () => {
    expect(readAnswer(answer)).toEqual(answer);
    const unchanged = { ...answer, view: null };
    expect(readAnswer(unchanged)).toEqual(unchanged);
  });

  it.each([
    ['nothing', null],
    ['a sign-on page’s own answer', { login: 'https://wifi.example' }],
    ['a list', []],
    ['no moment', { ...answer, serverTime: 'soon' }],
    ['no view of an alarm', { ...answer, view: {} }],
    ['a class of a later release', { ...answer, view: { ...answer.view, class: 'prio-0' } }],
    ['a doubt of a later release', { ...answer, view: { ...answer.view, doubts: ['other'] } }],
    [
      'a notice of a later release',
      { ...answer, view: { ...answer.view, notices: [{ id: '1', why: 'other', text: '', at }] } },
    ],
  ])('is not %s', async (_what, value) => {
    expect(policeAnswer.safeParse(value).success).toBe(false);
    expect(() => readAnswer(value)).toThrow();
    const client = createClient(() => Promise.resolve(Response.json(value)));
    expect(await client.view(null)).toEqual({ status: 'offline' });
  });
});

it('says whom to call, where that is said', () => {
  expect(centreOf({ centre: answer.centre })).toEqual(answer.centre);
  for (const details of [undefined, null, {}, { centre: { name: 'A', phone: '' } }, { centre: 1 }])
    expect(centreOf(details)).toBeNull();
});
