// The words of what the police report and are told, and the mark of what they reported already.
import type { PoliceReportBody, PoliceView } from '@achterwacht/shared/police/page.ts';
import { m } from '../../paraglide/messages.js';
import { shortTime } from '../../time/format.ts';
import type { Waiting } from '../sending/send-queue.ts';

export type ReportStatus = PoliceReportBody['status'];

export const reportWords = {
  received: m.police_page_received,
  'under-way': m.police_page_under_way,
  'on-scene': m.police_page_on_scene,
  'not-found': m.police_page_not_found,
  safe: m.police_page_safe,
  closed: m.police_page_closed,
} satisfies Record<ReportStatus, () => string>;

export const noticeWords = {
  heard: m.police_page_heard,
  'no-longer-verified': m.police_page_no_longer_verified,
  further: m.police_page_further,
  'possibly-false': m.police_page_possibly_false,
  'now-verified': m.police_page_now_verified,
  'from-police': m.police_page_from_police,
} satisfies Record<PoliceView['notices'][number]['why'], () => string>;

/** `✔ 14:03`, or that it still waits for a line; null for what was not reported. */
export function markOf(
  { reports }: Pick<PoliceView, 'reports'>,
  waiting: readonly Waiting[],
  status: ReportStatus,
): string | null {
  const waits = waiting.some((item) => item.kind === 'report' && item.body.status === status);
  if (waits) return m.police_page_mark_waits();
  const reported = reports.findLast((report) => report.status === status && !report.withdrawn);
  return reported ? `✔ ${shortTime(reported.statedAt)}` : null;
}
