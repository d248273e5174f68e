// Whoever the log does not name as a listener hears nothing. Told as soon as somebody stopped, was put out or
// the alarm was closed, and put right every two seconds: whoever is in a room by an alarm that does not name
// him is dismissed, whatever became of the first word. A desk that keeps quiet about stopping is not asked.
import type { RightsRequest } from '@achterwacht/shared/listen-in/control.ts';
import type { Database } from '../../db/connect.ts';
import { ofItems } from '../../jobs/item-job.ts';
import type { Job } from '../../jobs/job.ts';
import { isMediaAway, type MediaControl } from '../media-control.ts';

const everyMilliseconds = 2_000;
const timeoutMilliseconds = 10_000;

type Parts = { system: Database; control: MediaControl };

/** Dismisses everybody who is in a room by an alarm whose log does not name him. */
export function rightsJob(parts: Parts): Job {
  return ofItems({
    name: 'rights-to-hear',
    everyMilliseconds,
    timeoutMilliseconds,
    aside: 'rights',
    idOf: ({ alarmId }) => alarmId,
    // Each time: whoever hears what he may not is no thing to wait with.
    everyTime: true,
    endsRound: isMediaAway,
    async *items() {
      if (parts.control.hasCome()) yield await rightsLost(parts);
    },
    work: (rights) => parts.control.sendRights(rights),
  });
}

async function rightsLost({ system, control }: Parts): Promise<RightsRequest[]> {
  const members = (await control.rooms()).flatMap((room) => room.members);
  const alarmIds = new Set(members.flatMap((member) => member.alarmIds));
  return (await readRights(system, [...alarmIds])).filter((rights) => {
    const isStranger = ({ listenerId, alarmIds: by }: (typeof members)[number]) =>
      by.includes(rights.alarmId) && !rights.listeners.includes(listenerId);
    return members.some(isStranger);
  });
}

/** Says of one alarm who listens to it, as soon as that became less. */
export async function sendRights({ system, control }: Parts, alarmId: string): Promise<void> {
  for (const rights of await readRights(system, [alarmId])) await control.sendRights(rights);
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
