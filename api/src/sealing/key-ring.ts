// The keys, apart from the database: one file a subject (a holder, or a button without one), and the
// master key for what belongs to no person. Deleting a subject's file erases everything sealed for it,
// in every back-up of the database too. Back-ups of this folder are kept apart.
import { createSecretKey, hkdfSync, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';

const keyBytes = 32;

export type KeyRing = {
  /** For device keys and other secrets of the centre itself. */
  master: KeyObject;
  /** For telling that two contents are equal where neither may be read; of the master key. */
  comparing: KeyObject;
  /** Null: this subject was erased, or never had anything sealed; or its file is damaged, and it is as good as erased. */
  find(subjectId: string): KeyObject | null;
  /** It is there and is no key: what is written for good must wait until it was put back. */
  isDamaged(subjectId: string): boolean;
  /**
   * The subject's key, made and on disk before it is first used: which waits for the disk, and so never where a lock
   * is held. @throws where it is damaged.
   */
  findOrMake(subjectId: string): KeyObject;
  /** For inside a transaction. @throws where it was not made, which `withKeysMade` takes; and where it is damaged. */
  findMade(subjectId: string): KeyObject;
};

export function openKeyRing(folder: string): KeyRing {
  const master = readKey(join(folder, 'master.key'));
  if (!master) throw new Error('the master key is missing from the keys folder');
  const subjects = join(folder, 'subjects');
  mkdirSync(subjects, { recursive: true, mode: 0o700 });
  const known = new Map<string, { key: KeyObject; file: string }>();

  /** One look at the folder a time: an erasure is the end of a key in every process at once, and costs no message. */
  const findSound = (subjectId: string) => {
    const path = join(subjects, fileName(subjectId));
    const file = whichFile(path);
    const remembered = known.get(subjectId);
    if (remembered && remembered.file === file) return remembered.key;
    known.delete(subjectId);
    const key = file === null ? null : readKey(path);
    if (key && file !== null) known.set(subjectId, { key, file });
    return key;
  };

  const unlessDamaged = <T>(look: () => T, damaged: T): T => {
    try {
      return look();
    } catch (error) {
      if (error instanceof DamagedKey) return damaged;
      throw error;
    }
  };

  const comparing = hkdfSync('sha256', master, '', 'achterwacht/comparing', keyBytes);

  return {
    master,
    comparing: createSecretKey(Buffer.from(comparing)),
    find: (subjectId) => unlessDamaged(() => findSound(subjectId), null),
    isDamaged: (subjectId) => unlessDamaged(() => findSound(subjectId) === undefined, true),
    findOrMake: (subjectId) => findSound(subjectId) ?? make(subjects, subjectId, findSound),
    findMade(subjectId) {
      const key = findSound(subjectId);
      if (!key) throw new MissingKey(subjectId);
      return key;
    },
  };
}

class DamagedKey extends Error {}

class MissingKey extends Error {
  readonly subjectId: string;
  constructor(subjectId: string) {
    super('a key that was not made');
    this.subjectId = subjectId;
  }
}

/** One piece of work touches an alarm or two, each of one subject; what asks for more names new ones each time. */
const mostKeysMade = 4;

/**
 * Work in a transaction that may meet a subject without a key. It is undone, the key is made while nothing is locked,
 * and the work is done anew.
 */
export async function withKeysMade<T>(keys: KeyRing, work: () => Promise<T>): Promise<T> {
  for (let made = 0; ; made += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof MissingKey) || made === mostKeysMade) throw error;
      keys.findOrMake(error.subjectId);
    }
  }
}

function fileName(subjectId: string): string {
  if (!/^[0-9a-f-]{36}$/.test(subjectId)) throw new Error('a subject is named by its uuid');
  return `${subjectId}.key`;
}

/** Tells a file from another one of the same name that was made after it; null when there is none. */
function whichFile(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino}/${found.ctimeNs}` : null;
}

function readKey(path: string): KeyObject | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = Buffer.from(text, 'hex');
  if (key.length !== keyBytes) throw new DamagedKey('a key file is damaged');
  // Made into a key object once: sealing under raw bytes takes twice as long, and a press seals thrice.
  return createSecretKey(key);
}

function make(
  folder: string,
  subjectId: string,
  find: (subjectId: string) => KeyObject | null,
): KeyObject {
  mustBeOutsideTransaction('making a key');
  const draft = join(folder, `${randomUUID()}.draft`);
  const file = openSync(draft, 'wx', 0o600);
  try {
    writeSync(file, randomBytes(keyBytes).toString('hex'));
    // A press sealed under a key that a power cut takes away would be lost with it.
    fsyncSync(file);
    // Linking is all or nothing: where another process was first, its key counts.
    linkSync(draft, join(folder, fileName(subjectId)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(file);
    unlinkSync(draft);
  }
  syncFolder(folder);
  const key = find(subjectId);
  if (!key) throw new Error('a key that was just made cannot be read');
  return key;
}

/** A file's name is its folder's content: syncing the file alone does not keep the name. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
