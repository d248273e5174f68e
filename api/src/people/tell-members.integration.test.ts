// Members are told by mail at a real small mail server, with the days moved: what it says, to whom, and what becomes of it
// where the server does not take it or the centre has none.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Language } from '@achterwacht/shared/language.ts';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { usualLanguages } from '@achterwacht/shared/which-language.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { openSettings, type Settings } from '../settings/settings.ts';
import { openAlarmCentre, startsAt, type AlarmCentre } from '../testing/alarm-centre.ts';
import { createHandlers } from '../testing/effect-handlers.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { set } from '../testing/settings.ts';
import { changeMember, isRefusal, withinMemberRules } from './change-member.ts';
import { makeInvitation } from './invitations.ts';
import { makeRecoveryCode, recoveryCodeHash } from './link-secrets.ts';
import { readMember } from './member-page.ts';

let centre: AlarmCentre;
let settings: Settings;
let post: Awaited<ReturnType<typeof openMailServer>>;
const origin = 'https://centrale.example';
/** Who works here, by name: an administrator, a supervisor and a centralist. */
const ids = { els: randomUUID(), dirk: randomUUID(), noor: randomUUID() };
const mailOf = (name: string) => `${name}@voorbeeld.test`;

beforeAll(async () => {
  [centre, post] = await Promise.all([openAlarmCentre(), openMailServer()]);
  settings = await openSettings({ ...centre, background: centre.system });
  // Whoever else is there has an address of his own, and would be told too.
  await centre.database.superuser`update members set status = 'suspended'`;
  const { centreId } = centre;
  for (const [name, role] of [
    ['els', 'administrator'],
    ['dirk', 'supervisor'],
    ['noor', 'centralist'],
  ] as const)
    await ask(ids[name], {
      type: 'EnterMember',
      centreId,
      role,
      municipalityId: null,
      name: `${name} Geheim`,
      email: mailOf(name),
    });
  await setMail(true);
});
afterAll(async () => {
  await Promise.all([centre.end(), post.close()]);
});
beforeEach(() => post.mails.splice(0));

const machine: Actor = { type: 'system', part: 'command-line' };
async function ask(memberId: string, command: MemberCommand, actor = machine): Promise<void> {
  const { centreId } = centre;
  const answer = await withinMemberRules(centre.keys, () =>
    centre.system.transaction((tx) =>
      changeMember(centre, tx, { memberId, centreId, command, actor }),
    ),
  );
  if (isRefusal(answer)) throw new Error(answer.code);
}

async function setMail(isSet: boolean): Promise<void> {
  const id = randomUUID();
  const value = { ...post.way, from: 'centrale@voorbeeld.test', secretIds: [id] };
  await set(centre, 'mail', isSet ? value : null, isSet ? { [id]: post.password } : {});
  await vi.waitFor(() =>
    expect(settings.settingOf(centre.centreId, 'mail')?.secretIds ?? null).toEqual(
      isSet ? [id] : null,
    ),
  );
}

async function setLanguages(value: SettingValue<'languages'>): Promise<void> {
  await set(centre, 'languages', value);
  await vi.waitFor(() => expect(settings.settingOf(centre.centreId, 'languages')).toEqual(value));
}

async function round(): Promise<void> {
  const handlers = createHandlers({ ...centre, settings }, origin);
  const outbox = createOutbox({ ...centre, handlers });
  await outbox.round();
  await outbox.settled();
}

/** To the moment, as the sweep comes to it: whatever is due of a member is done. */
async function until(moment: string): Promise<void> {
  centre.clock.advance(Date.parse(moment) - centre.clock.now().getTime());
  const due = await centre.system.sql<
    { subjectType: 'member'; subjectId: string; kind: string; revision: number; at: Date }[]
  >`
    select subject_type as "subjectType", subject_id as "subjectId", kind, revision, at
    from log.deadlines where subject_type = 'member' and at <= ${moment}`;
  await centre.reachDue.member(due as unknown as Parameters<typeof centre.reachDue.member>[0]);
  await round();
}

const received = () => post.mails.flatMap(({ to }) => to).sort();
const effectsOf = (memberId: string) => centre.system.sql<
  { kind: string; status: string; why: string | null }[]
>`
  select kind, status, last_error as why from log.effects where stream_id = ${memberId}
  order by created_at, id`;
const page = (memberId: string) =>
  centre.system.transaction((tx) =>
    readMember(tx, { keys: centre.keys, accounts: centre.system }, memberId, centre.clock.now()),
  );

async function invite(
  name: string,
  language?: Language,
): Promise<{ id: string; link: string | null }> {
  const id = randomUUID();
  const { centreId } = centre;
  const { asked, link } = makeInvitation(centre, origin, { way: 'mail', language });
  const role = 'centralist';
  const who = { name: `${name} Geheim`, email: mailOf(name), role, municipalityId: null } as const;
  await ask(id, { type: 'InviteMember', centreId, ...who, ...asked });
  return { id, link };
}

test('an invitation: its link, to him alone; refused for a while it goes out once', async () => {
  post.refuse('busy');
  const { id, link } = await invite('bo');
  expect(link).toBeNull();
  await round();
  expect(received()).toEqual([]);
  expect((await page(id))?.invitation?.mail).toBe('waiting');
  post.refuse(null);
  centre.clock.advance(60_000);
  await round();
  centre.clock.advance(60_000);
  await round();
  expect(received()).toEqual([mailOf('bo')]);
  const { source } = post.mails[0]!;
  const text = source.replaceAll('=\r\n', '').replaceAll('=3D', '=');
  expect(text).toMatch(/https:\/\/centrale\.example\/uitnodiging#[\w-]{43}/);
  expect(text).not.toContain('Geheim');
  expect((await page(id))?.invitation?.mail).toBe('sent');
});

test('it is in the language that whoever invites chose, and renewed in another', async () => {
  const { id } = await invite('eva', 'en');
  await round();
  expect(post.mails[0]!.source).toContain('You are invited');
  expect((await page(id))?.invitation?.language).toBe('en');
  const { asked } = makeInvitation(centre, origin, { way: 'mail', language: 'nl' });
  await ask(id, { type: 'RenewInvitation', ...asked });
  await round();
  expect(post.mails[1]!.source).toContain('U bent uitgenodigd');
});

test('a centre without mail sends none, and the page says so', async () => {
  await setMail(false);
  const { id } = await invite('cas');
  await round();
  expect(await effectsOf(id)).toMatchObject([
    { kind: 'mail-invitation', status: 'withheld', why: 'no-gateway' },
  ]);
  expect((await page(id))?.invitation?.mail).toBe('withheld');
  await setMail(true);
  expect(received()).toEqual([]);
});

test('a reset: he and the supervisors hear of it, without a name and without the code', async () => {
  await ask(ids.noor, { type: 'AskFactorReset', seen: 'in-person' });
  const code = makeRecoveryCode();
  const codeHash = recoveryCodeHash(centre.keys, ids.noor, code);
  await ask(ids.noor, { type: 'ApproveFactorReset', codeHash });
  await round();
  expect(received()).toEqual([mailOf('dirk'), mailOf('noor')]);
  for (const { source } of post.mails)
    for (const word of [code, 'Geheim', ids.noor]) expect(source).not.toContain(word);
});

test('each in his own language, where the centre offers it; otherwise in the usual one', async () => {
  const { sql } = centre.system;
  const prefers = (id: string, language: string) => sql`
    insert into auth.preference (user_id, language) values (${id}, ${language})
    on conflict (user_id) do update set language = excluded.language`;
  await sql`
    insert into auth.user (id, name, email, email_verified, created_at, updated_at)
    select user_id, name, email, true, now(), now() from members
    where user_id = any(${[ids.els, ids.noor]}) on conflict do nothing`;
  await prefers(ids.noor, 'en');
  await prefers(ids.els, 'nl');
  const codeHash = recoveryCodeHash(centre.keys, ids.noor, makeRecoveryCode());
  /** To whom in which language: his mail's subject, and a word of its text. */
  const told = async () => {
    await ask(ids.noor, { type: 'WithdrawFactorReset' });
    await ask(ids.noor, { type: 'AskFactorReset', seen: 'in-person' });
    post.mails.splice(0);
    await ask(ids.noor, { type: 'ApproveFactorReset', codeHash });
    await round();
    return post.mails
      .map(({ to, source: folded }) => {
        const source = folded.replaceAll('=\r\n', '');
        const isEnglish = /^Subject: Message from/m.test(source) && /second step:/.test(source);
        const isDutch = /^Subject: Bericht van/m.test(source) && /tweede stap:/.test(source);
        const language = isEnglish ? 'en' : 'nl';
        return [to.join(), isEnglish === isDutch ? source : language];
      })
      .sort();
  };
  expect(await told()).toEqual([
    [mailOf('dirk'), 'nl'],
    [mailOf('noor'), 'en'],
  ]);
  await setLanguages({ offered: ['nl', 'en'], usual: 'en' });
  expect(await told()).toEqual([
    [mailOf('dirk'), 'en'],
    [mailOf('noor'), 'en'],
  ]);
  await setLanguages({ offered: ['nl'], usual: 'nl' });
  expect(await told()).toEqual([
    [mailOf('dirk'), 'nl'],
    [mailOf('noor'), 'nl'],
  ]);

  await setLanguages({ offered: ['nl', 'en'], usual: 'en' });
  post.mails.splice(0);
  await invite('dee');
  await round();
  expect(post.mails[0]?.source).toMatch(/^Subject: Message from/m);
  expect(post.mails[0]?.source).toContain('You are invited');
  await setLanguages(usualLanguages);
  await sql`delete from auth.preference`;
});

test('a paper that ends: he and the administrators hear it 60, 14 and 1 days before, and then no more', async () => {
  const year = startsAt.slice(0, 4);
  const paper = { since: `${year}-01-01`, expires: `${year}-12-31`, number: 'NL-4711' };
  await ask(ids.noor, { type: 'RecordPaper', kind: 'pass', paper });
  const days = [
    [`${year}-10-31T12:00:00.000Z`, null],
    [`${year}-11-01T07:30:00.000Z`, 'over 60 dagen'],
    [`${year}-12-16T12:00:00.000Z`, null],
    [`${year}-12-17T07:30:00.000Z`, 'over 14 dagen'],
    [`${year}-12-30T07:30:00.000Z`, 'over 1 dag'],
    [`${Number(year) + 1}-02-01T12:00:00.000Z`, null],
  ] as const;
  for (const [moment, words] of days) {
    post.mails.splice(0);
    await until(moment);
    const to = words === null ? [] : [mailOf('els'), mailOf('noor')];
    expect([moment, received()]).toEqual([moment, to]);
    for (const { source } of post.mails) {
      expect(source.replaceAll('=\r\n', '')).toContain(words);
      for (const word of ['4711', 'Geheim']) expect(source).not.toContain(word);
    }
  }
});

test('whoever is administrator no more hears it, also where he can log in no more', async () => {
  const { centreId } = centre;
  const fred = randomUUID();
  const who = { name: 'Fred Geheim', email: mailOf('fred'), municipalityId: null };
  await ask(fred, { type: 'EnterMember', centreId, role: 'administrator', ...who });
  await ask(fred, { type: 'SuspendMember', reason: 'Zomaar' });
  await round();
  expect(received()).toEqual([mailOf('dirk'), mailOf('fred')]);
  expect(post.mails[0]?.source).toContain('geen beheerder van de alarmcentrale meer');
  await ask(ids.noor, { type: 'SuspendMember', reason: null });
  await round();
  expect(post.mails).toHaveLength(2);
});
