// A handover by data where the control room has two systems: each hears it, and what becomes of one is nothing to the other.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOutbox } from '../../outbox/outbox.ts';
import { openSettings } from '../../settings/settings.ts';
import { createHandlers } from '../../testing/effect-handlers.ts';
import { openPressed, secret, type Pressed } from '../../testing/pressed.ts';
import { openReceiver } from '../../testing/receiver.ts';
import { setWebhooks } from '../../testing/settings.ts';

let pressed: Pressed;
let centre: Pressed['centre'];
let receiver: Pressed['receiver'];
let other: Pressed['receiver'];
beforeEach(async () => {
  pressed = await openPressed();
  ({ centre, receiver } = pressed);
  other = await openReceiver();
});
afterEach(() => Promise.all([pressed.end(), other.close()]));

async function both(asked: { isOn: boolean } = { isOn: true }) {
  const shared = { secret, rooms: ['noord-holland'] as const, name: 'Een' };
  await setWebhooks(
    centre,
    { ...shared, url: receiver.url.href, format: 'json' },
    { ...shared, ...asked, url: other.url.href, format: 'cap', name: 'Twee' },
  );
  const handlers = createHandlers(
    { ...centre, settings: await openSettings({ ...centre, background: centre.system }) },
    'https://centrale.example',
  );
  return createOutbox({ ...centre, handlers });
}
const parts = () => centre.system.sql<{ recipient: string; status: string; attempts: number }[]>`
    select recipient, status, attempts from log.effects where kind = 'police-webhook'
    order by recipient`;

it('each hears it in its own form, under the same id and once', async () => {
  await pressed.handOver();
  const outbox = await both();
  await outbox.round();
  await outbox.settled();
  await outbox.round();
  await outbox.settled();
  const [ours] = receiver.received;
  const [theirs] = other.received;
  expect([receiver.received.length, other.received.length]).toEqual([1, 1]);
  expect(theirs!.headers['webhook-id']).toBe(ours!.headers['webhook-id']);
  expect(theirs!.body).toContain(ours!.headers['webhook-id']);
  expect(theirs!.body).toContain('<addresses>"meldkamer Noord-Holland"</addresses>');
  expect([...(await parts())]).toEqual([
    { recipient: 'meldkamer Noord-Holland · Een', status: 'sent', attempts: 1 },
    { recipient: 'meldkamer Noord-Holland · Twee', status: 'sent', attempts: 1 },
  ]);
});

it('one that hangs and one that refuses keep the other from nothing', async () => {
  await pressed.handOver();
  for (let count = 0; count < 12; count += 1) await pressed.addMessage(`bericht ${count}`);
  other.become('hangs');
  const outbox = await both();
  await outbox.round();
  // Thirteen notices and ten at a time: more than all places of a lane that both would share.
  await expect
    .poll(async () => {
      await outbox.round();
      // Written down after it was received, and the alarm told before that.
      return (await parts()).filter(({ status }) => status === 'sent').length;
    })
    .toBe(13);
  expect(receiver.received).toHaveLength(13);
  expect((await pressed.alarm()).dataNotice).toMatchObject({ status: 'taken' });
  await other.close();
  await outbox.settled();
  other = await openReceiver();
});

it('one that never takes it is given up alone, and the alarm stays taken', async () => {
  await pressed.handOver();
  other.become('refuses');
  const outbox = await both();
  for (let attempt = 1; attempt <= 9; attempt += 1) {
    await outbox.round();
    await outbox.settled();
    centre.clock.advance(60_000);
  }
  expect(receiver.received).toHaveLength(1);
  expect(other.received).toHaveLength(8);
  expect([...(await parts())]).toMatchObject([
    { status: 'sent' },
    { status: 'failed', attempts: 8 },
  ]);
  expect((await pressed.alarm()).dataNotice).toMatchObject({ status: 'taken' });
});

it('one that is turned off is not told; taken away while it waits, it is said so', async () => {
  await pressed.handOver();
  other.become('refuses');
  const before = await both();
  await before.round();
  await before.settled();
  const after = await both({ isOn: false });
  centre.clock.advance(2_000);
  await after.round();
  await after.settled();
  expect([...(await parts())]).toMatchObject([{ status: 'sent' }, { status: 'withheld' }]);
  expect((await pressed.alarm()).dataNotice).toMatchObject({ status: 'taken' });
  await pressed.addMessage('achterdeur open');
  await after.round();
  await after.settled();
  expect(receiver.received).toHaveLength(2);
  expect(other.received).toHaveLength(1);
});
