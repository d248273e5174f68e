// Sets up the demo centre: accounts, people, buttons. Made once; a second run changes nothing.
import { randomBytes, randomUUID } from 'node:crypto';
import { hashPassword, symmetricEncrypt } from 'better-auth/crypto';
import { Secret } from 'otpauth';
import type { Timings } from '@achterwacht/shared/alarm/state.ts';
import type { Database, Transaction } from '../db/connect.ts';
import * as auth from '../db/auth-schema.ts';
import * as tables from '../db/schema.ts';
import { keyPurpose } from '../intake/button-directory.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { sealRestricted } from '../sealing/restricted.ts';
import * as sealing from '../sealing/seal.ts';
import { writeDemoAccounts, type DemoAccount } from './accounts-file.ts';
import { cast, centre, municipalities, planSteps, staff, type DemoHolder } from './cast.ts';

/** domain.md, "Deadlines and escalation"; settings of the centre, copied into each alarm. */
export const defaultTimings: Timings = {
  unclaimedLouderSeconds: 10,
  unclaimedSupervisorSeconds: 20,
  unclaimedOnCallSeconds: 40,
  ownerIdleReminderSeconds: 30,
  ownerIdleSupervisorSeconds: 60,
  noActivitySeconds: 600,
};

type Parts = { system: Database; keys: KeyRing; authSecret: string; dataFolder: string; now: Date };

/** False when the demo centre was there already. */
export async function seedDemo(parts: Parts): Promise<boolean> {
  const present = await parts.system.sql`select from centres limit 1`;
  if (present.length > 0) return false;
  const accounts = await parts.system.transaction(async (tx) => {
    const centreId = randomUUID();
    await tx.db
      .insert(tables.centres)
      .values({ id: centreId, ...centre, isDefault: true, timings: defaultTimings });
    await tx.db.insert(tables.feeds).values({ centreId, lastSequence: 0 });
    const municipalityIds = new Map<string, string>();
    for (const name of municipalities) {
      const id = randomUUID();
      municipalityIds.set(name, id);
      await tx.db.insert(tables.municipalities).values({ id, centreId, name });
    }
    for (const holder of cast)
      await seedHolder(parts, tx, holder, {
        centreId,
        municipalityId: municipalityIds.get(holder.municipality)!,
      });
    const made: DemoAccount[] = [];
    for (const person of staff)
      made.push(
        await seedAccount(parts, tx, person, {
          centreId,
          municipalityId: municipalityIds.get(person.municipality ?? '') ?? null,
        }),
      );
    return made;
  });
  await writeDemoAccounts(parts.dataFolder, accounts);
  return true;
}

async function seedAccount(
  { authSecret, now }: Parts,
  { db }: Transaction,
  person: (typeof staff)[number],
  place: { centreId: string; municipalityId: string | null },
): Promise<DemoAccount> {
  const userId = randomUUID();
  const { name, email, role } = person;
  const password = `demo-${randomBytes(6).toString('hex')}`;
  // The library keeps the secret as text and its telephone form as base32 of that text.
  const secret = randomBytes(16).toString('hex');
  await db.insert(auth.user).values({
    id: userId,
    name,
    email,
    emailVerified: true,
    twoFactorEnabled: true,
    createdAt: now,
    updatedAt: now,
  });
  await db.insert(auth.account).values({
    id: randomUUID(),
    accountId: userId,
    providerId: 'credential',
    userId,
    password: await hashPassword(password),
    createdAt: now,
    updatedAt: now,
  });
  await db.insert(auth.twoFactor).values({
    id: randomUUID(),
    userId,
    secret: await symmetricEncrypt({ key: authSecret, data: secret }),
    backupCodes: await symmetricEncrypt({ key: authSecret, data: '[]' }),
  });
  await db.insert(tables.members).values({ userId, ...place, role, name, email });
  return {
    role,
    name,
    email,
    password,
    totpSecret: Secret.fromUTF8(secret).base32,
  };
}

async function seedHolder(
  { keys, now }: Parts,
  { db }: Transaction,
  holder: DemoHolder,
  place: { centreId: string; municipalityId: string },
): Promise<void> {
  const holderId = randomUUID();
  const buttonId = randomUUID();
  await db.insert(tables.holders).values({
    id: holderId,
    ...place,
    name: holder.name,
    function: holder.function,
    phone: holder.phone,
    codeWordAgreed: holder.codeWord !== null,
    restricted: sealRestricted(keys, holderId, {
      description: holder.description,
      specialInstruction: holder.specialInstruction ?? null,
      threatContext: holder.threatContext,
      codeWord: holder.codeWord,
      duressWord: holder.duressWord,
    }),
  });
  await db
    .insert(tables.places)
    .values(holder.places.map((known) => ({ id: randomUUID(), ...place, holderId, ...known })));
  await db.insert(tables.contacts).values(
    holder.contacts.map((contact, rank) => ({
      id: randomUUID(),
      ...place,
      holderId,
      rank,
      ...contact,
    })),
  );
  await db.insert(tables.plans).values({
    holderId,
    ...place,
    version: 1,
    title: `Alarminstructie ${holder.function}`,
    flags: holder.flags,
    minimumListeningSeconds: 30,
    steps: planSteps,
  });
  await db.insert(tables.buttons).values({
    id: buttonId,
    ...place,
    serial: holder.serial,
    protocol: 'dc09',
    account: `A${holder.serial}`,
    key: sealing.seal(keys.master, keyPurpose(buttonId), randomBytes(16).toString('base64')),
    model: 'BeWare demo',
    status: holder.fixed ? 'fixed' : 'lent',
  });
  await db.insert(tables.buttonContacts).values({
    buttonId,
    ...place,
    lastContactAt: now.toISOString(),
    lastTestAt: now.toISOString(),
    batteryPercent: 80,
  });
  const days = (count: number) => new Date(now.getTime() + count * 86_400_000).toISOString();
  await db.insert(tables.loans).values({
    id: randomUUID(),
    ...place,
    buttonId,
    holderId,
    reasonCategory: holder.reason,
    startsAt: days(-30),
    endsAt: holder.fixed ? null : days(60),
    reviewAt: days(30),
  });
}
