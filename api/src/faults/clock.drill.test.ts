// The server's clock set ten minutes forwards and back under alarms that wait. No deadline acts before its
// time, by a stopwatch that nobody sets, or waits for the clock; people see that it is off.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stepSignals } from '../../../tools/testing/stepped-clock-signals.ts';
import { ask, frameOf, typeOf } from '../testing/instance/device.ts';
import { expectInvariants, type Acknowledged } from '../testing/instance/invariants.ts';
import { Person, type Desk } from '../testing/instance/person.ts';
import {
  startInstance,
  type ApiProcess,
  type Instance,
} from '../testing/instance/test-instance.ts';

const timings = {
  unclaimedLouderSeconds: 2,
  unclaimedSupervisorSeconds: 4,
  unclaimedOnCallSeconds: 6,
};
const stages = {
  'unclaimed-louder': timings.unclaimedLouderSeconds,
  'unclaimed-supervisor': timings.unclaimedSupervisorSeconds,
  'unclaimed-on-call': timings.unclaimedOnCallSeconds,
};
let instance: Instance;
let api: ApiProcess;
let desk: Desk;
const acknowledged: Acknowledged[] = [];

beforeAll(async () => {
  instance = await startInstance({ timings });
  const preload = new URL('../../../tools/testing/stepped-clock.ts', import.meta.url).href;
  api = await instance.startApi({ NODE_OPTIONS: `--import=${preload}` });
  desk = await (await Person.logIn(api, instance.account('centralist'))).desk();
});
afterAll(async () => {
  desk.close();
  await instance.end();
});

test.each([
  ['ten minutes ahead', 'C10C01', stepSignals.ahead],
  ['from there to ten minutes behind', 'C10C02', stepSignals.behind],
])('%s: deadlines keep their time', async (_what, account, step) => {
  const button = await instance.addPlainButton(account, account);
  const pressedAt = performance.now();
  const [answer] = await ask(api.devicePort, [frameOf(button, { sequence: 1 })]);
  expect(typeOf(answer)).toBe('ACK');
  acknowledged.push({ account, sequence: 1 });
  process.kill(api.child.pid, step);

  await desk.until('the alarm', () => alarmOf(button.serial) !== undefined);
  for (const [kind, seconds] of Object.entries(stages)) {
    // One that went by the wall clock would come in ten minutes.
    await desk.until(kind, () => hasPassed(button.serial, kind));
    expect(performance.now() - pressedAt).toBeGreaterThanOrEqual(seconds * 1000);
  }
});

test('the clock is off: readiness says so, and one alarm of the system is open, joined by the second step', async () => {
  const { status, body } = await Person.onTheMachine(api).get('/readyz');
  expect([status, body]).toMatchObject([503, { ready: false, dependencies: { clock: 'off' } }]);
  const { alarms } = await expectInvariants(instance, acknowledged);
  const ofSystem = alarms.filter(({ kind }) => kind === 'system');
  expect(ofSystem).toMatchObject([{ status: 'raised', priority: 'high', signals: 2 }]);
});

test('no alarm’s times go back', () => {
  for (const events of Map.groupBy(desk.events, ({ alarmId }) => alarmId).values()) {
    const times = events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  }
});

function alarmOf(serial: string): string | undefined {
  const raised = desk.events.find(
    (event) => event.type === 'AlarmRaised' && event.data.button.serial === serial,
  );
  return raised?.alarmId;
}

function hasPassed(serial: string, kind: string): boolean {
  return desk.events.some(
    (event) =>
      event.type === 'DeadlinePassed' &&
      event.data.kind === kind &&
      event.alarmId === alarmOf(serial),
  );
}
