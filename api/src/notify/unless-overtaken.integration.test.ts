// A page on its way while the centre goes on: told late it would be untrue, so it is not told.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { DeadlineKind } from '@achterwacht/shared/alarm/deadlines/state.ts';
import { findAlarm } from '../alarms/row/alarm-row.ts';
import { createHandlers } from '../testing/effect-handlers.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { openReceiver } from '../testing/receiver.ts';
import { set, setSms } from '../testing/settings.ts';
import { openSettings } from '../settings/settings.ts';

let centre: AlarmCentre;
let gateway: Awaited<ReturnType<typeof openReceiver>>;
let alarmId: string;
beforeEach(async () => {
  [centre, gateway] = await Promise.all([openAlarmCentre(), openReceiver()]);
  await set(centre, 'paging', { supervisor: ['+31612345678'], onCall: ['+31612345679'] });
  await setSms(centre, gateway.url);
  ({ alarmId } = await centre.press());
});
afterEach(async () => {
  await Promise.all([centre.end(), gateway.close()]);
});

const version = async () =>
  (await centre.system.transaction((tx) => findAlarm(tx, centre.keys, alarmId)))!.state.version;
async function act(command: PersonCommand): Promise<void> {
  expect(await centre.ask(centre.anna, alarmId, command)).toMatchObject({ status: 'accepted' });
}
/** The moment passes, as the sweep finds it. */
async function passes(kind: DeadlineKind, seconds: number): Promise<void> {
  centre.clock.advance(seconds * 1000);
  const { state: alarm } = (await centre.system.transaction((tx) =>
    findAlarm(tx, centre.keys, alarmId),
  ))!;
  const revision = alarm.deadlines.find((deadline) => deadline.kind === kind)!.revision;
  await centre.handleCommand.forSystem({ part: 'sweep' }, alarmId, {
    type: 'DeadlineReached',
    kind,
    revision,
  });
}
async function round(): Promise<void> {
  const settings = await openSettings({ ...centre, background: centre.system });
  const outbox = createOutbox({
    ...centre,
    handlers: createHandlers({ ...centre, settings }),
  });
  await outbox.round();
  await outbox.settled();
}
const pages = () => centre.system.sql<{ status: string; why: string | null; text: string }[]>`
  select status, last_error as why, text from log.effects where kind like 'page-%' order by created_at`;

async function handedOverAndUnconfirmed(): Promise<void> {
  await act({ type: 'Claim', expectedVersion: await version() });
  await act({
    type: 'SendHandover',
    expectedVersion: await version(),
    class: 'assistance',
    overrideReason: null,
    channel: 'telephone',
    route: { regionCode: 'noord-holland', which: 'first' },
  });
  await passes('handover-unconfirmed', 60);
}
const confirm = async () =>
  act({
    type: 'ConfirmHandover',
    expectedVersion: await version(),
    policeOperator: 'Karel de Boer',
    incidentNumber: '2026-4471',
    channel: 'telephone',
  });

test('nobody confirmed: the supervisor is paged', async () => {
  await handedOverAndUnconfirmed();
  await round();
  expect(gateway.received).toHaveLength(1);
  expect(await pages()).toMatchObject([{ status: 'sent', why: null }]);
});

test('confirmed while the gateway was down: it is not told late', async () => {
  await handedOverAndUnconfirmed();
  gateway.become('refuses');
  await round();
  expect(await pages()).toMatchObject([{ status: 'waiting' }]);
  await confirm();
  gateway.become('takes');
  centre.clock.advance(60_000);
  await round();
  expect(gateway.received).toHaveLength(1);
  expect(await pages()).toMatchObject([{ status: 'withheld', why: 'overtaken' }]);
});

test('taken while the gateway was down: nobody is called from home for it', async () => {
  await passes('unclaimed-supervisor', 20);
  gateway.become('refuses');
  await round();
  await act({ type: 'Claim', expectedVersion: await version() });
  gateway.become('takes');
  centre.clock.advance(60_000);
  await round();
  expect(gateway.received).toHaveLength(1);
  expect(await pages()).toMatchObject([{ status: 'withheld', why: 'overtaken' }]);
});
