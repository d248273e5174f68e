// Whoever the log does not name as a listener hears nothing. Told as soon as somebody stopped, was put out or
// the alarm was closed, and put right every two seconds: whoever is in a room by an alarm that does not name
// him is dismissed, whatever became of the first word. A desk that keeps quiet about stopping is not asked.
import type { RightsRequest } from '@achterwacht/shared/listen-in.ts';
import type { Database } from '../../db/connect.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { eachApart } from '../../set-aside.ts';
import { isMediaAway, type MediaControl } from '../media-control.ts';

type Parts = { system: Database; control: MediaControl };
type Round = Parts & { clock: Clock; log: Log };

/** Dismisses everybody who is in a room by an alarm whose log does not name him. */
export async function keepRights(parts: Round): Promise<void> {
  const { system, control } = parts;
  const members = (await control.rooms()).flatMap((room) => room.members);
  const alarmIds = new Set(members.flatMap((member) => member.alarmIds));
  const less = (await readRights(system, [...alarmIds])).filter((rights) => {
    const isStranger = ({ listenerId, alarmIds: by }: (typeof members)[number]) =>
      by.includes(rights.alarmId) && !rights.listeners.includes(listenerId);
    return members.some(isStranger);
  });
  // Each time: whoever hears what he may not is no thing to wait with.
  const options = {
    idOf: ({ alarmId }: RightsRequest) => alarmId,
    everyTime: true,
    endsRound: isMediaAway,
  };
  await eachApart(parts, 'rights', less, options, (rights) => control.tellRights(rights));
}

/** Says of one alarm who listens to it, as soon as that became less. */
export async function tellRights({ system, control }: Parts, alarmId: string): Promise<void> {
  for (const rights of await readRights(system, [alarmId])) await control.tellRights(rights);
}

/** Of every alarm that is asked for; nobody listens to one that is closed, or that there is not. */
async function readRights(
  { sql }: Database,
  alarmIds: readonly string[],
): Promise<RightsRequest[]> {
  if (alarmIds.length === 0) return [];
  return sql<RightsRequest[]>`
    select asked.id as "alarmId", coalesce(alarms.version, ${latestVersion}) as version,
      coalesce(array_agg(listeners.id) filter (where listeners.id is not null), '{}') as listeners
    from unnest(${alarmIds}::uuid[]) as asked (id)
      left join alarms on alarms.id = asked.id
      left join listeners on alarms.open and exists (
        select from jsonb_array_elements(alarms.state -> 'listeners') as listener
        where (listener #>> '{by,id}')::uuid = listeners.user_id)
    group by asked.id, alarms.version`;
}

/** What is not there gives no right to anybody, however new. */
const latestVersion = 2 ** 31 - 1;
