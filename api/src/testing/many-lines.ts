// A centre that has been audited for years: lines by the ten thousand, most of them of few people and one kind, and of
// each thing that can be looked for one that is seldom and long ago.
import { randomUUID } from 'node:crypto';
import type { AuditQuery } from '@achterwacht/shared/routes/audit.ts';
import type { AlarmCentre } from './alarm-centre.ts';

export type ManyLines = { whom: string; object: string; by: string };

/** @param count Of looks, and as many changes of a projection's version. */
export async function addManyLines(
  centre: AlarmCentre,
  count: number,
  version: number,
): Promise<ManyLines> {
  const { superuser } = centre.database;
  const [whom, object, by] = [randomUUID(), randomUUID(), randomUUID()];
  const { centreId } = centre;
  const begin = '2025-01-01T00:00:00.000Z';
  await superuser`
    insert into access_log (centre_id, at, user_id, user_name, user_role, action, object, whom,
      outcome, result, origin)
    select ${centreId}, ${begin}::timestamptz + make_interval(secs => number * 60),
      md5('user ' || number % 40)::uuid, 'Medewerker ' || number % 40, 'centralist',
      case number % 3 when 0 then 'alarm.log' when 1 then 'alarm.dossier' else 'people.listed' end,
      md5('alarm ' || number % 5000)::uuid::text, md5('holder ' || number % 3000)::uuid,
      'done', 'shown', '10.0.' || number % 7 || '.' || number % 50
    from generate_series(1, ${count}) as number`;
  await superuser`
    insert into access_log (centre_id, at, user_id, user_name, user_role, action, object, whom,
      outcome, result, origin)
    values (${centreId}, ${begin}, ${by}, 'Zélda de Oude', 'auditor', 'retention.set', ${object},
      ${whom}, 'failed', 'x', '192.0.2.77')`;
  await superuser`
    insert into audit_changes (projection_version, id, centre_id, stream_type, stream_id, type, at,
      place, user_id, user_name, user_role, part)
    select ${version}, 'many/' || number, ${centreId}, 'alarm',
      md5('alarm ' || number % 5000)::uuid, 'SegmentStored',
      ${begin}::timestamptz + make_interval(secs => number * 60), number * 2,
      null, null, null, 'sound'
    from generate_series(1, ${count}) as number`;
  await superuser`
    insert into audit_changes (projection_version, id, centre_id, stream_type, stream_id, type, at,
      place, user_id, user_name, user_role)
    values (${version}, ${`${object}/1`}, ${centreId}, 'member', ${object}, 'MemberInvited', ${begin},
      1, ${by}, 'Zélda de Oude', 'administrator')`;
  await superuser`analyze access_log, audit_changes`;
  return { whom, object, by };
}

/** Everything that can be looked for and narrowed to, with the question that it makes. */
export const manyQuestions = ({ whom, object, by }: ManyLines): [string, AuditQuery][] => [
  ['the first page', {}],
  ['with what the product itself did', { everything: 'yes' }],
  ['changes alone', { group: 'change' }],
  ['of somebody seldom', { by }],
  ['of a kind that is seldom', { group: 'machine' }],
  ['of a kind of which there is none', { group: 'log-in' }],
  ['what failed', { outcome: 'failed' }],
  ['what was refused', { outcome: 'refused' }],
  ['of one thing', { object }],
  ['of one person', { whom }],
  ['a name that is seldom', { search: 'zelda' }],
  ['a name that is common', { search: 'medewerker 7' }],
  ['a name that all have', { search: 'e' }],
  ['an address', { search: '192.0.2.77' }],
  ['an id', { search: object }],
  ['an alarm by a number that is not there', { search: '#999999' }],
  ['nobody', { search: 'niemand heet zo' }],
  ['some hours long ago', { from: '2025-01-02T00:00:00.000Z', until: '2025-01-02T02:00:00.000Z' }],
  [
    'a name that is common, and a kind that is seldom',
    { search: 'medewerker 7', group: 'machine' },
  ],
];
