// What a centre lacks to work for real, as far as the product can know: for `doctor`, which somebody runs before the
// first button is handed out and again when he is in doubt. It names nobody.
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import type { Paper, PaperKind } from '@achterwacht/shared/member/kinds.ts';
import { arePapersWhole } from '@achterwacht/shared/member/papers.ts';
import { isTestDue } from '@achterwacht/shared/police/line-test.ts';
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { wayTo } from '@achterwacht/shared/setting/ways.ts';
import type { Database } from '../db/connect.ts';

export type Check = {
  name: string;
  isOk: boolean;
  found: string;
  /** Where it is done. */
  fix: string;
};

type Values = { [K in SettingKind]: SettingValue<K> };
type Centre = { id: string; name: string };
type Counted = {
  administrators: number;
  supervisors: number;
  papers: Partial<Record<PaperKind, Paper>>[] | null;
  reachable: number;
  lent: number;
};

export async function checkRealUse(
  { sql }: Database,
  settings: ReadonlyMap<string, Values>,
  now: Date,
): Promise<Check[]> {
  const centres = await sql<Centre[]>`select id, name from centres order by name`;
  const checks = [];
  for (const { id, name } of centres) {
    const counted = await count({ sql }, id);
    const values = settings.get(id)!; // of every centre
    for (const check of [...ofPeople(counted, now), ...ofSettings(values, now), ...ofWork(counted)])
      checks.push(centres.length === 1 ? check : { ...check, name: `${name}: ${check.name}` });
  }
  return checks;
}

async function count({ sql }: Pick<Database, 'sql'>, centreId: string): Promise<Counted> {
  const [counted] = await sql<Counted[]>`
    select (count(*) filter (where members.role = 'administrator'))::int as administrators,
      (count(*) filter (where members.role = 'supervisor'))::int as supervisors,
      jsonb_agg(coalesce(member_records.state -> 'papers', '{}'::jsonb))
        filter (where members.role = 'centralist') as papers,
      (select count(*)::int from municipalities where centre_id = ${centreId}
        and ended_at is null and state ->> 'dayAndNightPhone' is not null) as reachable,
      (select count(*)::int from buttons where centre_id = ${centreId}
        and status in ('lent', 'fixed')) as lent
    from members left join member_records on member_records.id = user_id
    where members.centre_id = ${centreId} and members.status = 'active'`;
  return counted!; // one row, whoever there is
}

function ofPeople({ administrators, supervisors, papers }: Counted, now: Date): Check[] {
  const today = dutchDay(now);
  const centralists = papers ?? [];
  const ready = centralists.filter((one) => arePapersWhole(one, today)).length;
  return [
    {
      name: 'a second administrator, for what takes two',
      isOk: administrators >= 2,
      found: `${administrators}`,
      fix: 'invite one: Beheer, Mensen',
    },
    {
      name: 'two centralists whose papers count',
      isOk: ready >= 2,
      found: `${ready} of ${centralists.length}`,
      fix: `${centralists.length} centralists, ${ready} with permission, pass, diploma and secrecy statement: Beheer, Mensen`,
    },
    {
      name: 'a supervisor',
      isOk: supervisors >= 1,
      found: `${supervisors}`,
      fix: 'invite one: Beheer, Mensen',
    },
  ];
}

function ofSettings(values: Values, now: Date): Check[] {
  const lines = values['control-rooms'];
  const untested = lines.filter((line) => isTestDue(line, now)).length;
  const { supervisor, onCall } = values.paging;
  return [
    {
      name: 'a number of a control room of the police',
      isOk: lines.some(({ discipline }) => discipline === 'police'),
      found: `numbers: ${lines.length}`,
      fix: 'enter it: Beheer, Meldkamers',
    },
    {
      name: 'every number called within the week',
      isOk: lines.length > 0 && untested === 0,
      found: `numbers: ${lines.length}`,
      fix: `${untested} of ${lines.length} not called for a week, or in vain: Beheer, Meldkamers`,
    },
    {
      name: 'mail',
      isOk: values.mail !== null,
      found: 'a mail server is set',
      fix: 'nobody can be mailed, and an invitation is paper: Beheer, Instellingen, Mail',
    },
    {
      name: 'whom to page when nobody takes an alarm',
      isOk: supervisor.length > 0 && onCall.length > 0,
      found: `${supervisor.length} supervisors, ${onCall.length} on call`,
      fix: `${supervisor.length} supervisors and ${onCall.length} on call are set: Beheer, Instellingen, Wie wordt opgeroepen`,
    },
    {
      name: 'a way to reach them',
      isOk: canReach([...supervisor, ...onCall], values),
      found: 'each by SMS or mail',
      fix: 'a telephone number needs SMS and an address needs mail: Beheer, Instellingen',
    },
  ];
}

function canReach(contacts: readonly string[], values: Values): boolean {
  const isReached = (contact: string) => values[wayTo(contact)] !== null;
  return contacts.length > 0 && contacts.every(isReached);
}

function ofWork({ reachable, lent }: Counted): Check[] {
  return [
    {
      name: 'a municipality with a number day and night',
      isOk: reachable >= 1,
      found: `${reachable}`,
      fix: 'enter it: Beheer, Gemeenten',
    },
    {
      name: 'a button that somebody wears',
      isOk: lent >= 1,
      found: `${lent}`,
      fix: 'lend one out; bring them in with ./achterwacht buttons import FILE.csv',
    },
  ];
}
