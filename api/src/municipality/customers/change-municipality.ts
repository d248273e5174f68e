// The only way a municipality changes: one command about it, in the caller's transaction.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { MunicipalityCommand } from '@achterwacht/shared/municipality/commands.ts';
import type {
  MunicipalityContext,
  MunicipalityRefusal,
} from '@achterwacht/shared/municipality/decide.ts';
import type { Municipality } from '@achterwacht/shared/municipality/state.ts';
import type { MunicipalityTypes } from '@achterwacht/shared/subjects/municipality.ts';
import { refuse } from '@achterwacht/shared/rule-table.ts';
import { apply, begin, type Parts } from '../../commands/handle.ts';
import type { Transaction } from '../../db/connect.ts';
import type { Appended } from '../../log/append.ts';
import { lock, Unreadable } from '../../log/read-stream.ts';
import { municipalityRows } from './municipality-row.ts';
import { takeOverMunicipality } from './take-over-municipalities.ts';

const customers = {
  ...municipalityRows,
  nothingLookedUp: { otherCodes: [], buttons: 0, members: 0 },
};

type Asked = {
  centreId: string;
  /** Null: one that is not there yet. */
  municipalityId: string | null;
  command: MunicipalityCommand;
  actor: Actor;
};

/**
 * The centre is locked first, so that of two who add the same the second is told. Call it inside `withKeysMade`: whoever
 * is named is sealed under the centre's own key.
 */
export async function changeMunicipality(
  parts: Parts,
  tx: Transaction,
  { centreId, municipalityId, command, actor }: Asked,
): Promise<Municipality | MunicipalityRefusal> {
  await tx.sql`select from centres where id = ${centreId} for no key update`;
  const lookedUp = await lookUp(tx, centreId, municipalityId);
  try {
    if (municipalityId === null) {
      const id = randomUUID();
      const asked = { id, subjectId: centreId, command, actor, lookedUp };
      return await storedBy(begin(customers, parts, tx, asked));
    }
    await takeOverMunicipality(parts, tx, municipalityId);
    const locked = await lock(municipalityRows, tx, parts.keys, municipalityId);
    if (!locked) return refuse('not-found');
    return await storedBy(apply(customers, parts, tx, { locked, command, actor, lookedUp }));
  } catch (error) {
    if (error instanceof Unreadable) return refuse('gemeente-onleesbaar');
    throw error;
  }
}

async function storedBy(
  changed: Appended<MunicipalityTypes> | { refusal: MunicipalityRefusal },
): Promise<Municipality | MunicipalityRefusal> {
  if ('refusal' in changed) return changed.refusal;
  await changed.written;
  return changed.stored.state;
}

async function lookUp(
  { sql }: Transaction,
  centreId: string,
  municipalityId: string | null,
): Promise<MunicipalityContext> {
  const [row] = await sql<MunicipalityContext[]>`
    select array(select code from municipalities where centre_id = ${centreId}
        and code is not null and ended_at is null
        and id is distinct from ${municipalityId}::uuid) as "otherCodes",
      (select count(*)::int from buttons where municipality_id = ${municipalityId}) as buttons,
      (select count(*)::int from members where municipality_id = ${municipalityId}
        and status in ('active', 'invited')) as members`;
  return row!; // a select without a table gives one row
}
