// Whom a page goes to is what its centre has set by then, also when another process set it a moment ago.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHandlers } from '../testing/effect-handlers.ts';
import { openSettings } from '../settings/settings.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
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

test('the next page goes to the numbers that were set a moment ago, and each centre has its own', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const settings = await openSettings({ ...centre, background: centre.system });
  const handlers = createHandlers({ ...centre, settings });
  const page = (centreId: string) =>
    handlers['page-supervisor'](
      {
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
      },
      AbortSignal.timeout(10_000),
    );
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
