// What a centre still lacks is named, and is named no more once it is there.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import { paperKind } from '@achterwacht/shared/member/kinds.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { addMunicipality } from '../municipality/customers/add-municipality.ts';
import { changeMember, withinMemberRules } from '../people/change-member.ts';
import { withKeysMade } from '../sealing/key-ring.ts';
import { readSettings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { set, setSms } from '../testing/settings.ts';
import { checkRealUse } from './real-use.ts';

let centre: AlarmCentre;
const by = { type: 'system', part: 'command-line' } as const;
beforeAll(async () => {
  centre = await openAlarmCentre();
  await centre.database.superuser`update members set status = 'suspended'`;
  await centre.database.superuser`update buttons set status = 'in-pool'`;
});
afterAll(() => centre.end());

async function missing(): Promise<string[]> {
  const { system, keys, clock } = centre;
  const settings = await readSettings(system.sql, keys, { error: () => expect.unreachable() });
  const checks = await checkRealUse(system, settings, clock.now());
  return checks.filter(({ isOk }) => !isOk).map(({ name }) => name);
}

async function ask(memberId: string, command: MemberCommand): Promise<void> {
  const { centreId } = centre;
  const answer = await withinMemberRules(centre.keys, () =>
    centre.system.transaction((tx) =>
      changeMember(centre, tx, { memberId, centreId, command, actor: by }),
    ),
  );
  expect(answer).not.toHaveProperty('code');
}

async function add(role: Role): Promise<string> {
  const id = randomUUID();
  const { centreId } = centre;
  const who = { role, municipalityId: null, name: role, email: `${id}@voorbeeld.test` };
  await ask(id, { type: 'EnterMember', centreId, ...who });
  return id;
}

async function papers(memberId: string, expires: string): Promise<void> {
  for (const kind of paperKind.options)
    await ask(memberId, {
      type: 'RecordPaper',
      kind,
      paper: { since: '2020-01-01', expires, number: null },
    });
}

test('a new centre lacks all of it, and each goes as it is done', async () => {
  const people = [
    'a second administrator, for what takes two',
    'two centralists whose papers count',
    'a supervisor',
  ];
  const numbers = [
    'a number of a control room of the police',
    'every number called within the week',
  ];
  const paging = ['whom to page when nobody takes an alarm', 'a way to reach them'];
  const municipality = 'a municipality with a number day and night';
  const button = 'a button that somebody wears';
  await set(centre, 'control-rooms', []);
  expect(await missing()).toEqual([...people, ...numbers, 'mail', ...paging, municipality, button]);

  for (const role of ['administrator', 'administrator', 'supervisor'] as const) await add(role);
  const [first, second] = [await add('centralist'), await add('centralist')];
  const now = centre.clock.now();
  const today = now.toISOString().slice(0, 10);
  await papers(first, today);
  await papers(second, '2026-01-01');
  expect(await missing()).toContain('two centralists whose papers count');
  await papers(second, '2099-01-01');

  const line = { regionCode: 'limburg', discipline: 'police', which: 'first' } as const;
  const phone = '043 350 00 01';
  await set(centre, 'control-rooms', [{ ...line, phone, lastTestedAt: null }]);
  expect(await missing()).toEqual([numbers[1], 'mail', ...paging, municipality, button]);
  await set(centre, 'control-rooms', [{ ...line, phone, lastTestedAt: now.toISOString() }]);

  await set(centre, 'paging', { supervisor: ['+31612345678'], onCall: ['wacht@voorbeeld.test'] });
  await setSms(centre, new URL('https://sms.example/'));
  expect(await missing()).toEqual(['mail', paging[1], municipality, button]);
  const mail = { host: 'mail.example', port: 465, tls: 'from-start', user: null } as const;
  await set(centre, 'mail', { ...mail, from: 'a@voorbeeld.test', secretIds: [] });

  const { centreId } = centre;
  const details = {
    code: '0392',
    dayAndNightPhone: '023 511 50 01',
    office: null,
    contract: null,
    theme: null,
    language: 'nl',
  } as const;
  await withKeysMade(centre.keys, () =>
    centre.system.transaction((tx) => addMunicipality(centre, tx, { centreId, details, by })),
  );
  expect(await missing()).toEqual([button]);
  await centre.database.superuser`update buttons set status = 'lent'`;
  expect(await missing()).toEqual([]);
});
