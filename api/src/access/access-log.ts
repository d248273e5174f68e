// Who looked at what, who logged in, and who set what from the machine itself, for whoever may ask later. Never what he
// saw. A line is written in the transaction that shows it, so that nobody sees what is not written down.
import type { AccessAction, AccessOutcome } from '@achterwacht/shared/audit/actions.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { AccessResult } from '@achterwacht/shared/routes/audit-results.ts';
import type { RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import type { Transaction } from '../db/connect.ts';
import { accessLog } from '../db/schema/audit.ts';
import type { ServiceVisitor } from './as-actor.ts';

/** Who looks. A `Visitor` is one; whoever is not known yet, or never, has no id. */
export type Looker = {
  centreId: string;
  id: string | null;
  name?: string | null;
  role?: Role | 'police-link' | 'service' | null;
};

export type Look = {
  at: Date;
  action: AccessAction;
  /** The id of what was looked at, or the name of a list; nothing that says something of a person. */
  object: string;
  /** The data subject: a holder's id or a member's; null where it is of nobody, or of many. */
  whom: string | null;
  /** `done` where not said. */
  outcome?: AccessOutcome;
  /** In a word: what was done, or the code of what was not; each has its sentence in the audit. */
  result: AccessResult;
  origin: string;
  /** For an order of the public prosecutor: whom it is about is not told before that is released. */
  withheld?: boolean;
};

/** One look, or what one question showed of several. */
export async function logAccess(
  { db }: Pick<Transaction, 'db'>,
  { centreId, id, name = null, role = null }: Looker,
  looks: Look | readonly Look[],
): Promise<void> {
  const lines = [looks].flat().map(({ at, ...look }) => ({
    centreId,
    userId: id,
    name,
    role,
    at: at.toISOString(),
    ...look,
  }));
  if (lines.length > 0) await db.insert(accessLog).values(lines);
}

/** What the access log calls the erasing of something that was kept for as long as it may be. */
export const erasedAction = 'retention.erased' satisfies AccessAction;

/** The line that proves it: what, of which class, and when. It names no person. */
export function logErasure(
  tx: Transaction,
  centreId: string,
  { at, object, class: result }: { at: Date; object: string; class: RetentionClassName },
): Promise<void> {
  const nobody = { centreId, id: null };
  return logAccess(tx, nobody, {
    at,
    action: erasedAction,
    object,
    whom: null,
    result,
    origin: 'retention',
  });
}

/** `by`: the machine's own name for who did it. */
type Setting = Pick<Look, 'at' | 'action' | 'object' | 'result'> & { by: string };

/** Somebody at the machine itself, who is none of a centre's people. */
export function logSetting(
  tx: Transaction,
  centreId: string,
  { by, ...setting }: Setting,
): Promise<void> {
  const nobody = { centreId, id: null };
  return logAccess(tx, nobody, { ...setting, whom: null, origin: `machine:${by}` });
}

/** What a program asked in vain; `origin` names its service account and the address that it asked from. */
export function logService(
  tx: Pick<Transaction, 'db'>,
  { centreId, id, name }: Pick<ServiceVisitor, 'centreId' | 'id' | 'name'>,
  { at, object, result, address }: Pick<Look, 'at' | 'object' | 'result'> & { address: string },
): Promise<void> {
  const program = { centreId, id: null, name, role: 'service' } as const;
  return logAccess(tx, program, {
    at,
    action: 'service.refused',
    object,
    whom: null,
    outcome: 'refused',
    result,
    origin: `service:${id} ${address}`,
  });
}
