// What a press makes of a plan: three layers, put together at that moment; an alarm that runs keeps what it copied.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { PlanVersion } from '@achterwacht/shared/routes/plans.ts';
import { createRaiseByHand } from '../alarms/by-hand/by-hand.ts';
import { readDossier } from '../alarms/alarm-queries.ts';
import { findAlarm } from '../alarms/row/alarm-row.ts';
import { connect } from '../db/connect.ts';
import { limitsOf } from '../db/pools.ts';
import { createToAlarm } from '../alarms/press/to-alarm.ts';
import { delivery } from '../testing/messages.ts';
import { verifyLog } from '../streams.ts';
import type { SeededButton } from '../testing/seed-centre.ts';
import { emptyPlan } from './empty-plan.ts';
import { takeOverPlans } from './take-over-plans.ts';
import { PlanCentre, says, step } from './test-plans.ts';

const world = new PlanCentre();
let button: SeededButton;
let used = 0;
beforeAll(() => world.open(20));
afterAll(() => world.close());
beforeEach(() => {
  world.centre.clock.advance(1_000);
  button = world.centre.buttons[used++]!;
});

const alarmOf = async (alarmId: string): Promise<Alarm> => {
  const { system, keys } = world.centre;
  const stored = await system.transaction((tx) => findAlarm(tx, keys, alarmId));
  return stored!.state; // of a press
};
const press = async (of = button) => alarmOf((await world.centre.press(of)).alarmId);
const stepsOf = ({ steps, personal }: Alarm) =>
  steps.map(({ stepId, required }) => [stepId, personal?.stepTexts?.[stepId], required]);

describe('6.1 three layers', () => {
  beforeAll(async () => {
    const { municipalityId, buttons } = world.centre;
    const { id, holderId } = buttons[0]!;
    const listen = step('listen', { text: 'Luister mee' });
    const after = step('after', { text: 'Leg vast wie opvang nodig heeft', required: true });
    await world.agree(
      municipalityId,
      says({ title: 'Haarlem', minimumListeningSeconds: 45, steps: [listen, after] }),
    );
    const word = step('word', { kind: 'word', text: 'Vraag het codewoord', after: 'listen' });
    const own = { ...listen, text: 'Luister; hij spreekt zacht', replaces: true as const };
    await world.agree(holderId, says({ flags: ['medical-need'], steps: [own, word] }));
    await world.agree(id, says({ minimumListeningSeconds: 20 }));
  });

  test('are put together in the alarm: replaced, added, flags of all, the nearest listening time', async () => {
    const alarm = await press();
    expect(alarm.plan).toMatchObject({
      version: 3,
      flags: ['no-call', 'medical-need'],
      minimumListeningSeconds: 20,
    });
    expect(stepsOf(alarm)).toEqual([
      ['listen', 'Luister; hij spreekt zacht', false],
      ['word', 'Vraag het codewoord', false],
      ['after', 'Leg vast wie opvang nodig heeft', true],
    ]);
  });

  test('of somebody without his own what his municipality agreed counts', async () => {
    const alarm = await press();
    expect(alarm.plan).toMatchObject({ version: 1, minimumListeningSeconds: 45 });
    expect(stepsOf(alarm).map(([id]) => id)).toEqual(['listen', 'after']);
  });

  test('the desk reads under which name, of somebody claimed', async () => {
    const { centre } = world;
    const alarm = await press(centre.buttons[0]);
    await centre.ask(centre.anna, alarm.id, { type: 'Claim', expectedVersion: alarm.version });
    const dossier = await centre.asActor(centre.anna, 'alarm.dossier', (tx) =>
      readDossier(tx, centre.keys, alarm.id),
    );
    expect(dossier).toMatchObject({ plan: { title: 'Haarlem', version: 3 } });
  });

  test('raised by hand for somebody who wears nothing, they count as well', async () => {
    const { centre } = world;
    const { holderId } = centre.buttons[0]!;
    const raise = createRaiseByHand(centre);
    const raised = await raise(centre.anna, {
      alarmId: randomUUID(),
      whom: { type: 'holder', holderId },
      place: null,
      reason: 'Belt zelf',
    });
    if (raised.status !== 'accepted') throw new Error(JSON.stringify(raised));
    // Not the button's: it is at home.
    expect(raised.alarm.plan).toMatchObject({ version: 2, minimumListeningSeconds: 45 });
    expect(stepsOf(raised.alarm)).toHaveLength(3);
  });
});

test('a plan changed during an alarm leaves that alarm as it is, and counts for the next press', async () => {
  const { centre } = world;
  const { holderId } = button;
  await world.agree(holderId, says({ steps: [step('own')] }));
  const running = await press();
  const next = await press(centre.buttons[used++]);
  await world.agree(holderId, says({ steps: [step('new')], minimumListeningSeconds: 60 }));
  const after = await alarmOf(running.id);
  expect(after).toEqual(running);
  // A second press of it joins, with the plan that it has.
  await centre.press(button);
  const joined = await alarmOf(running.id);
  expect([joined.plan, joined.steps]).toEqual([running.plan, running.steps]);
  expect(stepsOf(next).map(([id]) => id)).not.toContain('new');
  await close(running);
  const pressed = await press();
  expect(stepsOf(pressed).map(([id]) => id)).toEqual(['listen', 'after', 'new']);
  expect(pressed.plan.minimumListeningSeconds).toBe(60);
});

test('what is agreed to in one process counts for the next press in another', async () => {
  const { centre } = world;
  const elsewhere = connect(centre.database.systemUrl, {
    name: 'test-other',
    ...limitsOf.command,
  });
  const toAlarm = createToAlarm({
    clock: centre.clock,
    keys: centre.keys,
    system: elsewhere,
    faultPoint: () => {},
  });
  await world.agree(button.holderId, says({ steps: [step('at-once')] }));
  const message = delivery(centre.keys, button, centre.centreId, centre.clock.now(), 900);
  const { events } = await toAlarm(message, { record: true });
  await elsewhere.end();
  expect(stepsOf(await alarmOf(events[0]!.alarmId)).map(([id]) => id)).toContain('at-once');
});

describe('closing', () => {
  const asked = (alarm: Alarm, command: PersonCommand, by = world.centre.anna) =>
    world.centre.ask(by, alarm.id, command);
  const later = { expectedVersion: 10_000 };

  test('waits for the steps that the plan requires since it was changed, whoever asks', async () => {
    const { centre } = world;
    const required = step('report', {
      text: 'Meld het de burgemeester',
      required: true,
      requiredFor: ['unknown'],
    });
    await world.agree(button.holderId, says({ steps: [step('other')] }));
    await world.agree(button.holderId, says({ steps: [required] }));
    const alarm = await press();
    await asked(alarm, { type: 'Claim', ...later });
    const close = { type: 'Close', outcome: 'unknown', needless: false, ...later } as const;
    const skip = { type: 'SkipStep', reason: 'proef' } as const;
    // Only a supervisor skips what the plan requires.
    expect(await asked(alarm, { ...skip, stepId: 'report' })).toMatchObject({
      refusal: { code: 'stap-verplicht' },
    });
    await asked(alarm, { type: 'TakeOver', reason: 'over' }, centre.dirk);
    await asked(alarm, { ...skip, stepId: 'after' }, centre.dirk);
    expect(await asked(alarm, { ...close, summary: 'klaar' }, centre.dirk)).toMatchObject({
      status: 'refused',
      refusal: { code: 'stap-verplicht', details: { step: 'report', count: 1 } },
    });
    await asked(alarm, { type: 'CompleteStep', stepId: 'report' }, centre.dirk);
    expect(await asked(alarm, { ...close, summary: 'klaar' }, centre.dirk)).toMatchObject({
      status: 'accepted',
    });
  });

  test('as harmless waits for as long as the composed plan says somebody listens', async () => {
    const { centre } = world;
    await centre.system.sql`update buttons set sound = true where id = ${button.id}`;
    await world.agree(button.id, says({ minimumListeningSeconds: 12 }));
    const alarm = await press();
    expect(alarm.plan.minimumListeningSeconds).toBe(12);
    await centre.handleCommand.forSystem({ part: 'listen-in' }, alarm.id, {
      type: 'ReportRecording',
      fact: {
        number: 1,
        at: centre.clock.now().toISOString(),
        room: button.id,
        recordingId: randomUUID(),
        alarmId: alarm.id,
        type: 'sound-started',
        transport: 'webrtc',
        codec: 'opus',
      } as never,
    });
    const { anna } = centre;
    await asked(alarm, { type: 'Claim', ...later });
    await asked(alarm, { type: 'StartListening' });
    await asked(alarm, { type: 'ReportHearing', hears: 'sound' });
    const propose = {
      type: 'ProposeFalse',
      ground: 'trusted-person',
      note: 'zij ziet hem',
    } as const;
    expect(await asked(alarm, { ...propose, ...later }, anna)).toMatchObject({
      status: 'accepted',
    });
    const close = {
      type: 'Close',
      outcome: 'false-accident',
      needless: false,
      summary: '',
    } as const;
    centre.clock.advance(7_000);
    expect(await asked(alarm, { ...close, ...later })).toMatchObject({
      refusal: { code: 'minimale-luistertijd', details: { seconds: 5 } },
    });
    centre.clock.advance(5_000);
    expect(await asked(alarm, { ...close, ...later })).toMatchObject({ status: 'accepted' });
  });
});

describe('what the release before wrote', () => {
  const insert = (version = 3) => world.centre.system.sql`
    insert into plans (holder_id, centre_id, municipality_id, version, title, flags,
      minimum_listening_seconds, steps)
    values (${button.holderId}, ${world.centre.centreId}, ${world.centre.municipalityId}, ${version},
      'Van voorheen', '["no-call", "weapon-reported"]'::jsonb, 25,
      '[{"id": "old", "text": "Zoals het was", "required": true}]'::jsonb)`;
  const row = async () => {
    const [found] = await world.centre.database.superuser<Record<string, unknown>[]>`
      select title, flags, minimum_listening_seconds as seconds, steps, number,
        state is not null as has_history from plans where holder_id = ${button.holderId}`;
    return found!;
  };

  test('counts for a press as it stands, before it was taken over', async () => {
    await insert();
    const alarm = await press();
    expect(alarm.plan).toMatchObject({ version: 4, minimumListeningSeconds: 25 });
    expect(alarm.plan.flags).toEqual(['no-call', 'weapon-reported']);
    expect(stepsOf(alarm)).toContainEqual(['old', 'Zoals het was', true]);
    expect(alarm.steps.find(({ stepId }) => stepId === 'old')).toMatchObject({ kind: 'manual' });
  });

  test('has a history once it was, and reads the same to both releases', async () => {
    await insert();
    const before = await row();
    const { database, keys, clock } = world.centre;
    const owner = connect(database.ownerUrl, { name: 'test-owner', ...limitsOf.migrate });
    expect(await takeOverPlans(owner, () => keys, clock)).toBeGreaterThan(0);
    expect(await takeOverPlans(owner, () => keys, clock)).toBe(0);
    await owner.end();
    const kind = { kind: 'manual' };
    expect(await row()).toEqual({
      ...before,
      steps: (before['steps'] as object[]).map((each) => ({ ...kind, ...each })),
      number: 3,
      has_history: true,
    });
    expect(await world.read(world.fatima, button.holderId)).toMatchObject({
      number: 3,
      version: 1,
      counts: { alone: 'by-system' },
      content: { title: 'Van voorheen', minimumListeningSeconds: 25 },
    });
    expect((await verifyLog(world.centre.system, keys)).faults).toEqual([]);
  });

  test('is taken over by whoever changes it first', async () => {
    await insert(1);
    await world.agree(button.holderId, says({ steps: [step('new')] }));
    expect(await row()).toMatchObject({ number: 2, has_history: true, title: '' });
    expect(stepsOf(await press()).map(([id]) => id)).toContain('new');
  });
});

test('emptied with the sheet, only what his municipality agreed is left, and no key opens what was', async () => {
  const { holderId } = button;
  const { centreId, municipalityId, keys, clock, system } = world.centre;
  await world.agree(holderId, says({ steps: [step('own', { text: 'Over hem' })] }));
  const empty = () =>
    system.transaction((tx) =>
      emptyPlan({ keys, clock }, tx, { id: holderId, centreId, municipalityId }),
    );
  await empty();
  const [left] = await world.centre.database.superuser<{ whole: string }[]>`
    select row_to_json(plans)::text as whole from plans where holder_id = ${holderId}`;
  expect(left!.whole).not.toContain('Over hem');
  expect(stepsOf(await press()).map(([id]) => id)).toEqual(['listen', 'after']);
  const { body } = await world.http.get(world.fatima, `/api/plans/${holderId}/history`);
  const { versions } = body as { versions: PlanVersion[] };
  expect(versions.map(({ what, content }) => [what, content])).toEqual([
    ['emptied', null],
    ['approved', null],
    ['proposed', null],
  ]);
  // Twice is once; and whoever says something of him anew begins there.
  await empty();
  await world.agree(holderId, says({ steps: [step('new')] }));
  expect(await world.read(world.fatima, holderId)).toMatchObject({ number: 2 });
  expect((await verifyLog(system, keys)).faults).toEqual([]);
});

async function close(alarm: Alarm): Promise<void> {
  const { centre } = world;
  const later = { expectedVersion: 10_000 };
  await centre.ask(centre.dirk, alarm.id, { type: 'Claim', ...later });
  for (const { stepId } of alarm.steps)
    await centre.ask(centre.dirk, alarm.id, { type: 'SkipStep', stepId, reason: 'proef' });
  const closed = await centre.ask(centre.dirk, alarm.id, {
    type: 'Close',
    outcome: 'unknown',
    needless: false,
    summary: 'klaar',
    ...later,
  });
  if (closed.status !== 'accepted') throw new Error(JSON.stringify(closed));
}
