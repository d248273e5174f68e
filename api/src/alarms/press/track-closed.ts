// A position of a button that has no open alarm: it is its closed one's for as long as the police are busy with that, and else
// nobody's, kept nowhere.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { AlarmPersonal } from '@achterwacht/shared/alarm/personal/personal.ts';
import { isOtherSender } from '@achterwacht/shared/alarm/signals/belief.ts';
import { isTracked } from '@achterwacht/shared/alarm/signals/tracking.ts';
import type { DecodedSignal, Unbelieved } from '@achterwacht/shared/signals.ts';
import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { applyCommand, type AppendedAlarm } from '../commands/handle-command.ts';
import { lockAlarm } from '../row/alarm-row.ts';

/** The rule decides (`tracking.ts`); nothing that was closed longer ago is looked at. */
const longestMilliseconds = 3_600_000;

type Asked = {
  buttonId: string;
  actor: Actor;
  signal: DecodedSignal;
  place: AlarmPersonal['place'];
  receivedAt: string;
  unbelieved?: Unbelieved | undefined;
  /** As the alarm keeps it of a button without a key. */
  sender?: string | undefined;
};

/** Null where nobody follows it any more, or somebody else may say where. */
export async function trackClosed(
  parts: { keys: KeyRing; clock: Clock },
  tx: Transaction,
  { buttonId, actor, signal, place, receivedAt, unbelieved, sender }: Asked,
): Promise<AppendedAlarm | null> {
  if (!signal.position || unbelieved) return null;
  const now = parts.clock.now();
  const since = new Date(now.getTime() - longestMilliseconds).toISOString();
  const [closed] = await tx.sql<{ id: string }[]>`
    select id from alarms where button_id = ${buttonId} and not open and closed_at > ${since}
      and mode = 'real' and kind in ('duress', 'missed-check', 'medical')
    order by raised_at desc limit 1`;
  const locked = closed && (await lockAlarm(tx, parts.keys, closed.id));
  if (!locked || !isTracked(locked.state, now) || isOtherSender(locked.state, sender)) return null;
  const { position: fix, warnings } = signal;
  const command = { type: 'AddPosition', fix, place, warnings, receivedAt } as const;
  const applied = applyCommand(parts, tx, { locked, command, actor });
  if ('refusal' in applied) throw new Error(`position refused: ${applied.refusal.code}`);
  return applied;
}
