// Sets up the demo centre: accounts, people, buttons. Made once; a second run changes nothing.
import { randomUUID } from 'node:crypto';
import { addMunicipality } from '../municipality/customers/add-municipality.ts';
import { createCentre } from '../settings/new-centre.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { createAccount, drawPassword } from '../people/create-account.ts';
import { changePerson } from '../persons/change-person.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { writeDemoAccounts, type DemoAccount } from './accounts-file.ts';
import { cast } from './cast.ts';
import { centre, controlRoomLines, municipalities, staff } from './centre.ts';
import type { DemoHolder } from './holder.ts';
import { seedOwnPlan, seedTemplate } from './plans.ts';
import { pool, seedButton } from './seed-buttons.ts';
import { seedSheet } from './seed-sheet.ts';

type Parts = { system: Database; keys: KeyRing; authSecret: string; dataFolder: string; now: Date };

/** False when the demo centre was there already. */
export async function seedDemo(parts: Parts): Promise<boolean> {
  const present = await parts.system.sql`select from centres limit 1`;
  if (present.length > 0) return false;
  const by = { type: 'system', part: 'demo' } as const;
  const clock = { now: () => parts.now };
  const people = await Promise.all(
    staff.map(async (one) => ({ id: randomUUID(), drawn: await drawPassword(), ...one })),
  );
  for (const { id } of people) parts.keys.findOrMake(id);
  const registered = cast.map((holder) => registerHolder(parts, holder));
  const centreId = randomUUID();
  parts.keys.findOrMake(centreId);
  const accounts = await parts.system.transaction(async (tx) => {
    const about = { keys: parts.keys, clock };
    await createCentre(about, tx, {
      id: centreId,
      ...centre,
      controlRoomLines: controlRoomLines(parts.now),
      by,
    });
    const municipalityIds = new Map<string, string>();
    for (const [name, details] of Object.entries(municipalities)) {
      const municipalityId = await addMunicipality(about, tx, { centreId, details, by });
      municipalityIds.set(name, municipalityId);
      await seedTemplate(about, tx, name, { centreId, municipalityId });
    }
    for (const one of registered)
      await seedHolder(parts, tx, one, {
        centreId,
        municipalityId: municipalityIds.get(one.holder.municipality)!,
      });
    for (const { serial, municipality, keptFor } of pool) {
      const place = { centreId, municipalityId: municipalityIds.get(municipality)! };
      const one = keptFor && registered.find(({ holder }) => holder.name === keptFor.name);
      const worn = one && {
        ...one.holder,
        holderId: one.holderId,
        lent: { fromDays: keptFor.fromDays },
      };
      await seedButton(about, tx, { serial, place, worn: worn ?? null });
    }
    const made: DemoAccount[] = [];
    for (const { id, name, email, role, municipality, isPerson, drawn } of people) {
      const municipalityId = municipalityIds.get(municipality ?? '') ?? null;
      const where = { role, centreId, municipalityId };
      const secrets = await createAccount({ ...parts, clock }, tx, {
        id,
        name,
        email,
        ...where,
        by,
        drawn,
      });
      made.push({ role, name, email, ...secrets });
      if (isPerson) await tieSheet(about, tx, { registered, name, accountId: id });
    }
    return made;
  });
  await writeDemoAccounts(parts.dataFolder, accounts);
  return true;
}

type Registered = { holder: DemoHolder; holderId: string };

/** Before anything is locked: a key is on disk before it is first used. */
function registerHolder({ keys }: Parts, holder: DemoHolder): Registered {
  const holderId = randomUUID();
  keys.findOrMake(holderId);
  return { holder, holderId };
}

async function seedHolder(
  { keys, now }: Parts,
  tx: Transaction,
  { holder, holderId }: Registered,
  place: { centreId: string; municipalityId: string },
): Promise<void> {
  const contactIds = await seedSheet({ keys, now }, tx, { holder, holderId, place });
  // The first contact of everybody is the piket of his municipality.
  const own = { ...place, holderId, piketId: contactIds[0]! };
  await seedOwnPlan({ keys, clock: { now: () => now } }, tx, holder, own);
  if (holder.serial === null) return;
  const about = { keys, clock: { now: () => now } };
  const { serial } = holder;
  await seedButton(about, tx, { serial, place, worn: { ...holder, holderId } });
}

/** The sheet of that name is his whose account this is. */
async function tieSheet(
  parts: { keys: KeyRing; clock: { now: () => Date } },
  tx: Transaction,
  { registered, name, accountId }: { registered: Registered[]; name: string; accountId: string },
): Promise<void> {
  const { holderId } = registered.find(({ holder }) => holder.name === name)!;
  const [sheet] = await tx.sql<{ version: number }[]>`
    select version from holders where id = ${holderId}`;
  const command = { type: 'TieAccount', expectedVersion: sheet!.version, accountId } as const;
  const actor = { type: 'system', part: 'demo' } as const;
  const tied = await changePerson(parts, tx, { personId: holderId, command, actor });
  if ('details' in tied) throw new Error(`a sheet that is not tied: ${tied.code}`);
}
