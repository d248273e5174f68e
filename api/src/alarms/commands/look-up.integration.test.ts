// Words and contacts, as they stand in the database: compared, judged, and shown to nobody too early.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { ownerLostSeconds } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { WrittenStep } from '@achterwacht/shared/alarm/plan/state.ts';
import { contacts } from '../../db/schema/holders.ts';
import { plans } from '../../db/schema/plans.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded } from '../../testing/messages.ts';
import { readDossier } from '../alarm-queries.ts';
import { verifyLog } from '../../streams.ts';
import type { Outcome } from './handle-command.ts';

const piket = randomUUID();
const partner = randomUUID();
const untold = randomUUID();
const somebodyElses = randomUUID();
const steps: WrittenStep[] = [
  { id: 'listen', text: 'Luister mee', required: true },
  { id: 'piket', kind: 'call', contactId: piket, text: 'Bel de piket', required: true },
  { id: 'again', kind: 'wait', waitSeconds: 60, text: 'Wacht', required: false },
];

let centre: AlarmCentre;
let alarmId: string;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  const { centreId, municipalityId, buttons } = centre;
  const [worn, other] = buttons;
  const place = { centreId, municipalityId };
  const { db } = centre.database.system;
  await centre.database.superuser`update loans set known_at_home = 'yes'`;
  await db.insert(plans).values({
    holderId: worn!.holderId,
    ...place,
    version: 3,
    title: 'Alarminstructie',
    flags: ['no-call'],
    minimumListeningSeconds: 30,
    steps,
  });
  const contact = (
    id: string,
    holderId: string,
    name: string,
    mayBeInvolved: boolean,
    sameAddress: boolean | null = mayBeInvolved,
  ) => ({
    id,
    ...place,
    holderId,
    name,
    relation: 'contact',
    phone: '023 000 00 00',
    mayBeInvolved,
    sameAddress,
    rank: 0,
  });
  await db.insert(contacts).values([
    contact(piket, worn!.holderId, 'OOV-piket', false),
    contact(partner, worn!.holderId, 'Partner', true),
    // A release wrote him that knew of one flag for both.
    contact(untold, worn!.holderId, 'Zwager', true, null),
    contact(somebodyElses, other!.holderId, 'Secretariaat', false),
  ]);
});
afterAll(() => centre.end());

beforeEach(async () => {
  centre.clock.advance(1_000);
  ({ alarmId } = await centre.press());
  await ask({ type: 'Claim', expectedVersion: 1 });
});

const ask = (command: PersonCommand, person = centre.dirk) => centre.ask(person, alarmId, command);
const alarmOf = (outcome: Outcome) => {
  if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  return outcome.alarm;
};
const refusalOf = (outcome: Outcome) =>
  outcome.status === 'refused' ? outcome.refusal.code : outcome.status;
const check = async (heard: string) => alarmOf(await ask({ type: 'CheckWord', heard }));
/** Whatever the plan asks for is skipped first, as a supervisor may. */
async function close(): Promise<void> {
  const steps = alarmOf(
    await ask({ type: 'AddNote', noteId: randomUUID(), text: 'proef', happenedAt: null }),
  ).steps;
  for (const { stepId, status } of steps)
    if (status === 'open') alarmOf(await ask({ type: 'SkipStep', stepId, reason: 'proef' }));
  alarmOf(
    await ask({
      type: 'Close',
      expectedVersion: 9_999,
      outcome: 'unknown',
      needless: false,
      summary: 'proef',
    }),
  );
}

describe('a word that was heard', () => {
  test.each(['zeewind', 'ZEE WIND', 'zéewind', 'zeewimd'])('%s is the code word', async (heard) => {
    expect((await check(heard)).words.codeWordAt).not.toBeNull();
    await close();
  });

  test.each(['oostenwind', 'Oosten wind', 'ostenwind', 'iets anders'])(
    '%s is said under duress: verified',
    async (heard) => {
      const { words, verification } = await check(heard);
      expect(words).toMatchObject({ codeWordAt: null });
      expect(verification).toMatchObject({ status: 'verified', basis: 'duress-word' });
      await close();
    },
  );

  test('is sealed in the log, and neither it nor what was agreed stands anywhere in clear', async () => {
    await check('oostenwind');
    const [{ rows }] = (await centre.system.sql`
      select string_agg(events.text || alarms.state::text, ' ') as rows
      from log.events join alarms on alarms.id = events.stream_id`) as unknown as [
      { rows: string },
    ];
    expect(rows).toContain('WordChecked');
    expect(rows).not.toMatch(/oostenwind|zeewind/i);
    await close();
  });
});

describe('calling', () => {
  const call = (contactId: string | null, result: 'answered' | 'no-answer' = 'no-answer') =>
    ask({ type: 'AddCallAttempt', contactId, result });

  test('somebody elsewhere at once; neither the holder nor who may be involved', async () => {
    expect(alarmOf(await call(piket)).callAttempts).toMatchObject([{ round: 1, contactId: piket }]);
    expect(refusalOf(await call(partner))).toBe('niet-bellen');
    expect(refusalOf(await call(null))).toBe('niet-bellen');
    expect(alarmOf(await ask({ type: 'LiftNoCall', reason: 'het is stil' })).calling.status).toBe(
      'allowed',
    );
    expect(alarmOf(await call(partner)).personal?.calledNames).toMatchObject({
      [partner]: 'Partner',
    });
    await close();
  });

  test('who knows nothing at home: lifted or not, and as it was when it was pressed', async () => {
    await close();
    await centre.database.superuser`
      update loans set known_at_home = 'no' where holder_id = ${centre.buttons[0]!.holderId}`;
    ({ alarmId } = await centre.press());
    await ask({ type: 'Claim', expectedVersion: 1 });
    await centre.database.superuser`
      update loans set known_at_home = 'yes' where holder_id = ${centre.buttons[0]!.holderId}`;
    await ask({ type: 'LiftNoCall', reason: 'het is stil' });
    expect(refusalOf(await call(partner))).toBe('niet-bellen-thuis');
    expect(refusalOf(await call(untold))).toBe('niet-bellen-thuis');
    expect(alarmOf(await call(piket)).callAttempts).toHaveLength(1);
    await close();
  });

  test('a contact of another holder is none here', async () => {
    expect(refusalOf(await call(somebodyElses))).toBe('contact-onbekend');
    await close();
  });
});

describe('asking a colleague to take it', () => {
  const assign = (person: { id: string }) => ask({ type: 'Assign', userId: person.id });
  const sits = ({ id, name }: { id: string; name: string }) =>
    centre.presence.renew(
      [
        {
          deskId: randomUUID(),
          userId: id,
          centreId: centre.centreId,
          name,
          role: 'centralist',
          state: 'free',
        },
      ],
      centre.clock.now(),
    );

  test('only who sits at a desk of the centre, by the name that he has there', async () => {
    expect(refusalOf(await assign(centre.anna))).toBe('collega-afwezig');
    await sits(centre.anna);
    const { id, name } = centre.anna;
    expect(alarmOf(await assign(centre.anna)).assignment).toMatchObject({ to: { id, name } });
    const claimed = alarmOf(await ask({ type: 'Claim', expectedVersion: 9_999 }, centre.anna));
    expect(claimed).toMatchObject({ ownership: { by: { id } } });
    expect(claimed.assignment).toBeUndefined();
    alarmOf(await ask({ type: 'TakeOver', reason: 'proef' }));
    centre.clock.advance(ownerLostSeconds * 1000 + 1);
    expect(refusalOf(await assign(centre.anna))).toBe('collega-afwezig');
    await close();
  });
});

describe('the plan', () => {
  test('its steps are copied when it is raised; what is written afterwards changes nothing', async () => {
    await centre.database.superuser`update plans set steps = '[]'::jsonb`;
    const alarm = alarmOf(await ask({ type: 'CompleteStep', stepId: 'listen' }));
    expect(alarm.steps.map(({ stepId, kind, status }) => [stepId, kind, status])).toEqual([
      ['listen', 'manual', 'done'],
      ['piket', 'call', 'open'],
      ['again', 'wait', 'open'],
    ]);
    expect(alarm.personal?.stepTexts).toEqual({
      listen: 'Luister mee',
      piket: 'Bel de piket',
      again: 'Wacht',
    });
    expect((await verifyLog(centre.system, centre.keys)).faults).toEqual([]);
    await close();
    await centre.database.superuser`update plans set steps = ${JSON.stringify(steps)}::text::jsonb`;
  });

  test('what a step says is sealed: a plan may name people', async () => {
    const [{ rows }] = (await centre.system.sql`
      select string_agg(text, ' ') as rows from log.events`) as unknown as [{ rows: string }];
    expect(rows).not.toContain('Bel de piket');
    await close();
  });

  test('a flat battery has no steps', async () => {
    await close();
    const { events } = await centre.press(centre.buttons[0], [decoded('low-battery')]);
    expect(events).toMatchObject([{ type: 'AlarmRaised', data: { plan: { steps: [] } } }]);
  });
});

test('words and contacts are shown once it is claimed, and not before', async () => {
  await close();
  const next = await centre.press();
  const dossier = () =>
    centre.asActor(centre.anna, 'alarm.dossier', (tx) =>
      readDossier(tx, centre.keys, next.alarmId),
    );
  expect(await dossier()).toBe('not-claimed');
  alarmId = next.alarmId;
  await ask({ type: 'Claim', expectedVersion: 1 }, centre.anna);
  expect(await dossier()).toMatchObject({
    codeWord: 'zeewind',
    duressWord: 'oostenwind',
    contacts: [
      { name: 'OOV-piket', sameAddress: false, mayBeInvolved: false },
      { name: 'Partner', sameAddress: true, mayBeInvolved: true },
      { name: 'Zwager', sameAddress: true, mayBeInvolved: true },
    ],
  });
});
