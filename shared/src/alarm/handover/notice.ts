// What a control room's own system is told beside the telephone call, and what became of it.
import type { Command } from '../commands.ts';
import type { AlarmFact, AlarmEvent } from '../events.ts';
import type { Alarm } from '../state.ts';
import type { HandoverRoute, HandoverClass, DataNotice } from './state.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** A system is told once: the second number of the same control room is another telephone, not another case. */
export function goesWithData(
  { dataNotice }: Alarm,
  { channel, withData, route, class: asked }: Of<'SendHandover'>,
): boolean {
  if (!withData && channel !== 'webhook') return false;
  if (!dataNotice || dataNotice.status === 'failed') return true;
  return dataNotice.regionCode !== route.regionCode || dataNotice.class !== asked;
}

/** What became of what was told by data. A notice that was withheld is never passed over in silence. */
export function noticeFacts(
  { dataNotice }: Alarm,
  { version, status }: Of<'ReportNotice'>,
): AlarmFact[] {
  const settled: AlarmFact = { type: 'NoticeSettled', data: { version, status } };
  const isNewest = dataNotice?.version === version;
  if (!isNewest) return status === 'withheld' ? [settled] : [];
  return dataNotice.status === status ? [] : [settled];
}

export function withDataNotice(
  alarm: Alarm,
  { version, at }: AlarmEvent,
  { regionCode }: HandoverRoute,
  as: HandoverClass,
): Alarm {
  return { ...alarm, dataNotice: { regionCode, class: as, version, status: 'under-way', at } };
}

/** Of the newest notice; how it went with one before it no longer matters. */
export function noticeIs(
  alarm: Alarm,
  version: number | null,
  to: Pick<DataNotice, 'status' | 'at'>,
): Alarm {
  const { dataNotice } = alarm;
  if (!dataNotice || (version !== null && dataNotice.version !== version)) return alarm;
  return { ...alarm, dataNotice: { ...dataNotice, ...to } };
}
