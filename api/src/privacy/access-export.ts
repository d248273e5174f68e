// What the centre keeps of a holder, or of somebody who works with the product, to be given to him. What an order keeps
// from him is left out, and of everybody else who looked or worked only the role stands here; what is kept and does not
// stand here is said in it. The steps of his plan are prose and stand as they were written: whoever gives them reads them
// first, for they may name somebody.
import { accessActionNames, accessActions, actionKey } from '@achterwacht/shared/audit/actions.ts';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { WrittenStep } from '@achterwacht/shared/alarm/plan/state.ts';
import type { About } from '@achterwacht/shared/privacy-request/state.ts';
import type { LookAt } from '@achterwacht/shared/routes/persons.ts';
import type { AccessExport } from '@achterwacht/shared/routes/privacy.ts';
import type { Transaction, TransactionSql } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { find } from '../log/read-stream.ts';
import { reasonOf, sheetOf } from '../persons/person-queries.ts';
import { personRows } from '../persons/person-row.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { textOf } from '../http/texts.ts';
import { toldOf } from './told.ts';

type Asked = {
  centreId: string;
  about: Exclude<About, { type: 'other' }>;
  now: Date;
  keys: KeyRing;
};

/** Null: there is no such person. */
export async function accessExportOf(
  tx: Transaction,
  { centreId, about: { type, id }, now, keys }: Asked,
): Promise<AccessExport | null> {
  const { sql } = tx;
  const found = type === 'holder' ? await findHolder(sql, id) : await findMember(sql, id);
  if (!found) return null;
  const { centre, ...person } = found;
  const isHolder = type === 'holder';
  const own = isHolder ? await sheetGiven(tx, keys, id) : null;
  return {
    madeAt: now.toISOString(),
    centre,
    person,
    sheet: own?.sheet ?? null,
    ...(isHolder ? await registerOf(sql, id) : nothingInRegister),
    // Those too that are on no map.
    ...(own && { places: own.places }),
    looks: await looksAt(sql, { centreId, whom: id, centre }),
    logIns: isHolder ? [] : await logInsOf(sql, { centreId, id }),
    told: await toldOf(sql, type),
    notIncluded: (isHolder ? notOfHolders : notOfMembers).map((what) => textOf(what)),
  };
}

const notOfHolders = [
  'privacy_not_included_restricted',
  'privacy_not_included_contacts',
  'privacy_not_included_said',
  'privacy_not_included_sound',
  'privacy_not_included_files',
  'privacy_not_included_before',
  'privacy_not_included_backups',
];
const notOfMembers = [
  'privacy_not_included_papers',
  'privacy_not_included_doings',
  'privacy_not_included_before',
  'privacy_not_included_backups',
];

type Found = AccessExport['person'] & { centre: string };

async function findHolder(sql: TransactionSql, id: string): Promise<Found | undefined> {
  const [holder] = await sql<Found[]>`
    select holders.name, holders.function, holders.phone, null as email,
      municipalities.name as municipality, centres.name as centre
    from holders join municipalities on municipalities.id = holders.municipality_id
    join centres on centres.id = holders.centre_id where holders.id = ${id}`;
  return holder;
}

async function findMember(sql: TransactionSql, id: string): Promise<Found | undefined> {
  const [member] = await sql<Found[]>`
    select members.name, members.role as function, null as phone, members.email,
      municipalities.name as municipality, centres.name as centre
    from members left join municipalities on municipalities.id = members.municipality_id
    join centres on centres.id = members.centre_id where members.user_id = ${id}`;
  return member;
}

/** What he reads of his own sheet by himself as well; what is kept closest is said to be there and is talked about. */
async function sheetGiven(
  tx: Transaction,
  keys: KeyRing,
  id: string,
): Promise<{ sheet: AccessExport['sheet']; places: AccessExport['places'] } | null> {
  const found = await find(personRows, tx, keys, id);
  const own = found && (await sheetOf(tx, 'holder', found.state, true));
  if (!own) return null;
  const { phones = [], description = null, othersAtHome = null, consents = [] } = own;
  const { codeWord, duressWord } = found.state.agreed;
  const sheet = {
    telephones: phones.map(({ number }) => number),
    description,
    othersAtHome,
    consents,
    wordsSince: [codeWord, duressWord].filter((since) => since !== null),
    belongsTo: own.belongsTo?.name ?? null,
    emptiedAt: own.emptiedAt,
  };
  const places = (own.places ?? [])
    .map(({ label, address, floor }) => ({ label, address, floor }))
    .toSorted((one, other) => one.label.localeCompare(other.label, 'nl'));
  return { sheet, places };
}

type InRegister = Pick<AccessExport, 'places' | 'plan' | 'loans' | 'alarms'>;
const nothingInRegister: InRegister = { places: [], plan: null, loans: [], alarms: [] };

async function registerOf(sql: TransactionSql, holderId: string): Promise<InRegister> {
  const places = await sql<AccessExport['places']>`
    select label, address, floor from places where holder_id = ${holderId} order by label`;
  const [plan] = await sql<{ title: string; steps: WrittenStep[] }[]>`
    select title, steps from plans where holder_id = ${holderId}`;
  const loans = await sql<AccessExport['loans']>`
    select buttons.serial as button, starts_at as "startsAt", ends_at as "endsAt",
      returned_at as "returnedAt"
    from loans join buttons on buttons.id = loans.button_id
    where loans.holder_id = ${holderId} order by starts_at`;
  const alarms = await sql<AccessExport['alarms']>`
    select number, kind, raised_at as "raisedAt", state #>> '{times,claimed}' as "claimedAt",
      closed_at as "closedAt"
    from alarms where subject_id = ${holderId} order by raised_at`;
  return {
    places: [...places],
    plan:
      plan && plan.steps.length > 0
        ? {
            title: plan.title || textOf('plan_without_title'),
            steps: plan.steps.map(({ text }) => text),
          }
        : null,
    loans: loans.map(({ button, ...moments }) => ({ button, ...inIso(moments) })),
    alarms: alarms.map(({ number, kind, ...moments }) => ({ number, kind, ...inIso(moments) })),
  };
}

const showing = accessActionNames.filter((name) => accessActions[name].sees.length > 0);
const ofLogIns = accessActionNames.filter((name) => name.startsWith('account.'));

type Look = {
  at: string;
  role: string | null;
  action: AccessAction;
  result: string;
  place: string | null;
};

async function looksAt(
  sql: TransactionSql,
  { centreId, whom, centre }: { centreId: string; whom: string; centre: string },
): Promise<AccessExport['looks']> {
  const looks = await sql<Look[]>`
    select at, user_role as role, action, result, municipalities.name as place
    from access_log left join members on members.user_id = access_log.user_id
    left join municipalities on municipalities.id = members.municipality_id
    where access_log.centre_id = ${centreId} and whom = ${whom} and outcome = 'done'
      and action = any(${showing}) and not withheld order by at`;
  return looks.map(({ at, role, action, result, place }) => ({
    at: iso(at),
    role,
    organisation: role === 'police-link' ? textOf('privacy_police') : (place ?? centre),
    what: textOf(`audit_action_${actionKey(action)}`),
    why: whyText(reasonOf(action, result)),
  }));
}

function whyText(reason: LookAt['reason']): string | null {
  if (reason === null) return null;
  return reason.words ?? textOf(whyKeys[reason.why]);
}

const whyKeys = {
  'hand-out': 'person_why_hand_out',
  update: 'person_why_update',
  talk: 'person_why_talk',
  'asked-by-person': 'person_why_asked',
  other: 'person_why_other',
  alarm: 'person_why_alarm',
} satisfies Record<NonNullable<LookAt['reason']>['why'], string>;

async function logInsOf(
  sql: TransactionSql,
  { centreId, id }: { centreId: string; id: string },
): Promise<AccessExport['logIns']> {
  const lines = await sql<{ at: string; action: AccessAction; origin: string }[]>`
    select at, action, origin from access_log
    where centre_id = ${centreId} and user_id = ${id} and action = any(${ofLogIns}) order by at`;
  return lines.map(({ at, action, origin }) => ({
    at: iso(at),
    what: textOf(`audit_action_${actionKey(action)}`),
    origin,
  }));
}

function inIso<M extends Record<string, string | null>>(moments: M): M {
  const entries = Object.entries(moments).map(([name, at]) => [name, at === null ? null : iso(at)]);
  return Object.fromEntries(entries) as M; // the same names
}
