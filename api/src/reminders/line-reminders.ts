// Numbers of control rooms that nobody tried for a week, or that did not work: the supervisors and whoever the centre
// pages as such are mailed once a week, as long as there is one.
import { isoWeek } from '@achterwacht/shared/iso-week.ts';
import { isTestDue } from '@achterwacht/shared/police/line-test.ts';
import type { Settings } from '../settings/settings.ts';
import type { FindReminders, Receiver } from './reminder.ts';

type Row = { id: string; supervisors: Receiver[] | null; addresses: string[] | null };

export function findLineReminders({ settingOf }: Pick<Settings, 'settingOf'>): FindReminders {
  return async ({ sql }, now) => {
    const rows = await sql<Row[]>`
      select centres.id,
        jsonb_agg(jsonb_build_object('userId', user_id, 'email', email) order by email)
          filter (where role = 'supervisor') as supervisors,
        array_agg(lower(email)) filter (where user_id is not null) as addresses
      from centres left join members on members.centre_id = centres.id and status = 'active'
      group by centres.id`;
    return rows.flatMap(({ id: centreId, supervisors, addresses }) => {
      const due = settingOf(centreId, 'control-rooms').filter((line) => isTestDue(line, now));
      if (due.length === 0) return [];
      const members = new Set(addresses);
      const { supervisor: contacts } = settingOf(centreId, 'paging');
      return {
        id: `lines/${centreId}/${isoWeek(now)}`,
        centreId,
        to: supervisors ?? [],
        also: contacts.filter((one) => one.includes('@') && !members.has(one.toLowerCase())),
        text: {
          name: 'mail_lines_not_tested' as const,
          details: { count: due.length },
          path: '/beheer/meldkamers',
        },
      };
    });
  };
}
