// The least a centre needs to take a press: itself, a municipality, people at work, and buttons that
// somebody wears.
import { randomUUID } from 'node:crypto';
import { usualTimings, type Timings } from '@achterwacht/shared/alarm/plan/state.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Database } from '../db/connect.ts';
import { buttons, loans } from '../db/schema/buttons.ts';
import { centres, members, municipalities } from '../db/schema/centres.ts';
import { holders } from '../db/schema/holders.ts';
import { feeds } from '../db/schema/log.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { sealRestricted } from '../sealing/restricted.ts';

export type SeededButton = { id: string; account: string; holderId: string };

export type SeededCentre = {
  centreId: string;
  municipalityId: string;
  /** Two centralists and a supervisor. */
  anna: Visitor;
  bram: Visitor;
  dirk: Visitor;
  buttons: SeededButton[];
};

type Wanted = { name?: string; buttons?: number; timings?: Timings };

export async function seedCentre(
  system: Database,
  keys: KeyRing,
  { name = 'Noord', buttons = 1, timings = usualTimings }: Wanted = {},
): Promise<SeededCentre> {
  const centreId = randomUUID();
  const municipalityId = randomUUID();
  const place = { centreId, municipalityId };
  await system.db.insert(centres).values({
    id: centreId,
    name,
    phone: '088 000 00 00',
    policePhone: '088 000 09 09',
    isDefault: name === 'Noord',
    timings,
  });
  await system.db.insert(feeds).values([
    { centreId, name: 'live', lastSequence: 0 },
    { centreId, name: 'file', lastSequence: 0 },
  ]);
  await system.db.insert(municipalities).values({ id: municipalityId, centreId, name: 'Haarlem' });
  const worn = await Promise.all(
    Array.from({ length: buttons }, (_, index) =>
      seedButton(system, keys, place, `${name}${index + 1}`),
    ),
  );
  const member = async (memberName: string, role: Role): Promise<Visitor> => {
    const id = randomUUID();
    const email = `${id}@voorbeeld.test`;
    await system.db
      .insert(members)
      .values({ userId: id, centreId, municipalityId: null, role, name: memberName, email });
    return { type: 'person', id, name: memberName, role, centreId, municipalityId: null };
  };
  return {
    ...place,
    anna: await member('Anna', 'centralist'),
    bram: await member('Bram', 'centralist'),
    dirk: await member('Dirk', 'supervisor'),
    buttons: worn,
  };
}

async function seedButton(
  { db }: Database,
  keys: KeyRing,
  place: { centreId: string; municipalityId: string },
  serial: string,
): Promise<SeededButton> {
  const id = randomUUID();
  const holderId = randomUUID();
  const account = `A${serial}`;
  await db.insert(holders).values({
    id: holderId,
    ...place,
    name: `Drager ${serial}`,
    function: 'wethouder',
    phone: null,
    codeWordAgreed: true,
    restricted: sealRestricted(keys, holderId, {
      description: null,
      specialInstruction: null,
      threatContext: 'wordt bedreigd',
      codeWord: 'zeewind',
      duressWord: 'oostenwind',
    }),
  });
  await db.insert(buttons).values({
    id,
    ...place,
    serial,
    protocol: 'dc09',
    account,
    model: 'proef',
    status: 'lent',
  });
  await db.insert(loans).values({
    id: randomUUID(),
    ...place,
    buttonId: id,
    holderId,
    reasonCategory: 'threat',
    startsAt: '2026-01-01T00:00:00.000Z',
    reviewAt: '2027-01-01T00:00:00.000Z',
  });
  return { id, account, holderId };
}
