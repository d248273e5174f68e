// Whom a page goes to is what its centre has set by then, also when another process set it a moment ago.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DueEffect } from '../outbox/outbox.ts';
import { createHandlers } from '../testing/effect-handlers.ts';
import { openSettings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { openReceiver } from '../testing/receiver.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { set, setSms } from '../testing/settings.ts';

let centre: AlarmCentre;
let gateway: Awaited<ReturnType<typeof openReceiver>>;
beforeEach(async () => {
  [centre, gateway] = await Promise.all([openAlarmCentre(), openReceiver()]);
});
afterEach(async () => {
  await Promise.all([centre.end(), gateway.close()]);
});

const pageOf = (centreId: string): DueEffect => ({
  id: randomUUID(),
  kind: 'page-supervisor',
  centreId,
  alarmId: null,
  streamVersion: null,
  streamId: null,
  mode: 'real',
  recipient: 'dienstdoende supervisor',
  text: 'Alarm 1042 wacht te lang op aannemen.',
  attempts: 1,
  noticeId: randomUUID(),
  receiver: null,
});
const soon = () => AbortSignal.timeout(10_000);

test('the next page goes to the numbers that were set a moment ago, and each centre has its own', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const settings = await openSettings({ ...centre, background: centre.system });
  const handlers = createHandlers({ ...centre, settings });
  const page = (centreId: string) => handlers['page-supervisor'](pageOf(centreId), soon());
  const numbers = () => gateway.received.map(({ body }) => (JSON.parse(body) as { to: string }).to);
  const setTo = async (centreId: string, supervisor: string) => {
    const { system, keys, clock } = centre;
    await set({ centreId, system, keys, clock }, 'paging', {
      supervisor: [supervisor],
      onCall: [],
    });
    await expect
      .poll(() => settings.settingOf(centreId, 'paging').supervisor)
      .toEqual([supervisor]);
  };

  expect(await page(centre.centreId)).toEqual({ status: 'withheld', why: 'no-gateway' });
  await setSms(centre, gateway.url);
  await setSms({ ...centre, centreId: south.centreId }, gateway.url);
  await expect.poll(() => settings.settingOf(south.centreId, 'sms')).not.toBeNull();
  await setTo(centre.centreId, '+31612345678');
  await page(centre.centreId);
  expect(await page(south.centreId)).toEqual({ status: 'withheld', why: 'no-gateway' });
  await setTo(south.centreId, '+31600000001');
  await setTo(centre.centreId, '+31612345679');
  await page(centre.centreId);
  await page(south.centreId);
  expect(numbers()).toEqual(['+31612345678', '+31612345679', '+31600000001']);
});

test('somebody who works here is paged in his own language, any other number or address in the centre’s usual one', async () => {
  const post = await openMailServer();
  const { centreId, dirk, system } = centre;
  const settings = await openSettings({ ...centre, background: system });
  await setSms(centre, gateway.url);
  const [secret, his, other] = [randomUUID(), 'dirk@voorbeeld.test', 'wacht@voorbeeld.test'];
  const way = { ...post.way, from: 'centrale@voorbeeld.test', secretIds: [secret] };
  await set(centre, 'mail', way, { [secret]: post.password });
  await set(centre, 'paging', { supervisor: ['+31612345678', his, other], onCall: [] });
  await centre.database.superuser`update members set email = ${his} where user_id = ${dirk.id}`;
  await system.sql`
    insert into auth.user (id, name, email, email_verified, created_at, updated_at)
    values (${dirk.id}, 'Dirk', ${his}, true, now(), now())`;
  await system.sql`insert into auth.preference (user_id, language) values (${dirk.id}, 'en')`;
  const told = async (usual: 'nl' | 'en') => {
    gateway.received.splice(0);
    post.mails.splice(0);
    await set(centre, 'languages', { offered: ['nl', 'en'], usual });
    await expect.poll(() => settings.settingOf(centreId, 'languages').usual).toBe(usual);
    const page = createHandlers({ ...centre, settings })['page-supervisor'];
    expect(await page(pageOf(centreId), soon())).toEqual({ status: 'sent' });
    const mailTo = (address: string) => post.mails.find(({ to }) => to.includes(address))!.source;
    const sms = (JSON.parse(gateway.received[0]!.body) as { text: string }).text;
    return { sms, dirk: mailTo(his), other: mailTo(other) };
  };
  await expect.poll(() => settings.settingOf(centreId, 'paging').supervisor).toHaveLength(3);
  await expect.poll(() => settings.settingOf(centreId, 'mail')).not.toBeNull();

  const inDutch = await told('nl');
  expect(inDutch.sms).toBe('Alarm 1042 wacht te lang op aannemen.');
  expect(inDutch.dirk).toMatch(
    /^Subject: Message from the alarm[^]*Alarm 1042 has waited too long/m,
  );
  expect(inDutch.other).toMatch(/^Subject: Bericht van de alarmcentrale[^]*Alarm 1042 wacht/m);
  const inEnglish = await told('en');
  expect(inEnglish.sms).toMatch(/^Alarm 1042 has waited too long/);
  expect(inEnglish.other).toMatch(/Alarm 1042 has waited too long/);
  await post.close();
});
