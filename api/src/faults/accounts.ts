// Accounts the demo does not have: every role, any centre, with or without a second factor. They share
// one password, because hashing one takes longer than everything else a test does.
import { hashPassword, symmetricEncrypt } from 'better-auth/crypto';
import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { Account } from './person.ts';
import type { Instance } from './test-instance.ts';

const password = `shared-${randomBytes(6).toString('hex')}`;
let hashed: Promise<string> | undefined;

type Wanted = {
  role: Role;
  centreId?: string;
  municipalityId?: string | null;
  secondFactor?: boolean;
};

export async function addAccount(instance: Instance, wanted: Wanted): Promise<Account> {
  const { role, centreId = instance.centreId, municipalityId = null, secondFactor = true } = wanted;
  const { sql } = instance.system;
  const userId = randomUUID();
  const email = `${role}-${userId.slice(0, 8)}@test.demo`;
  const name = `Test ${role}`;
  hashed ??= hashPassword(password);
  await sql`
    insert into auth.user (id, name, email, email_verified, two_factor_enabled, created_at, updated_at)
    values (${userId}, ${name}, ${email}, true, ${secondFactor}, now(), now())`;
  await sql`
    insert into auth.account (id, account_id, provider_id, user_id, password, created_at, updated_at)
    values (${randomUUID()}, ${userId}, 'credential', ${userId}, ${await hashed}, now(), now())`;
  const secret = randomBytes(16).toString('hex');
  const encrypt = (data: string) => symmetricEncrypt({ key: instance.authSecret, data });
  if (secondFactor)
    await sql`
      insert into auth.two_factor (id, user_id, secret, backup_codes)
      values (${randomUUID()}, ${userId}, ${await encrypt(secret)}, ${await encrypt('[]')})`;
  await sql`
    insert into members (user_id, centre_id, municipality_id, role, name, email)
    values (${userId}, ${centreId}, ${municipalityId}, ${role}, ${name}, ${email})`;
  const totpSecret = secondFactor ? Secret.fromUTF8(secret).base32 : undefined;
  for (const one of [password, secret, totpSecret]) if (one) instance.secrets.add(one);
  return { role, name, email, password, totpSecret };
}
