// Mail and SMS as a centre has set them: what counts, counts at the next message, and no centre uses another's.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSettings, type Settings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { openReceiver } from '../testing/receiver.ts';
import { seedCentre } from '../testing/seed-centre.ts';
import { set, setSms } from '../testing/settings.ts';
import { createGateways, NoWay, type Gateways } from './gateways.ts';

let centre: AlarmCentre;
let settings: Settings;
let gateways: Gateways;
let post: Awaited<ReturnType<typeof openMailServer>>;
let sms: Awaited<ReturnType<typeof openReceiver>>;
beforeEach(async () => {
  [centre, post, sms] = await Promise.all([openAlarmCentre(), openMailServer(), openReceiver()]);
  settings = await openSettings({ ...centre, background: centre.system });
  gateways = createGateways({ ...centre, settings });
});
afterEach(async () => {
  await Promise.all([centre.end(), post.close(), sms.close()]);
});

const mail = { to: 'piket@voorbeeld.test', subject: 'Bericht', text: 'Proefbericht.' };
async function setMail(password: string, from = 'centrale@voorbeeld.test'): Promise<void> {
  const id = randomUUID();
  const value = { ...post.way, from, secretIds: [id] };
  expect(await set(centre, 'mail', value, { [id]: password })).toBeNull();
  await expect
    .poll(() => settings.settingOf(centre.centreId, 'mail')?.secretIds)
    .toEqual(value.secretIds);
}

test('nothing set reaches nobody, and says so', async () => {
  expect(gateways.mailOf(centre.centreId)).toBeNull();
  expect(gateways.smsOf(centre.centreId)).toBeNull();
  await expect(gateways.send({ ...mail, centreId: centre.centreId })).rejects.toThrow(NoWay);
});

test('what was set a moment ago counts for the next message, with a password that was mended', async () => {
  const send = () => gateways.send({ ...mail, centreId: centre.centreId });
  await setMail('wrong');
  await expect(send()).rejects.toThrow();
  await setMail(post.password);
  await send();
  await setMail(post.password, 'anders@voorbeeld.test');
  await send();
  expect(post.mails.map(({ from }) => from)).toEqual([
    'centrale@voorbeeld.test',
    'anders@voorbeeld.test',
  ]);
  await set(centre, 'mail', null);
  await expect.poll(() => gateways.mailOf(centre.centreId)).toBeNull();
  await expect(send()).rejects.toThrow(NoWay);
});

test('a subject of one’s own is used, and a centre uses no other’s gateway', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  await setMail(post.password);
  await setSms(centre, sms.url);
  await expect.poll(() => gateways.smsOf(centre.centreId)).not.toBeNull();
  const { centreId } = centre;
  await gateways.send({ ...mail, centreId, subject: 'Uitnodiging' });
  await gateways.send({ centreId, to: '+31612345678', subject: '', text: 'Proefbericht.' });
  expect(post.mails[0]?.source).toContain('Subject: Uitnodiging');
  expect(sms.received).toMatchObject([{ headers: { authorization: 'Bearer token' } }]);
  await expect(gateways.send({ ...mail, centreId: south.centreId })).rejects.toThrow(NoWay);
});
