// What a line tells of a change: what differs, and nothing that is sealed or that a code was made into.
import { expect, test } from 'vitest';
import { usualNearbyPress } from '@achterwacht/shared/alarm/verification/nearby.ts';
import { foldUnsealed } from '../streams.ts';
import { behindOf } from './read-line.ts';

const dirk = { id: '00000000-0000-4000-8000-000000000001', name: 'Dirk' };
const memberId = '00000000-0000-4000-8000-000000000009';

const event = (version: number, type: string, data: object) =>
  JSON.stringify({
    memberId,
    version,
    schemaVersion: 1,
    at: `2026-03-02T08:00:0${version}.000Z`,
    actor: { type: 'person', ...dirk, role: 'administrator' },
    type,
    data,
    sealed: 'c2VhbGVk',
  });
const placed = { role: 'centralist', municipalityId: null };
const entered = event(1, 'MemberEntered', { centreId: memberId, ...placed });
const became = event(2, 'MemberChanged', {
  by: dirk,
  ...placed,
  role: 'supervisor',
  changed: ['role'],
});

test('from what into what', () => {
  const { changed, said } = behindOf('member', [entered, became], foldUnsealed);
  expect(changed).toContainEqual({ name: 'role', before: 'centralist', after: 'supervisor' });
  expect(said).toContainEqual({ name: 'by.name', value: 'Dirk' });
  expect(behindOf('member', [entered], foldUnsealed).changed).toEqual([]);
});

test('what a code was made into is told to nobody', () => {
  const asked = event(2, 'FactorResetAsked', {
    by: dirk,
    seen: 'in-person',
    expiresAt: '2026-03-03T08:00:00.000Z',
  });
  const approved = event(3, 'FactorResetApproved', {
    by: dirk,
    codeHash: 'f00d',
    expiresAt: '2026-03-02T08:15:00.000Z',
  });
  const behind = behindOf('member', [entered, asked, approved], foldUnsealed);
  expect(behind.changed.map(({ name }) => name)).toContain('reset.expiresAt');
  expect(JSON.stringify(behind)).not.toContain('f00d');
});

test('of what cannot be folded it says what stands there', () => {
  const odd = event(2, 'MemberFlew', { by: dirk });
  expect(behindOf('member', [entered, odd], foldUnsealed)).toMatchObject({
    changed: [],
    said: [
      { name: 'by.id', value: dirk.id },
      { name: 'by.name', value: 'Dirk' },
    ],
  });
});

test('of one of very many, without those before it, it says what stands there', () => {
  expect(behindOf('member', [became], foldUnsealed)).toMatchObject({
    changed: [],
    said: expect.arrayContaining([{ name: 'role', value: 'supervisor' }]) as object,
  });
});

const settingEvent = (version: number, type: string, data: object) =>
  JSON.stringify({
    settingId: memberId,
    version,
    schemaVersion: 1,
    at: `2026-03-02T08:00:0${version}.000Z`,
    actor: { type: 'person', ...dirk, role: 'administrator' },
    type,
    data,
  });
const proposing = (value: object, kind = 'nearby-press') =>
  settingEvent(1, 'SettingProposed', { centreId: memberId, kind, by: dirk, value });

test('of a setting the value that was proposed stands there once and whole, and so does what counts since', () => {
  const proposed = proposing({ metres: 300, seconds: 120 });
  const approved = settingEvent(2, 'SettingApproved', { by: null, alone: 'only-administrator' });
  const setting = {
    kind: 'nearby-press',
    before: usualNearbyPress,
    after: { metres: 300, seconds: 120 },
  };

  for (const texts of [[proposed], [proposed, approved]]) {
    const behind = behindOf('setting', texts, foldUnsealed);
    expect(behind.setting).toEqual(setting);
    expect(JSON.stringify([behind.changed, behind.said])).not.toContain('300');
  }
});

test('what was taken back, and a value that is sealed, stands nowhere', () => {
  const proposed = proposing({ metres: 300, seconds: 120 });
  const withdrawn = settingEvent(2, 'SettingWithdrawn', { by: dirk });
  expect(behindOf('setting', [proposed, withdrawn], foldUnsealed).setting).toBeNull();
  const sealed = settingEvent(1, 'SettingProposed', {
    centreId: memberId,
    kind: 'paging',
    by: dirk,
    value: null,
  });
  expect(behindOf('setting', [sealed], foldUnsealed).setting).toBeNull();
});
