// Whether a control room's own system is told as well when somebody holds the button. The telephone is
// complete without it; what matters here is that nobody believes data went where none did.
import { isPassedOn } from '@achterwacht/shared/alarm/handover/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isUpgradeOpen } from '@achterwacht/shared/alarm/handover/upgrade.ts';
import { controlRoomCode, type ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import type { Route } from '@achterwacht/shared/police/route.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';

type Systems = Pick<Session['centre'], 'controlRoomSystems'>;

export function goesByData(
  { mode }: Pick<Alarm, 'mode'>,
  { regionCode }: Pick<Route, 'regionCode'>,
  { controlRoomSystems }: Systems,
): boolean {
  return mode === 'real' && regionCode !== null && controlRoomSystems.includes(regionCode);
}

export type Progress = Alarm['handover']['status'] | 'sending' | 'not-sent';

/**
 * How far it is, in one word. What is on its way by data is not sent before the other side said so, and what was
 * given up never was.
 */
export function progressOf({
  handover,
  dataNotice,
}: Pick<Alarm, 'handover' | 'dataNotice'>): Progress {
  if (handover.status !== 'sent' || handover.channel === 'link') return handover.status;
  if (dataNotice?.status === 'taken') return 'sent';
  return dataNotice?.status === 'under-way' ? 'sending' : 'not-sent';
}

export type DataLine =
  | { status: 'under-way' | 'taken' | 'failed'; room: ControlRoomCode; at: string }
  | { status: 'nothing-sent' }
  | { status: 'goes-along'; room: ControlRoomCode }
  | { status: 'no-system' }
  | { status: 'not-real' };

/** What there is to say about data: how it went, and what the next hold would do. */
export function dataLinesOf(
  alarm: Pick<Alarm, 'mode' | 'handover' | 'upgrade' | 'verification' | 'closed' | 'dataNotice'>,
  route: Pick<Route, 'regionCode'>,
  systems: Systems,
): DataLine[] {
  const soFar = linesSoFar(alarm);
  const isUpgrade = isUpgradeOpen(alarm);
  const canSend = !isPassedOn(alarm) || alarm.handover.status === 'sent' || isUpgrade;
  const isKnownThere =
    alarm.dataNotice?.regionCode === route.regionCode &&
    (!isUpgrade || alarm.dataNotice.class === 'prio-1');
  if (!canSend || (isKnownThere && alarm.dataNotice?.status !== 'failed')) return soFar;
  const next = lineOfNextSend(alarm, route, systems);
  return next.status === 'goes-along' || soFar.length === 0 ? [...soFar, next] : soFar;
}

function linesSoFar(alarm: Pick<Alarm, 'handover' | 'dataNotice'>): DataLine[] {
  if (!isPassedOn(alarm)) return [];
  const { dataNotice } = alarm;
  const room = controlRoomCode.safeParse(dataNotice?.regionCode).data;
  if (!dataNotice || !room || dataNotice.status === 'withheld') return [{ status: 'nothing-sent' }];
  return [{ status: dataNotice.status, room, at: dataNotice.at }];
}

function lineOfNextSend(
  alarm: Pick<Alarm, 'mode'>,
  route: Pick<Route, 'regionCode'>,
  systems: Systems,
): DataLine {
  if (alarm.mode !== 'real') return { status: 'not-real' };
  return route.regionCode !== null && goesByData(alarm, route, systems)
    ? { status: 'goes-along', room: route.regionCode }
    : { status: 'no-system' };
}
