// What a command asks about and the alarm does not know: whether a word is the holder's, who a contact is, and who
// sits at a desk. Read under the rights of whoever asks; the words are opened here and go no further than their answer.
import type { LookedUp } from '@achterwacht/shared/alarm/calling/commands.ts';
import type { Command } from '@achterwacht/shared/alarm/commands.ts';
import { compareWord } from '@achterwacht/shared/alarm/calling/words.ts';
import { ownerLostSeconds } from '@achterwacht/shared/alarm/ownership/state.ts';
import { and, eq, gte } from '../../db/drizzle.ts';
import type { Transaction } from '../../db/connect.ts';
import { presence } from '../../db/schema/centres.ts';
import { contacts, holders, involvement } from '../../db/schema/holders.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { openRestricted } from '../../sealing/restricted.ts';
import type { StoredAlarm } from '../row/alarm-row.ts';

export async function lookUp(
  { db }: Transaction,
  keys: KeyRing,
  { subjectId }: StoredAlarm,
  command: Command,
  now: Date,
): Promise<LookedUp> {
  switch (command.type) {
    case 'CheckWord': {
      const [holder] = await db
        .select({ restricted: holders.restricted })
        .from(holders)
        .where(eq(holders.id, subjectId));
      if (!holder) return { word: null };
      const { codeWord, duressWord } = openRestricted(keys, subjectId, holder.restricted);
      return { word: compareWord(command.heard, { codeWord, duressWord }) };
    }
    case 'AddCallAttempt': {
      if (command.contactId === null) return {};
      const [contact] = await db
        .select({ name: contacts.name, ...involvement })
        .from(contacts)
        // Of this holder: the number of somebody else's partner is nobody to call here.
        .where(and(eq(contacts.id, command.contactId), eq(contacts.holderId, subjectId)));
      return { contact: contact ?? null };
    }
    case 'Assign': {
      const since = new Date(now.getTime() - ownerLostSeconds * 1000).toISOString();
      const [colleague] = await db
        .select({ id: presence.userId, name: presence.name })
        .from(presence)
        .where(and(eq(presence.userId, command.userId), gte(presence.renewedAt, since)))
        .limit(1);
      return { colleague: colleague ?? null };
    }
    default:
      return {};
  }
}
