// A key ring in a folder of its own, with a master key as `init` makes it.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyRing, type KeyRing } from '../sealing/key-ring.ts';

export type TestKeys = KeyRing & {
  folder: string;
  /** The same folder as another process sees it: nothing remembered. */
  reopen(): KeyRing;
  /** Erases a subject as it is erased in earnest: its file goes. */
  erase(subjectId: string): void;
  remove(): void;
};

export function temporaryKeys(): TestKeys {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-keys-'));
  mkdirSync(join(folder, 'subjects'));
  writeFileSync(join(folder, 'master.key'), randomBytes(32).toString('hex'), { mode: 0o600 });
  return {
    ...openKeyRing(folder),
    folder,
    reopen: () => openKeyRing(folder),
    erase: (subjectId) => rmSync(join(folder, 'subjects', `${subjectId}.key`)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
