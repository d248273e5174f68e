// Sets up the demo centre: accounts, people, buttons. Made once; a second run changes nothing.
import { randomBytes, randomUUID } from 'node:crypto';
import { changeLoan } from '../buttons/loans/lending.ts';
import { addMunicipality } from '../municipality/customers/add-municipality.ts';
import { createCentre } from '../settings/new-centre.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { buttonContacts, buttons } from '../db/schema/buttons.ts';
import { keyPurpose } from '../buttons/register/button-directory.ts';
import { makeSoundToken, sealSoundToken } from '../buttons/register/sound-token.ts';
import { createAccount, drawPassword } from '../people/create-account.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import * as sealing from '../sealing/seal.ts';
import { writeDemoAccounts, type DemoAccount } from './accounts-file.ts';
import { cast } from './cast.ts';
import { centre, controlRoomLines, municipalities, staff } from './centre.ts';
import type { DemoHolder } from './holder.ts';
import { seedOwnPlan, seedTemplate } from './plans.ts';
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
    const made: DemoAccount[] = [];
    for (const { id, name, email, role, municipality, drawn } of people) {
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
  const { db } = tx;
  const buttonId = randomUUID();
  const contactIds = await seedSheet({ keys, now }, tx, { holder, holderId, place });
  // The first contact of everybody is the piket of his municipality.
  const own = { ...place, holderId, piketId: contactIds[0]! };
  await seedOwnPlan({ keys, clock: { now: () => now } }, tx, holder, own);
  if (holder.serial === null) return;
  await db.insert(buttons).values({
    id: buttonId,
    ...place,
    serial: holder.serial,
    protocol: 'dc09',
    account: `A${holder.serial}`,
    key: sealing.seal(keys.master, keyPurpose(buttonId), randomBytes(16).toString('base64')),
    model: 'BeWare demo',
    sound: true,
    ...sealSoundToken(keys, buttonId, makeSoundToken()),
    soundChangedAt: now.toISOString(),
    status: holder.fixed ? 'fixed' : 'lent',
  });
  await db.insert(buttonContacts).values({
    buttonId,
    ...place,
    lastContactAt: now.toISOString(),
    lastTestAt: now.toISOString(),
    batteryPercent: 80,
  });
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000).toISOString();
  const refused = await changeLoan({ keys, clock: { now: () => now } }, tx, {
    buttonId,
    command: {
      type: 'Lend',
      loanId: randomUUID(),
      ...place,
      holderId,
      reasonCategory: holder.reason,
      startsAt: days(-30),
      endsAt: holder.fixed ? null : days(60),
      reviewAt: days(30),
    },
    actor: { type: 'system', part: 'demo' },
  });
  if (refused) throw new Error(`a button that cannot be lent: ${refused.code}`);
}
