// The only way a person changes an incident file: one command about it, in the caller's transaction and under the
// rights of whoever asks, in which also stands that he did.
import { refuse } from '@achterwacht/shared/rule-table.ts';
import type { IncidentCommand } from '@achterwacht/shared/incident/commands.ts';
import type { IncidentRefusal } from '@achterwacht/shared/incident/decide.ts';
import type { IncidentFile } from '@achterwacht/shared/incident/state.ts';
import { circleRole } from '@achterwacht/shared/municipality/incident.ts';
import type { Visitor } from '../../access/as-actor.ts';
import { apply, type Parts } from '../../commands/handle.ts';
import type { Transaction } from '../../db/connect.ts';
import { lock, Unreadable } from '../../log/read-stream.ts';
import { incidentFiles } from './incident-row.ts';

/** Only what a person asks asks about anything else. */
export const files = { ...incidentFiles, nothingLookedUp: { colleagues: [] } };

type Asked = { incidentId: string; command: IncidentCommand; visitor: Visitor };

/** Call it inside `withKeysMade`: words are sealed under the key of whom they are about. */
export async function changeIncident(
  parts: Parts,
  tx: Transaction,
  { incidentId, command, visitor: { type, id, name, role } }: Asked,
): Promise<IncidentFile | IncidentRefusal> {
  try {
    const locked = await lock(incidentFiles, tx, parts.keys, incidentId);
    if (!locked) return refuse('not-found');
    const lookedUp = { colleagues: await colleaguesOf(tx, locked.state.municipalityId) };
    const actor = { type, id, name, role };
    const applied = apply(files, parts, tx, { locked, command, actor, lookedUp });
    if ('refusal' in applied) return applied.refusal;
    await applied.written;
    return applied.stored.state;
  } catch (error) {
    if (error instanceof Unreadable) return refuse('melding-onleesbaar');
    throw error;
  }
}

async function colleaguesOf({ sql }: Transaction, municipalityId: string): Promise<string[]> {
  const rows = await sql<{ userId: string }[]>`
    select user_id as "userId" from members
    where municipality_id = ${municipalityId} and status = 'active' and role = any(${circleRole.options})`;
  return rows.map(({ userId }) => userId);
}
