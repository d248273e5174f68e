import { describe, expect, it, test } from 'vitest';
import type { Alarm } from '../state.ts';
import { linkEndsAt, opens } from './link.ts';

const linkId = '00000000-0000-4000-8000-000000000001';
const by = { id: '00000000-0000-4000-8000-000000000002', name: 'Anna' };
const at = (time: string) => new Date(`2026-03-02T${time}.000Z`);
const iso = (time: string) => at(time).toISOString();

type Facts = Parameters<typeof opens>[0];
function alarm({
  status = 'sent',
  closedAt,
  revokedAt,
}: { status?: string; closedAt?: string; revokedAt?: string } = {}): Facts {
  return {
    // Only its status is asked for.
    handover: { status } as Alarm['handover'],
    closed: closedAt ? { outcome: 'real-incident', needless: false, by, at: iso(closedAt) } : null,
    policeLinks: [
      {
        linkId,
        by,
        at: iso('08:00:00'),
        until: iso('10:00:00'),
        revokedAt: revokedAt ? iso(revokedAt) : null,
        views: 0,
        lastViewedAt: null,
      },
    ],
  };
}

describe('a link', () => {
  it.each([
    ['opens until its moment', alarm(), '09:59:59', true],
    ['ends at it', alarm(), '10:00:00', false],
    ['stays while police are under way', alarm({ status: 'under-way' }), '13:00:00', true],
    ['stays while police are on the scene', alarm({ status: 'on-scene' }), '13:00:00', true],
    ['stays while police are looking', alarm({ status: 'not-found' }), '13:00:00', true],
    ['ends once they are done', alarm({ status: 'done' }), '13:00:00', false],
    ['stays half an hour after closing', alarm({ closedAt: '11:00:00' }), '11:29:59', true],
    ['and no longer', alarm({ closedAt: '11:00:00' }), '11:30:00', false],
    ['however long it was given', alarm({ closedAt: '08:10:00' }), '09:00:00', false],
    [
      'also of police still under way',
      alarm({ status: 'under-way', closedAt: '11:00:00' }),
      '11:30:00',
      false,
    ],
    ['is over when revoked', alarm({ revokedAt: '08:30:00' }), '08:30:01', false],
    [
      'is over when revoked, police under way or not',
      alarm({ status: 'under-way', revokedAt: '08:30:00' }),
      '08:30:01',
      false,
    ],
  ])('%s', (_what, facts, time, expected) => {
    expect(opens(facts, linkId, at(time))).toBe(expected);
  });
});

test('one of another alarm never opens', () => {
  expect(opens({ ...alarm(), policeLinks: [] }, linkId, at('08:10:00'))).toBe(false);
  expect(linkEndsAt({ ...alarm(), policeLinks: [] }, linkId, at('08:10:00'))).toBeNull();
});
