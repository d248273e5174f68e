// Secrets made on this machine, once: whoever loses the folder loses every sealed field, so it is
// backed up apart from the data and never printed.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './atomic-file.ts';

const files = {
  /** Encrypts the sealed fields of the log (the api wraps every holder's key with it). */
  masterKey: 'master.key',
  /** Signs sessions. */
  authSecret: 'auth.secret',
  /** The api shows it to the media-server. */
  mediaControlSecret: 'media-control.secret',
  /** Signs tokens to listen, which the api makes and the media-server checks. */
  listenInKey: 'listen-in.key',
  /** Wraps the key of each recording. */
  recordingsKey: 'recordings.key',
  postgres: 'postgres-superuser.password',
  achterwacht_owner: 'postgres-owner.password',
  achterwacht_app: 'postgres-app.password',
  achterwacht_system: 'postgres-system.password',
  achterwacht_public: 'postgres-public.password',
} as const;

export type Keys = { folder: string } & Record<keyof typeof files, string>;

/** Each is 32 random bytes in hexadecimal, without a line end. */
export function openKeys(dataFolder: string): Keys {
  const folder = join(dataFolder, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secrets = Object.entries(files).map(([name, file]) => [name, makeOnce(join(folder, file))]);
  // fromEntries forgets the names of the table it was made from
  return { folder, ...(Object.fromEntries(secrets) as Record<keyof typeof files, string>) };
}

function makeOnce(path: string): string {
  if (!existsSync(path)) writeWhole(path, randomBytes(32).toString('hex'));
  return readFileSync(path, 'utf8').trim();
}
