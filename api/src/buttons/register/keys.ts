// The keys of a device: set and never shown. They stand sealed in its row of the register alone; its log says that one was
// set, when and by whom.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/rule.ts';
import type { Button } from '@achterwacht/shared/button/state.ts';
import type { Parts } from '../../commands/handle.ts';
import type { Transaction } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';
import { changeButton, isRefused, type Reach } from '../row/change-button.ts';
import { keyPurpose } from './button-directory.ts';
import { openSoundToken, sealSoundToken } from './sound-token.ts';

type Of = { buttonId: string; actor: Actor; within?: Reach };

/** @param key Null: it sends in clear from here on, and every alarm of it says so. */
export async function setMessageKey(
  parts: Parts,
  tx: Transaction,
  { key, ...of }: Of & { key: Uint8Array | null },
): Promise<Button | ButtonRefusal> {
  const changed = await told(parts, tx, of, 'messages');
  if (isRefused(changed)) return changed;
  const { buttonId } = of;
  const sealed =
    key &&
    sealing.seal(parts.keys.master, keyPurpose(buttonId), Buffer.from(key).toString('base64'));
  await tx.sql`update buttons set key = ${sealed} where id = ${buttonId}`;
  return changed;
}

export async function setSoundToken(
  parts: Parts,
  tx: Transaction,
  { token, ...of }: Of & { token: string },
): Promise<Button | ButtonRefusal> {
  const changed = await told(parts, tx, of, 'sound');
  if (isRefused(changed)) return changed;
  const { soundToken, soundTokenSha256 } = sealSoundToken(parts.keys, of.buttonId, token);
  await tx.sql`
    update buttons set sound = true, sound_token = ${soundToken},
      sound_token_sha256 = ${soundTokenSha256}, sound_changed_at = ${parts.clock.now().toISOString()}
    where id = ${of.buttonId}`;
  return changed;
}

const told = (parts: Parts, tx: Transaction, of: Of, key: 'messages' | 'sound') =>
  changeButton(parts, tx, { ...of, command: { type: 'SetKey', key } });

/** As they are, for whoever compares them with what he was given: an import that is run again. */
export async function readKeys(
  { sql }: Transaction,
  keys: KeyRing,
  buttonId: string,
): Promise<{ messages: string | null; sound: string | null }> {
  const [row] = await sql<{ key: string | null; soundToken: string | null }[]>`
    select key, sound_token as "soundToken" from buttons where id = ${buttonId}`;
  return {
    messages: row?.key ? sealing.open(keys.master, keyPurpose(buttonId), row.key) : null,
    sound: row?.soundToken ? openSoundToken(keys, buttonId, row.soundToken) : null,
  };
}

/** Whether a line of a file says the same keys as stand there; what it says nothing of stays. */
export function isSameKeys(
  keys: KeyRing,
  { id, key, soundToken }: { id: string; key: string | null; soundToken: string | null },
  line: { protocol: string; key: Uint8Array | null; sound: string },
): boolean {
  const messages = key && sealing.open(keys.master, keyPurpose(id), key);
  const asked = line.key ? Buffer.from(line.key).toString('base64') : null;
  const sound = soundToken && openSoundToken(keys, id, soundToken);
  const isSameSound =
    line.sound === '' || line.sound === sound || (line.sound === 'ja' && sound !== null);
  return isSameSound && (line.protocol !== 'dc09' || asked === messages);
}
