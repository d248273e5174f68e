// In whose name anybody can speak: frames that need no more than an account's number, and frames that were
// caught and sent again, against an alarm that its button raised. Byte for byte from the wire to the police page.
import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { encodeFrame, positionFields } from '../../../../load-tests/src/button/dc09-frames.ts';
import { findAlarm } from '../../alarms/row/alarm-row.ts';
import { verifyLog } from '../../streams.ts';
import { envelope } from '../../testing/instance/device.ts';
import { policeViewOf } from '../../police/page/view.ts';
import { readNotice } from '../../police/notices/police-webhook.ts';
import * as sealing from '../../sealing/seal.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { AcceptedLimits } from '../../messages/limits/accepted-limits.ts';
import { createButtonContacts } from '../../buttons/button-contacts.ts';
import { keyPurpose, openButtonDirectory } from '../../buttons/register/button-directory.ts';
import { createDc09Intake } from './receive-dc09.ts';
import { ForeignCounts } from '../../messages/limits/foreign-counts.ts';
import { RefusedLimits } from '../../messages/limits/refused-limits.ts';
import { recoverMessages } from '../../testing/rounds.ts';

const key = randomBytes(16);
const haarlem = { latitude: 52.38144, longitude: 4.63633 };
const meppel = { latitude: 52.695, longitude: 6.194 };
const encrypted = { account: 'A253', key };
const plain = { account: 'A254' };

let centre: AlarmCentre;
let receive: (raw: Uint8Array, from?: string) => Promise<string | null>;

beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  const { system, recordAlone, keys, clock, toAlarm, announce, log } = centre;
  const [first, second] = centre.buttons;
  const sealed = sealing.seal(keys.master, keyPurpose(first!.id), key.toString('base64'));
  await system.sql`
    update buttons set account = ${encrypted.account}, key = ${sealed} where id = ${first!.id}`;
  await system.sql`update buttons set account = ${plain.account} where id = ${second!.id}`;
  const intake = createDc09Intake({
    recordAlone,
    keys,
    directory: await openButtonDirectory({ press: system, background: system, keys, clock }),
    contacts: createButtonContacts(system),
    // Answered once it is decided, so that nothing here waits for what comes behind the answer.
    takeIn: async (message, announce) => announce(await toAlarm(message, { record: true })),
    announce,
    faultPoint: () => {},
    log,
    accepted: new AcceptedLimits(),
    refused: new RefusedLimits(),
    foreign: new ForeignCounts(randomUUID),
    onRefusedCall: () => {},
    count: () => {},
  });
  receive = async (raw, remoteAddress = '10.0.0.1') => {
    const frame = { protocol: 'dc09', transport: 'udp', remoteAddress, raw, opening: raw } as const;
    const answer = await intake.receiveDc09({ ...frame, receivedAt: clock.now() });
    await intake.settled();
    return answer && Buffer.from(answer).toString('latin1');
  };
});
afterEach(() => centre.end());

let sequence = 0;
const frame = (
  button: { account: string; key?: Uint8Array },
  where: typeof haarlem,
  data = 'Nri1/PA001',
) =>
  encodeFrame({
    id: 'SIA-DCS',
    sequence: (sequence += 1),
    receiver: '1',
    line: '0',
    account: button.account,
    data,
    extended: positionFields(where.latitude, where.longitude),
    ...(button.key && { key: button.key, time: centre.clock.now() }),
  });

/** What waited for an accepted frame has waited long enough. */
async function waitIsOver(): Promise<void> {
  const { system, keys, toAlarm, raiseBare, announce, log, clock } = centre;
  clock.advance(16_000);
  await recoverMessages({ system, keys, toAlarm, raiseBare, announce, log }, clock.now());
}

async function alarms(): Promise<Alarm[]> {
  const { system, keys } = centre;
  const rows = await system.sql<{ id: string }[]>`select id from alarms order by number`;
  return Promise.all(
    rows.map(async ({ id }) => (await system.transaction((tx) => findAlarm(tx, keys, id)))!.state),
  );
}
async function onlyAlarm(): Promise<Alarm> {
  const all = await alarms();
  expect(all).toHaveLength(1);
  return all[0]!;
}

async function policePage(alarmId: string) {
  const { system, keys, clock } = centre;
  return system.transaction(async (tx) =>
    policeViewOf(tx, keys, (await findAlarm(tx, keys, alarmId))!, clock.now()),
  );
}

/** What it is told to be, apart from what is shown beside it. */
function known({ hearsay: _said, version: _version, updatedAt: _at, ...alarm }: Alarm) {
  const { hearsay: _place, ...personal } = alarm.personal!;
  return { ...alarm, personal };
}

async function handedOver(): Promise<Alarm> {
  const { anna, ask } = centre;
  const { id } = await onlyAlarm();
  for (const asked of [
    { type: 'Claim' },
    { type: 'Verify', basis: 'sound', note: 'geschreeuw' },
    {
      type: 'SendHandover',
      class: 'prio-1',
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'noord-holland', which: 'first' },
      withData: true,
    },
  ] as const) {
    const { version } = await onlyAlarm();
    expect(await ask(anna, id, { ...asked, expectedVersion: version })).toMatchObject({
      status: 'accepted',
    });
  }
  return onlyAlarm();
}

test('F1 a plain frame with the account of an encrypted button moves nothing, and is shown apart', async () => {
  expect(await receive(frame(encrypted, haarlem))).toContain('ACK');
  const before = await handedOver();
  centre.clock.advance(60_000);
  const { longitude, latitude } = meppel;
  const [x, y] = positionFields(latitude, longitude);
  const forged = `"SIA-DCS"0003R1L0#A253[#A253|Nri1/PA001][${x}][${y}]`;
  expect(await receive(envelope(forged), '203.0.113.9')).toBeNull();
  await waitIsOver();

  const after = await onlyAlarm();
  expect(known(after)).toEqual(known(before));
  expect(after).toMatchObject({
    hearsay: { count: 1, presses: 1, kind: 'panic' },
    personal: { position: { fix: { latitude: expect.closeTo(haarlem.latitude, 4) as number } } },
  });
  const page = await policePage(after.id);
  expect(page.position).toMatchObject({
    latitude: expect.closeTo(haarlem.latitude, 4) as number,
  });
  expect(page.trail).toEqual([expect.objectContaining({ latitude: page.position!.latitude })]);
  expect(page).toMatchObject({
    place: { text: 'Haarlem' },
    doubts: [],
    hearsay: { presses: 1, place: expect.stringMatching(/Meppel|Nijeveen/) as string },
  });
  expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
});

test('F1 an old encrypted press that is sent again an hour later is answered NAK and moves nothing', async () => {
  const caught = frame(encrypted, meppel);
  await receive(caught);
  const { anna, ask } = centre;
  const { id, version } = await onlyAlarm();
  await ask(anna, id, { type: 'Claim', expectedVersion: version });
  await receive(frame(encrypted, haarlem));
  const before = await onlyAlarm();
  centre.clock.advance(3_600_000);
  expect(await receive(caught, '203.0.113.9')).toContain('NAK');
  await waitIsOver();
  const after = await onlyAlarm();
  expect(known(after)).toEqual(known(before));
  expect(after.hearsay).toMatchObject({ presses: 1 });
  expect((await policePage(id)).hearsay).toMatchObject({ presses: 1 });
});

test('F1 an alarm that nothing but a refused frame raised says so everywhere, until its button is heard', async () => {
  await receive(frame(plain, haarlem));
  await receive(frame({ account: encrypted.account }, meppel), '203.0.113.9');
  await waitIsOver();
  const [, raised] = await alarms();
  expect(raised).toMatchObject({
    believed: false,
    priority: 'urgent',
    personal: { position: { unbelieved: true } },
  });
  const page = await policePage(raised!.id);
  expect(page).toMatchObject({ doubts: ['unbelieved', 'place-unbelieved'], trail: [] });
  expect(page.position).not.toBeNull();

  await receive(frame(encrypted, haarlem));
  const [, heard] = await alarms();
  expect(heard).not.toHaveProperty('believed');
  expect(await policePage(heard!.id)).toMatchObject({
    doubts: [],
    place: { text: 'Haarlem' },
  });
});

test('F1 a control room is told of it by data as well', async () => {
  await receive(frame({ account: encrypted.account }, meppel), '203.0.113.9');
  await waitIsOver();
  const alarm = await handedOver();
  const { notice } = await readNotice(centre, {
    noticeId: randomUUID(),
    alarmId: alarm.id,
    streamVersion: alarm.version,
  });
  expect(notice.doubts).toEqual(['unbelieved', 'place-unbelieved']);
});

test('F1 a refused press beside a medical alarm raises a duress of its own', async () => {
  await receive(frame(encrypted, haarlem, 'Nri1/MA001'));
  await receive(frame({ account: encrypted.account }, meppel), '203.0.113.9');
  await waitIsOver();
  expect(await alarms()).toMatchObject([
    { kind: 'medical', presses: { count: 1 } },
    { kind: 'duress', priority: 'urgent', believed: false },
  ]);
});

test('F1 a button without a key is marked, and a position from another sender is shown apart', async () => {
  await receive(frame(plain, haarlem));
  const { id, button, personal } = await onlyAlarm();
  expect(button.encrypted).toBe(false);
  expect(JSON.stringify(personal)).not.toContain('10.0.0.1');
  expect(await policePage(id)).toMatchObject({ doubts: ['not-encrypted'], hearsay: null });

  // It walks on, and its own positions count.
  await receive(frame(plain, { ...haarlem, latitude: 52.39 }, ''));
  expect((await onlyAlarm()).personal?.position?.fix.latitude).toBeCloseTo(52.39, 4);
  await receive(frame(plain, meppel, ''), '203.0.113.9');
  await receive(frame(plain, meppel), '203.0.113.9');
  const after = await onlyAlarm();
  expect(after.personal?.position?.fix.latitude).toBeCloseTo(52.39, 4);
  expect(after).toMatchObject({ presses: { count: 2 }, hearsay: { count: 2, presses: 0 } });
  const page = await policePage(id);
  expect(page.hearsay?.wgs84).toContain('52,69');
  expect(page.position?.latitude).toBeCloseTo(52.39, 4);
});
