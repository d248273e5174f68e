// What the centre keeps of a holder, to be given to him. What an order keeps from him is left out, and so is everybody's
// name but his; what is kept and does not stand here is said in it.
import { accessActionNames, accessActions, actionKey } from '@achterwacht/shared/audit/actions.ts';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { AccessExport } from '@achterwacht/shared/routes/privacy.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { textOf } from '../http/texts.ts';

const showing = accessActionNames.filter((name) => accessActions[name].sees.length > 0);

/** Null: there is no such holder. */
export async function accessExportOf(
  { sql }: Transaction,
  { centreId, holderId, now }: { centreId: string; holderId: string; now: Date },
): Promise<AccessExport | null> {
  const [holder] = await sql<(AccessExport['holder'] & { centre: string })[]>`
    select holders.name, holders.function, holders.phone, municipalities.name as municipality,
      centres.name as centre
    from holders join municipalities on municipalities.id = holders.municipality_id
    join centres on centres.id = holders.centre_id where holders.id = ${holderId}`;
  if (!holder) return null;
  const { centre, ...ofHolder } = holder;
  const places = await sql<AccessExport['places']>`
    select label, address, floor from places where holder_id = ${holderId} order by label`;
  const loans = await sql<AccessExport['loans']>`
    select buttons.serial as button, starts_at as "startsAt", ends_at as "endsAt",
      returned_at as "returnedAt"
    from loans join buttons on buttons.id = loans.button_id
    where loans.holder_id = ${holderId} order by starts_at`;
  const alarms = await sql<AccessExport['alarms']>`
    select number, kind, raised_at as "raisedAt", state #>> '{times,claimed}' as "claimedAt",
      closed_at as "closedAt"
    from alarms where subject_id = ${holderId} order by raised_at`;
  const looks = await sql<
    {
      at: string;
      role: AccessExport['looks'][number]['role'];
      action: AccessAction;
      place: string | null;
    }[]
  >`
    select at, user_role as role, action, municipalities.name as place
    from access_log left join members on members.user_id = access_log.user_id
    left join municipalities on municipalities.id = members.municipality_id
    where access_log.centre_id = ${centreId} and whom = ${holderId} and outcome = 'done'
      and action = any(${showing}) and not withheld order by at`;
  return {
    madeAt: now.toISOString(),
    centre,
    holder: ofHolder,
    places: [...places],
    loans: loans.map(({ button, ...moments }) => ({ button, ...inIso(moments) })),
    alarms: alarms.map(({ number, kind, ...moments }) => ({ number, kind, ...inIso(moments) })),
    looks: looks.map(({ at, role, action, place }) => ({
      at: iso(at),
      role,
      organisation: role === 'police-link' ? textOf('privacy_police') : (place ?? centre),
      what: textOf(`audit_action_${actionKey(action)}`),
    })),
    notIncluded: [
      'privacy_not_included_restricted',
      'privacy_not_included_contacts',
      'privacy_not_included_said',
      'privacy_not_included_sound',
      'privacy_not_included_files',
      'privacy_not_included_before',
      'privacy_not_included_backups',
    ].map((what) => textOf(what)),
  };
}

function inIso<M extends Record<string, string | null>>(moments: M): M {
  const entries = Object.entries(moments).map(([name, at]) => [name, at === null ? null : iso(at)]);
  return Object.fromEntries(entries) as M;
}
