// Accounts the demo does not have: every role, any centre, with or without a second factor. They share
// one password, because hashing one takes longer than everything else a test does; and who logs in to do
// something else is let in without one.
import { makeSignature, symmetricEncrypt } from 'better-auth/crypto';
import { randomBytes, randomUUID } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Role } from '@achterwacht/shared/roles.ts';
import { hashPassword } from '../../access/passwords/password-hash.ts';
import type { MadeWith } from '../../access/sessions/made-with.ts';
import { Person, type Account } from './person.ts';
import type { ApiProcess, Instance } from './test-instance.ts';

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

/**
 * Somebody whose session stands already, as the library stores it. Whether a password lets him in is asked in
 * access/log-in.integration.test.ts; asking takes an eighth of a second of processor.
 */
export async function loggedIn(
  instance: Instance,
  api: ApiProcess,
  { email }: Account,
  madeWith: MadeWith = 'code',
): Promise<Person> {
  const token = randomBytes(24).toString('base64url');
  instance.secrets.add(token);
  const { count } = await instance.system.sql`
    insert into auth.session (id, token, user_id, expires_at, created_at, updated_at, made_with, proven_at)
    select ${randomUUID()}, ${token}, id, now() + interval '12 hours', now(), now(),
      ${madeWith}, now()
    from auth.user where email = ${email}`;
  if (count !== 1) throw new Error(`there is no ${email}`);
  const person = new Person(api);
  const signed = `${token}.${await makeSignature(token, instance.authSecret)}`;
  person.cookie = `achterwacht.session_token=${encodeURIComponent(signed)}`;
  return person;
}
