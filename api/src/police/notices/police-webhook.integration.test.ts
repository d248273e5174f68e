// A handover by data, from the command to a receiver outside: signed, told again to the letter after a cut
// line, followed by messages, and never of anything that is not real.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import { createHandlers } from '../../testing/effect-handlers.ts';
import { createOutbox } from '../../outbox/outbox.ts';
import { openSettings } from '../../settings/settings.ts';
import { seedCentre } from '../../testing/seed-centre.ts';
import { openPressed, secret, type Pressed } from '../../testing/pressed.ts';
import { setWebhooks } from '../../testing/settings.ts';
import type { Notice } from './notice.ts';

let pressed: Pressed;
let centre: Pressed['centre'];
let receiver: Pressed['receiver'];
let act: Pressed['act'];
let handOver: Pressed['handOver'];
let addMessage: Pressed['addMessage'];
let format: 'json' | 'cap';
let rooms: ControlRoomCode[];

beforeEach(async () => {
  pressed = await openPressed();
  ({ centre, receiver, act, handOver, addMessage } = pressed);
  format = 'json';
  rooms = ['noord-holland'];
});
afterEach(() => pressed.end());

const alarm = () => pressed.alarm();
const version = () => pressed.version();

async function settings() {
  await setWebhooks(centre, { url: receiver.url.href, secret, format, rooms });
  return openSettings({ ...centre, background: centre.system });
}
async function round(): Promise<void> {
  const outbox = createOutbox({
    ...centre,
    handlers: createHandlers({ ...centre, settings: await settings() }, 'https://centrale.example'),
  });
  await outbox.round();
  await outbox.settled();
}
type Told = { type: string; timestamp: string; data: Notice };
const told = () =>
  receiver.received.map(({ body, headers }) => new Webhook(secret).verify(body, headers) as Told);
const statuses = async () =>
  (
    await centre.system.sql<{ status: string }[]>`
      select status from log.effects where kind = 'police-webhook' order by created_at`
  ).map(({ status }) => status);

describe('a handover by data', () => {
  it('arrives signed, under the effect’s own id', async () => {
    await handOver();
    await round();
    const [effect] = await centre.system.sql<{ id: string; recipient: string; text: string }[]>`
      select id, recipient, text from log.effects where kind = 'police-webhook'`;
    expect(effect).toMatchObject({ recipient: 'meldkamer Noord-Holland · Meldkamer' });
    expect(effect!.text).not.toMatch(/Drager|Haarlem/);
    expect(receiver.received[0]!.headers['webhook-id']).toBe(effect!.id);
    expect(told()).toMatchObject([
      {
        type: 'alarm.handover',
        data: {
          id: effect!.id,
          mode: 'real',
          class: 'assistance',
          person: { name: 'Drager Noord1', function: 'wethouder' },
          centre: { name: 'Noord', phone: '088 000 00 00' },
          handover: { id: effect!.id },
        },
      },
    ]);
    expect(await statuses()).toEqual(['sent']);
  });

  it('is followed by messages that point at it; what the police say is not told to them', async () => {
    await handOver();
    await addMessage('Nader bericht: mogelijk loos – politie beslist');
    await centre.handleCommand.forSystem({ part: 'police-link' }, pressed.alarmId, {
      type: 'ReceivePoliceMessage',
      operator: 'HA 31-02',
      text: 'onderweg',
    });
    await round();
    const [first, second, ...more] = told().toSorted((a, b) => a.type.localeCompare(b.type));
    expect(more).toEqual([]);
    expect(second).toMatchObject({
      type: 'alarm.message',
      data: {
        text: 'Nader bericht: mogelijk loos – politie beslist',
        handover: { id: first!.data.id, sentAt: first!.data.sentAt },
      },
    });
  });

  it('D2 hears that it is Prio 1 when it is verified since, as a message to the case it has', async () => {
    await handOver();
    const confirmed = {
      type: 'ConfirmHandover',
      channel: 'telephone',
      policeOperator: 'Kees',
      incidentNumber: '2026-1',
    } as const;
    await act({ ...confirmed, expectedVersion: await version() });
    await act({
      type: 'Verify',
      expectedVersion: await version(),
      basis: 'person-on-site',
      note: 'geschreeuw',
    });
    await act({
      type: 'SendHandover',
      expectedVersion: await version(),
      class: 'prio-1',
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'noord-holland', which: 'first' },
      withData: true,
    });
    await round();
    const [first, second, ...more] = told().toSorted((a, b) => a.type.localeCompare(b.type));
    expect(more).toEqual([]);
    expect(first!.data).toMatchObject({ class: 'assistance', basis: null });
    expect(second).toMatchObject({
      type: 'alarm.message',
      data: {
        class: 'prio-1',
        basis: 'person-on-site',
        text: 'Nader bericht: nu geverifieerd, Prio 1.',
        heard: 'geschreeuw',
        handover: { id: first!.data.id },
      },
    });
    expect((await alarm()).dataNotice).toMatchObject({ class: 'prio-1', status: 'taken' });
  });

  it('by telephone sends nothing', async () => {
    await act({
      type: 'SendHandover',
      expectedVersion: await version(),
      class: 'assistance',
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'noord-holland', which: 'first' },
    });
    await act({
      type: 'ConfirmHandover',
      expectedVersion: await version(),
      channel: 'telephone',
      policeOperator: 'Kees',
      incidentNumber: '2026-1',
    });
    await addMessage('achterdeur open');
    expect(await statuses()).toEqual([]);
  });

  it('says at the desk that it was taken, and the second number makes no second case', async () => {
    await handOver();
    expect((await alarm()).dataNotice).toMatchObject({ status: 'under-way' });
    await round();
    expect((await alarm()).dataNotice).toMatchObject({ status: 'taken' });
    await handOver('second');
    await round();
    expect(receiver.received).toHaveLength(1);
  });

  it('asked twice at the same moment under one id, goes once', async () => {
    const command = {
      type: 'SendHandover',
      expectedVersion: await version(),
      class: 'assistance',
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'noord-holland', which: 'first' },
      withData: true,
    } as const;
    const commandId = randomUUID();
    const asked = Array.from({ length: 5 }, () =>
      centre.ask(centre.anna, pressed.alarmId, command, commandId),
    );
    for (const outcome of await Promise.all(asked)) expect(outcome.status).toBe('accepted');
    await Promise.all([round(), round()]);
    expect(receiver.received).toHaveLength(1);
  });

  it('to a control room without a system goes nowhere, and the alarm says so', async () => {
    rooms = ['limburg'];
    await handOver();
    await round();
    expect(receiver.received).toEqual([]);
    expect(await statuses()).toEqual(['withheld']);
    expect((await alarm()).dataNotice).toMatchObject({ status: 'withheld' });
  });

  it('that is never taken says so when all attempts are spent', async () => {
    await handOver();
    receiver.become('refuses');
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      await round();
      centre.clock.advance(60_000);
    }
    expect(await statuses()).toEqual(['failed']);
    expect((await alarm()).dataNotice).toMatchObject({ status: 'failed' });
  });
});

describe('a line that fails', () => {
  it.each(['cuts', 'cuts-within', 'refuses'] as const)(
    'when it %s, the repeat is the same to the letter, whatever happened meanwhile',
    async (behaviour) => {
      await handOver();
      receiver.become(behaviour);
      await round();
      expect(await statuses()).toEqual(['waiting']);
      await centre.press();
      await act({ type: 'AddNote', noteId: pressed.alarmId, text: 'stil nu', happenedAt: null });
      centre.clock.advance(2_000);
      receiver.become('takes');
      await round();
      expect(await statuses()).toEqual(['sent']);
      const [first, second] = receiver.received;
      expect(second!.body).toBe(first!.body);
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
      expect(told()).toHaveLength(2);
    },
  );
});

describe('as CAP', () => {
  it('is valid against the schema, an update pointing at its alert', async () => {
    format = 'cap';
    await handOver();
    await addMessage('twee personen gezien');
    await round();
    const schema = readFileSync(new URL('./schema/CAP-v1.2.xsd', import.meta.url), 'utf8');
    expect(receiver.received).toHaveLength(2);
    for (const { body, headers } of receiver.received) {
      expect(headers['content-type']).toBe('application/cap+xml');
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      expect(await validateXML({ xml: body, schema })).toMatchObject({ valid: true, errors: [] });
    }
    const update = receiver.received.find(({ body }) => body.includes('Update'))!;
    const alert = receiver.received.find(({ body }) => body.includes('>Alert<'))!;
    const [, identifier] = /<identifier>(.*?)<\/identifier>/.exec(alert.body)!;
    const [, sent] = /<sent>(.*?)<\/sent>/.exec(alert.body)!;
    expect(update.body).toContain(
      `<references>centrale.example,${identifier},${sent}</references>`,
    );
  });
});

it('of a drill is withheld', async () => {
  await handOver();
  await centre.system.sql`update log.effects set mode = 'exercise'`;
  await round();
  expect(receiver.received).toEqual([]);
  expect(await statuses()).toEqual(['withheld']);
});

it('goes where its own centre says, whatever another has set', async () => {
  const south = await seedCentre(centre.system, centre.keys, { name: 'Zuid' });
  const theirs = { ...centre, centreId: south.centreId };
  await setWebhooks(theirs, { url: receiver.url.href, secret, format, rooms });
  await handOver();
  const outbox = createOutbox({
    ...centre,
    handlers: createHandlers(
      { ...centre, settings: await openSettings({ ...centre, background: centre.system }) },
      'https://centrale.example',
    ),
  });
  await outbox.round();
  await outbox.settled();
  expect(receiver.received).toEqual([]);
  expect(await statuses()).toEqual(['withheld']);
});

it('without its holder’s key tells what is left, and does not hang on it', async () => {
  await handOver();
  centre.keys.erase(centre.buttons[0]!.holderId);
  const reopened = { ...centre, keys: centre.keys.reopen() };
  const outbox = createOutbox({
    ...reopened,
    handlers: createHandlers(
      { ...reopened, settings: await settings() },
      'https://centrale.example',
    ),
  });
  await outbox.round();
  await outbox.settled();
  expect(told()).toMatchObject([{ data: { person: null, position: null } }]);
});
