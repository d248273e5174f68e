// Each recording has a key of its own, wrapped by `recordings.key` and kept in the keys folder: apart
// from the sound, backed up apart, and what erasing a recording destroys first. Sound in an old back-up of
// the data is noise from then on.
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type DataKeys = {
  make: (recordingId: string) => Promise<KeyObject>;
  /** @throws when it is gone: the recording was erased, or the keys folder is another one. */
  read: (recordingId: string) => Promise<KeyObject>;
  erase: (recordingId: string) => Promise<void>;
};

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

export async function openDataKeys(keysFolder: string): Promise<DataKeys> {
  const master = Buffer.from(
    (await readFile(join(keysFolder, 'recordings.key'), 'utf8')).trim(),
    'hex',
  );
  if (master.length !== keyBytes) throw new Error('recordings.key is not 32 bytes in hexadecimal');
  const folder = join(keysFolder, 'recordings');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (recordingId: string) => join(folder, `${recordingId}.key`);

  return {
    make: async (recordingId) => {
      const key = randomBytes(keyBytes);
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', master, nonce);
      cipher.setAAD(Buffer.from(recordingId));
      const wrapped = Buffer.concat([
        nonce,
        cipher.update(key),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      await writeWhole(pathOf(recordingId), wrapped);
      return createSecretKey(key);
    },
    read: async (recordingId) => {
      const wrapped = await readFile(pathOf(recordingId));
      const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, nonceBytes));
      decipher.setAAD(Buffer.from(recordingId));
      decipher.setAuthTag(wrapped.subarray(-tagBytes));
      const sealed = wrapped.subarray(nonceBytes, -tagBytes);
      return createSecretKey(Buffer.concat([decipher.update(sealed), decipher.final()]));
    },
    erase: (recordingId) => rm(pathOf(recordingId), { force: true }),
  };
}

/** Either whole or not there, also after a power cut. */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const unfinished = `${path}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  await syncFolder(dirname(path));
}

/** A name is in its folder for good only when the folder itself is on disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
