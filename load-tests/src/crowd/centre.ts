// A product of its own for the crowd: a customer's buttons, desks that look on, and what each maker of trouble needs
// to be one.
import postgres from 'postgres';
import { startInstance, type TestInstance } from '../../../tools/testing/instance.ts';
import { Dc09Button } from '../button/dc09-button.ts';
import { DeskSession, demoAccounts } from '../target/desk-session.ts';
import { Audience } from '../harness/consoles/audience.ts';
import { openOutside, waysOf } from '../harness/outside-world.ts';
import { findTarget, registerButtons, type Target } from '../target/target.ts';
import { readBooks, type Books } from './books.ts';
import type { CrowdSize } from './sending/crowd-size.ts';
import { Customer } from './customer.ts';
import { watchDesk, type DeskWatch } from './desk-watch.ts';
import type { Scene } from './troubles/trouble.ts';

/** Enough that nobody presses while his last press is being decided. */
const customerButtons = 40;
/** Of which each must see each of the customer's presses, once. */
const desks = 2;
/** They encrypt: what they send in clear is refused, and heard. */
const refusedButtons = 5;
const theirKey = `hex:${'5E'.repeat(16)}`;

export type CrowdCentre = {
  instance: TestInstance;
  target: Target;
  customer: Customer;
  scene: Scene;
  /** Of buttons whose presses will be refused. */
  refusedAccounts: readonly string[];
  audience: Audience;
  watch: DeskWatch;
  sql: postgres.Sql;
  books: () => Promise<Books>;
};

/** Gives a centre to `work` and ends all of it afterwards, whatever became of it. */
export async function withCrowdCentre<T>(
  size: CrowdSize,
  work: (centre: CrowdCentre) => Promise<T>,
): Promise<T> {
  const outside = await openOutside('answers');
  const instance = await startInstance();
  const closing: (() => unknown)[] = [];
  try {
    for (const [kind, value] of Object.entries({ ...waysOf(outside), paging }))
      await instance.command('settings', 'set', kind, JSON.stringify(value));
    return await work(await openCentre(instance, size, closing));
  } finally {
    for (const close of closing.reverse()) await close();
    await instance.stop();
    await outside.close();
  }
}

/** So that there are pages to count. */
const paging = {
  supervisor: ['+31612345678', 'dienst@voorbeeld.test'],
  onCall: ['+31612345679'],
};

async function openCentre(
  instance: TestInstance,
  size: CrowdSize,
  closing: (() => unknown)[],
): Promise<CrowdCentre> {
  const target = await findTarget(instance.describe().env);
  const accounts = await registerButtons(target, customerButtons, 'C057');
  const [lockedAccount = ''] = await registerButtons(target, 1, '10CC');
  const refusedAccounts = await registerButtons(target, refusedButtons, 'DE4F', theirKey);
  const [anna, bram] = await centralists(target);
  const { sequence } = await anna.board();
  const watch = await watchDesk(target.api.origin, anna.cookie, sequence);
  closing.push(watch.close);
  const audience = await Audience.open({
    kind: 'product',
    origins: [target.api.origin],
    count: desks,
    cookie: anna.cookie,
    afterSequence: sequence,
  });
  closing.push(() => audience.close());
  const customer = await Customer.open(target.api.devices, accounts);
  closing.push(() => customer.close());
  const sql = postgres(target.databaseOwnerUrl, { max: 1 });
  closing.push(() => sql.end());

  const policeAlarm = await raise(target, anna, lockedAccount);
  await anna.handOver(policeAlarm);
  const { alarms } = await anna.board();
  return {
    instance,
    target,
    customer,
    scene: {
      devices: target.api.devices,
      frontDoor: target.publicOrigin,
      databaseOwnerUrl: target.databaseOwnerUrl,
      env: target.env,
      desk: { cookie: bram.cookie, sequence, alarmIds: alarms.map(({ id }) => id) },
      policeCookie: await anna.policeCookie(policeAlarm, 'Eenheid 12'),
      lockedAccount,
      size,
    },
    refusedAccounts,
    audience,
    watch,
    sql,
    books: () => {
      const { api } = instance.describe().pids;
      if (api === undefined) throw new Error('the api does not run');
      const { origin, devices } = target.api;
      return readBooks({ apiOrigin: origin, apiPid: api, devicePort: devices.port, sql });
    },
  };
}

async function centralists(target: Target): Promise<[DeskSession, DeskSession]> {
  const all = (await demoAccounts(target)).filter(({ role }) => role === 'centralist');
  const [first, second] = all;
  if (!first || !second) throw new Error('the demo has no two centralists');
  return [await DeskSession.logIn(target, first), await DeskSession.logIn(target, second)];
}

/** A press of this button, and the alarm that it raised. */
async function raise(target: Target, desk: DeskSession, account: string): Promise<string> {
  const before = new Set((await desk.board()).alarms.map(({ id }) => id));
  const button = new Dc09Button({ ...target.api.devices, account });
  await button.send({ code: 'PA' });
  button.close();
  const until = performance.now() + 5_000;
  while (performance.now() < until) {
    const raised = (await desk.board()).alarms.find(({ id }) => !before.has(id));
    if (raised) return raised.id;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the press raised no alarm');
}
