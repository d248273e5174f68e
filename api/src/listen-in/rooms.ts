// Whose alarm a room's sound is, and whether it is kept. Told at once after a press, and put right every two seconds:
// what the media-server has is compared with what is open, so a restart on either side mends itself. After commit and
// apart from it: a media-server that is away is in the way of no press.
import { alarmForSound } from '@achterwacht/shared/alarm/joining.ts';
import { whyNotKept } from '@achterwacht/shared/alarm/sound/keeping.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { tryAll } from '../jobs/set-aside.ts';
import type { MediaControl } from './media-control.ts';

type Parts = { system: Database; clock: Clock; control: MediaControl };

/** Gives each button's room to the alarm that takes its sound now, and ends what is over. */
export async function keepRooms(parts: Parts): Promise<void> {
  const [rooms, wanted] = await Promise.all([parts.control.rooms(), wantedRooms(parts)]);
  const assigned = new Map(rooms.map((room) => [room.deviceId, room]));
  const changes: (() => Promise<unknown>)[] = [];
  for (const [deviceId, room] of wanted) {
    const is = assigned.get(deviceId);
    if (is?.alarmId !== room.alarmId || is.keeps !== room.keeps)
      changes.push(() => parts.control.assign(deviceId, room));
  }
  for (const [deviceId, { alarmId }] of assigned)
    if (alarmId !== null && !wanted.has(deviceId))
      changes.push(() => parts.control.release(deviceId, alarmId));
  // One room that fails holds up no other; all of them come again in the next round.
  await tryAll(changes, (change) => change());
}

/** One button's room, as soon as something of its alarm was committed. */
export async function keepRoom(
  parts: Parts,
  { id, buttonId }: { id: string; buttonId: string },
): Promise<void> {
  const wanted = (await wantedRooms(parts, buttonId)).get(buttonId);
  if (wanted) await parts.control.assign(buttonId, wanted);
  else await parts.control.release(buttonId, id);
}

async function wantedRooms(
  { system, clock }: Parts,
  buttonId: string | null = null,
): Promise<Map<string, { alarmId: string; keeps: boolean }>> {
  const rows = await system.sql<{ state: Alarm }[]>`
    select state from alarms where open and (state #>> '{button,sound}')::boolean
      and (${buttonId}::uuid is null or button_id = ${buttonId})`;
  const byButton = Map.groupBy(rows, ({ state }) => state.button.id);
  const wanted = new Map<string, { alarmId: string; keeps: boolean }>();
  for (const [id, own] of byButton) {
    const taker = alarmForSound(
      own.map(({ state }) => state),
      clock.now(),
    );
    if (taker) wanted.set(id, { alarmId: taker.id, keeps: whyNotKept(taker) === null });
  }
  return wanted;
}
