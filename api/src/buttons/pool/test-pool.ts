// A pool of three buttons that are worn, and whoever lends them: what its tests begin with.
import { randomUUID } from 'node:crypto';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { RegistrationDetails } from '@achterwacht/shared/button/register/registration.ts';
import type { LoanScope } from '@achterwacht/shared/routes/loans.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { createAsActor, type Visitor } from '../../access/as-actor.ts';
import { members } from '../../db/schema/centres.ts';
import { createSoundFacts } from '../../listen-in/facts/take-fact.ts';
import { changePerson } from '../../persons/change-person.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { openLogger } from '../../logger.ts';
import { openAlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded } from '../../testing/messages.ts';
import { changeButton, isRefused, registerButton } from '../row/change-button.ts';
import { createHearTest } from '../row/hear-test.ts';
import { takeOverButtons } from '../row/take-over-buttons.ts';
import { readCalendar } from './calendar.ts';
import { readOverview } from './overview.ts';
import { readButton } from './read-button.ts';
import { listButtons } from './read-buttons.ts';

export const hour = 3_600_000;
export const without = { withoutSoundTest: { reason: 'cannot-wait' } } as const;

export type Pool = Awaited<ReturnType<typeof openPool>>;

export async function openPool() {
  const centre = await openAlarmCentre({ buttons: 3 });
  await takeOverButtons(centre.system, () => centre.keys, centre.clock);
  async function member(role: Role, municipalityId: string | null = centre.municipalityId) {
    const { centreId } = centre;
    const id = randomUUID();
    await centre.system.db.insert(members).values({
      userId: id,
      centreId,
      municipalityId,
      role,
      name: role,
      email: `${id}@voorbeeld.test`,
    });
    return { type: 'person', id, name: role, role, centreId, municipalityId } as const;
  }

  const esra: Visitor = await member('oov-officer');

  const asActor: ReturnType<typeof createAsActor> = (...asked) =>
    createAsActor(centre.database.app, centre.database.outside)(...asked);
  const sight = ({ role }: Visitor) => ({ now: centre.clock.now(), role });
  const list = (visitor: Visitor, asked: Parameters<typeof listButtons>[1] = {}) =>
    asActor(visitor, 'button.read', (tx) => listButtons(tx, asked, sight(visitor)));
  const serials = async (visitor: Visitor, asked: Parameters<typeof listButtons>[1] = {}) =>
    (await list(visitor, asked)).buttons.map(({ serial }) => serial);
  const read = (visitor: Visitor, id: string) =>
    asActor(visitor, 'button.read', (tx) => readButton(tx, centre.keys, id, sight(visitor)));
  const overview = (visitor = esra, of: LoanScope = 'all') =>
    asActor(visitor, 'loan.read', (tx) => readOverview(tx, sight(visitor), of));
  /** From today on, as many days as are asked for. */
  const calendar = (visitor = esra, from = 0, until = 6) =>
    asActor(visitor, 'loan.read', (tx) =>
      readCalendar(tx, { from: day(from), until: day(until) }, sight(visitor)),
    );
  const day = (days: number) =>
    new Date(centre.clock.now().getTime() + days * 24 * hour).toISOString().slice(0, 10);

  type Command = Exclude<ButtonCommand, { type: 'Register' }>;
  async function ask(buttonId: string, command: Command, visitor: Visitor = esra) {
    const { type, id, name, role, centreId, municipalityId } = visitor;
    return withKeysMade(centre.keys, () =>
      centre.system.transaction((tx) =>
        changeButton(centre, tx, {
          buttonId,
          command,
          actor: { type, id, name, role },
          within: { centreId, municipalityId },
        }),
      ),
    );
  }
  async function done(buttonId: string, command: Command, visitor: Visitor = esra) {
    const changed = await ask(buttonId, command, visitor);
    if (isRefused(changed)) throw new Error(changed.code);
    return changed;
  }

  const button = (number = 0) => centre.buttons[number]!;
  const details = (serial: string): RegistrationDetails => ({
    serial,
    protocol: 'dc09',
    account: `AB${serial}`,
    model: 'BeWare',
    municipalityId: centre.municipalityId,
    sim: null,
    firmware: null,
    supervisionSeconds: null,
  });
  async function register(serial: string, visitor?: Visitor) {
    const { type, id, name, role, centreId } = visitor ?? (await member('administrator', null));
    return centre.system.transaction((tx) =>
      registerButton(centre, tx, {
        centreId,
        details: details(serial),
        actor: { type, id, name, role },
      }),
    );
  }
  async function person(name: string, municipalityId = centre.municipalityId): Promise<string> {
    const id = randomUUID();
    const { centreId } = centre;
    const identity = { name, function: 'raadslid', phones: [] };
    const command = {
      type: 'AddPerson',
      centreId,
      municipalityId,
      belongsTo: null,
      identity,
    } as const;
    const actor = { type: 'system', part: 'import' } as const;
    await withKeysMade(centre.keys, () =>
      centre.system.transaction((tx) => changePerson(centre, tx, { personId: id, command, actor })),
    );
    return id;
  }

  /** A test press; sound comes of it, as the media-server tells it. */
  async function testPress(of = button(), withSound = true): Promise<void> {
    await centre.press(of, [decoded('test', { code: '601' })]);
    if (!withSound) return;
    const hearTest = createHearTest({ ...centre, log: openLogger('silent') });
    const facts = createSoundFacts({ ...centre, log: openLogger('silent'), hearTest });
    const journal = randomUUID();
    const said = {
      at: centre.clock.now().toISOString(),
      deviceId: of.id,
      recordingId: randomUUID(),
    };
    await facts.take(journal, {
      ...said,
      type: 'sound-started',
      number: 1,
      transport: 'whip',
      codec: 'opus',
      kept: false,
    });
    await facts.take(journal, { ...said, type: 'sound-level', number: 2, decibels: -23 });
  }

  type Lend = Extract<ButtonCommand, { type: 'Lend' }>;
  function lend(holderId: string, more: Partial<Lend> = {}): Lend {
    const at = centre.clock.now().getTime();
    const { centreId, municipalityId } = centre;
    return {
      type: 'Lend',
      loanId: randomUUID(),
      holderId,
      centreId,
      municipalityId,
      reasonCategory: 'threat',
      startsAt: new Date(at).toISOString(),
      endsAt: new Date(at + 48 * hour).toISOString(),
      reviewAt: new Date(at + 30 * 24 * hour).toISOString(),
      knownAtHome: 'no',
      ...more,
    };
  }
  async function takeBack(of = button()): Promise<void> {
    const { loan } = (await read(esra, of.id))!;
    if (loan) await done(of.id, { type: 'Return', loanId: loan.loanId });
  }
  const firstPaint = async (of = button()) => {
    const { events } = await centre.press(of);
    const [raised] = events;
    return raised?.type === 'AlarmRaised' ? raised.data.button : null;
  };
  /** How they were closed is another matter; nothing acts on them later. */
  async function closeAll(): Promise<void> {
    await centre.system.sql`update alarms set open = false where true`;
    await centre.system.sql`delete from log.deadlines where subject_type = 'alarm'`;
  }
  return {
    centre,
    esra,
    member,
    asActor,
    sight,
    list,
    serials,
    read,
    overview,
    calendar,
    ask,
    done,
    button,
    register,
    person,
    testPress,
    lend,
    takeBack,
    firstPaint,
    closeAll,
  };
}
