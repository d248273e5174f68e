// `achterwacht init`: an empty centre and its first administrator, once, for real use.
// --centre NAME --phone N --police-phone N --name NAME --email ADDRESS
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccount } from '../people/create-account.ts';
import { createCentre } from '../settings/new-centre.ts';
import { option, print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, system, keys, json }, args) => {
  const asked = (name: string, means: string): string => {
    const value = option(args, name)?.trim();
    if (!value) throw new Error(`--${name} ontbreekt: ${means}.`);
    return value;
  };
  const present = await system.sql`select from centres limit 1`;
  if (present.length > 0) throw new Error('Deze installatie heeft al een centrale.');
  const centre = {
    name: asked('centre', 'de naam van de alarmcentrale'),
    phone: asked('phone', 'het nummer waarop de centrale bereikbaar is'),
    policePhone: asked('police-phone', 'het nummer van de meldkamer'),
  };
  const person = {
    name: asked('name', 'de naam van de eerste beheerder'),
    email: asked('email', 'zijn e-mailadres, waarmee hij inlogt').toLowerCase(),
  };
  const authSecret = readFileSync(join(config.keysFolder, 'auth.secret'), 'utf8').trim();
  const parts = { keys, authSecret, clock: { now: () => new Date() } };
  const by = { type: 'system', part: 'command-line' } as const;
  const id = randomUUID();
  keys.findOrMake(id);
  const secrets = await system.transaction(async (tx) => {
    const centreId = await createCentre(parts, tx, { ...centre, by });
    const where = { role: 'administrator', centreId, municipalityId: null } as const;
    return createAccount(parts, tx, { id, ...person, ...where, by });
  });
  if (json) return print({ ...person, role: 'administrator', ...secrets });
  print(
    [
      `${centre.name} is klaar.`,
      `Beheerder    ${person.name} <${person.email}>`,
      `Wachtwoord   ${secrets.password}`,
      `Codesleutel  ${secrets.totpSecret}`,
      'Bewaar deze twee; ze worden niet nog eens getoond.',
    ].join('\n'),
  );
});
