// What waits for whoever runs the demo's centre, so that his pages show at once what they are for. Made as it would have
// come about: by the same commands, days ago. Nobody of these can log in, and nothing of it leaves: an invitation is
// printed, and the demo has no way to mail.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import type { MemberCommand } from '@achterwacht/shared/member/commands.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { usualRetention } from '@achterwacht/shared/setting/kinds/retention.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Database } from '../db/connect.ts';
import { serviceTokens } from '../db/schema/service-accounts.ts';
import { changeMember, withinMemberRules } from '../people/change-member.ts';
import { makeInvitation } from '../people/invitations.ts';
import { changeRequest } from '../privacy/change-request.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changeServiceAccount } from '../service-accounts/change-service-account.ts';
import { changeSetting } from '../settings/change-setting.ts';
import { longerTemplate, propose } from './plans.ts';

type Given = { system: Database; asActor: AsActor; keys: KeyRing; now: Date };
type Parts = Given & { centreId: string };

const machine: Actor = { type: 'system', part: 'demo' };
const dayMilliseconds = 86_400_000;

/** After the centre and its staff. */
export async function seedAdministration(given: Given): Promise<void> {
  const els = await memberNamed(given, 'els@noord.demo');
  const dirk = await memberNamed(given, 'dirk@noord.demo');
  const parts = { ...given, centreId: els.centreId };
  await addPeople(parts, els);
  await proposeAndLeave(parts, els);
  await addProgram(parts, els, dirk);
  await askForAccess(parts, dirk);
  await proposePlans(parts, await memberNamed(given, 'oov@haarlem.demo'));
}

/** One who has not come in yet, one whose pass ends soon, and one who is kept out and whose pass has ended since. */
async function addPeople(parts: Parts, els: Visitor): Promise<void> {
  const { asked } = makeInvitation(clocked(parts, -2), '', { way: 'printed' });
  await askOf(parts, -2, els, randomUUID(), {
    type: 'InviteMember',
    ...newMember(parts, 'Iris van Dam', 'centralist'),
    ...asked,
  });

  const mirjam = await enter(parts, -300, 'Mirjam Post', 'centralist');
  await papers(parts, els, mirjam, { pass: 12, 'police-permission': 400, diploma: 900 });

  const joost = await enter(parts, -500, 'Joost Kramer', 'centralist');
  await askOf(parts, -40, els, joost, { type: 'SuspendMember', reason: 'langdurig verlof' });
  await papers(parts, els, joost, { pass: -20, 'police-permission': 150 });
}

/** An administrator who wanted to keep sound of real cases for a year, and has left since: it waits for the other. */
async function proposeAndLeave(parts: Parts, els: Visitor): Promise<void> {
  const id = await enter(parts, -400, 'Kees Brouwer', 'administrator');
  const kees: Actor = { type: 'person', id, name: 'Kees Brouwer', role: 'administrator' };
  const { centreId } = parts;
  const value = { ...usualRetention, realSoundDays: 365 };
  const command = { type: 'ProposeSetting', centreId, kind: 'retention', value } as const;
  const refused = await withKeysMade(parts.keys, () =>
    parts.system.transaction((tx) =>
      changeSetting(clocked(parts, -12), tx, { centreId, kind: 'retention', command, actor: kees }),
    ),
  );
  mustBeDone(refused);
  await askOf(parts, -9, els, id, { type: 'SuspendMember', reason: 'uit dienst' });
}

/** Its token ends in five days. */
async function addProgram(parts: Parts, els: Visitor, { id: ownerId }: Visitor): Promise<void> {
  const accountId = randomUUID();
  const tokenId = randomUUID();
  const { centreId } = parts;
  const words = {
    name: 'Maandcijfers',
    purpose: 'Antwoordtijden in het maandrapport aan de gemeenten',
    ownerId,
    scopes: ['answer-times.read' as const],
  };
  await withKeysMade(parts.keys, () =>
    parts.asActor(els, 'service-account.change', async (tx) => {
      const ask = async (command: Parameters<typeof changeServiceAccount>[2]['command']) =>
        mustBeDone(
          await changeServiceAccount(clocked(parts, -85), tx, { accountId, command, visitor: els }),
        );
      await ask({ type: 'MakeServiceAccount', centreId, ...words });
      await ask({ type: 'IssueToken', tokenId, label: 'rapportserver', days: 90 });
      // Of a secret that nobody has.
      await tx.db
        .insert(serviceTokens)
        .values({ id: tokenId, centreId, serviceAccountId: accountId, hash: randomBytes(32) });
    }),
  );
}

/** Nobody has taken it on, and its month is nearly over. */
async function askForAccess(parts: Parts, dirk: Visitor): Promise<void> {
  const id = randomUUID();
  await withKeysMade(parts.keys, () =>
    parts.asActor(dirk, 'privacy.change', async (tx) =>
      mustBeDone(
        await changeRequest(clocked(parts, -25), tx, {
          id,
          visitor: dirk,
          command: {
            type: 'RecordRequest',
            centreId: dirk.centreId,
            kind: 'access',
            about: { type: 'other' },
            receivedAt: daysFrom(parts, -25).toISOString(),
            from: 'Willem Hoekstra, wil per brief antwoord',
            question: 'Welke gegevens heeft u over mij van het alarm in mijn straat?',
          },
        }),
      ),
    ),
  );
}

/** She wants longer listening and one more step for all of Haarlem, since something happened: it waits. */
async function proposePlans(parts: Parts, fatima: Visitor): Promise<void> {
  const { centreId, id, name, role, municipalityId } = fatima;
  const actor: Actor = { type: 'person', id, name, role };
  const where = { centreId, municipalityId: municipalityId! }; // of Haarlem
  await withKeysMade(parts.keys, () =>
    parts.system.transaction((tx) =>
      propose(clocked(parts, -3), tx, {
        ...where,
        of: { layer: 'template', ofId: where.municipalityId },
        content: longerTemplate('Haarlem'),
        actor,
      }),
    ),
  );
}

async function enter(parts: Parts, days: number, name: string, role: Role): Promise<string> {
  const id = randomUUID();
  await askOf(parts, days, machine, id, { type: 'EnterMember', ...newMember(parts, name, role) });
  return id;
}

function newMember({ centreId }: Parts, name: string, role: Role) {
  const email = `${name.split(' ')[0]!.toLowerCase()}@noord.demo`;
  return { centreId, role, municipalityId: null, name, email };
}

/** Each until so many days from now. */
async function papers(
  parts: Parts,
  els: Visitor,
  memberId: string,
  ends: Partial<Record<'pass' | 'police-permission' | 'diploma', number>>,
): Promise<void> {
  for (const [kind, days] of Object.entries(ends) as [keyof typeof ends, number][])
    await askOf(parts, 0, els, memberId, {
      type: 'RecordPaper',
      kind,
      paper: {
        since: dutchDay(daysFrom(parts, days - 1_000)),
        expires: dutchDay(daysFrom(parts, days)),
        number: null,
      },
    });
}

async function askOf(
  parts: Parts,
  days: number,
  by: Visitor | Actor,
  memberId: string,
  command: MemberCommand,
): Promise<void> {
  const actor: Actor =
    by.type === 'person' ? { type: 'person', id: by.id, name: by.name, role: by.role } : by;
  const { centreId } = parts;
  mustBeDone(
    await withinMemberRules(parts.keys, () =>
      parts.system.transaction((tx) =>
        changeMember(clocked(parts, days), tx, { memberId, centreId, command, actor }),
      ),
    ),
  );
}

async function memberNamed({ system }: Given, email: string): Promise<Visitor> {
  const [row] = await system.sql<Visitor[]>`
    select 'person' as type, user_id as id, name, role, centre_id as "centreId",
      municipality_id as "municipalityId"
    from members where email = ${email}`;
  return { ...row! }; // of the cast
}

const daysFrom = ({ now }: Parts, days: number) => new Date(now.getTime() + days * dayMilliseconds);

function clocked(parts: Parts, days: number) {
  return { keys: parts.keys, clock: { now: () => daysFrom(parts, days) } };
}

function mustBeDone(answer: object | null): void {
  if (answer && 'code' in answer)
    throw new Error(`the demo cannot be made up: ${String(answer.code)}`);
}
