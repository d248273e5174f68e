// What `achterwacht retention` does: how long each centre keeps what, how much sound it has, and what was erased by itself; with an
// option of a class, as `--harmless DAYS` or `--real never`, another term, as its DPIA says, from the next minute on. What
// is held stays. A change is one of the setting `retention`, and stands in the centre's access log: whoever misses sound
// later finds who had it erased sooner, and when. `--proof DAYS` gives one line for each thing that was erased in so many
// days.
import type { AccessResult } from '@achterwacht/shared/routes/audit-results.ts';
import { retentionClass, type RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import { retentionClasses } from '../../retention/classes.ts';
import { readColumns } from '../../settings/settings.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { countErased, readProofs, type Erased } from '../../retention/proofs.ts';
import { setSetting } from './set-setting.ts';
import { option, type Surroundings } from './with-system.ts';

/** What a class is called in what is printed for programs. */
const keys = {
  'harmless-sound': 'harmlessDays',
  'real-sound': 'realDays',
  'harmless-content': 'contentDays',
  'real-content': 'realContentDays',
  'access-lines': 'lookDays',
  'stray-messages': 'messageDays',
  'unused-sheets': 'sheetDays',
} satisfies Record<RetentionClassName, string>;
const names = retentionClass.options;

/** Null: not by itself. */
type Terms = Record<RetentionClassName, number | null>;
/** Undefined: it stays what it is. */
type Asked = { [Name in RetentionClassName]: Terms[Name] | undefined };
type Counted = { id: string; name: string; recordings: number; held: number };

/** Longer is no retention; shorter than a day would take a case from under those who still work on it. */
const longestDays = 36_500;

/** @returns What is printed. @throws with the sentence of what is refused. */
export async function useRetention(surroundings: Surroundings, args: string[]): Promise<unknown> {
  const { system, json } = surroundings;
  const asked = {
    'harmless-sound': daysIn(option(args, 'harmless')),
    'real-sound': daysIn(option(args, 'real')),
    'harmless-content': daysIn(option(args, 'content')),
    'real-content': daysIn(option(args, 'real-content')),
    'access-lines': daysIn(option(args, 'looks')),
    'stray-messages': daysIn(option(args, 'messages')),
    'unused-sheets': daysIn(option(args, 'sheets')),
  } satisfies Asked;
  if (asked['harmless-sound'] === null)
    throw new Error('Loos en test worden altijd gewist: geef een aantal dagen.');
  if (Object.values(asked).some((days) => days !== undefined))
    await set(surroundings, option(args, 'centre'), asked);
  const proof = daysIn(option(args, 'proof'));
  if (proof) return proofs(surroundings, proof);
  const rows = [];
  for (const { id, ...centre } of await counted(system))
    rows.push({
      ...centre,
      terms: await termsOf(system, id),
      erased: await countErased(system, id),
    });
  if (json)
    return rows.map(({ terms, ...row }) => ({
      ...row,
      ...Object.fromEntries(names.map((name) => [keys[name], terms[name]])),
    }));
  return rows
    .flatMap(({ name, recordings, held, terms, erased }) => [
      `${name}: ${recordings} opnamen, waarvan ${held} vastgehouden`,
      ...erased.map((one) => `  ${erasedText(one, terms[one.class])}`),
    ])
    .join('\n');
}

function counted({ sql }: Pick<Database, 'sql'>): Promise<Counted[]> {
  return sql<Counted[]>`
    select centres.id, name, count(recordings.id)::int as recordings,
      (count(recordings.id) filter (where alarms.state #> '{sound,held}' <> 'null'))::int as held
    from centres
    left join recordings on recordings.centre_id = centres.id and erased_at is null
    left join alarms on alarms.id = recordings.alarm_id
    group by centres.id order by name`;
}

/** As the columns have them, by which things are erased. */
async function termsOf(
  { sql }: Pick<Transaction, 'sql'> | Pick<Database, 'sql'>,
  centreId: string,
): Promise<Terms> {
  const value = (await readColumns(sql)).get(centreId)!.retention; // it is one of the centres
  return Object.fromEntries(
    names.map((name) => [name, value[retentionClasses[name].setting]]),
  ) as Terms; // of every class
}

function erasedText({ class: name, count, lastAt }: Erased, days: number | null): string {
  const term = days === null ? 'niet vanzelf gewist' : `${days} dagen`;
  const last = lastAt === null ? '' : `, het laatst op ${lastAt}`;
  return `${retentionClasses[name].words}: ${term}; ${count} gewist${last}`;
}

async function proofs({ system, json }: Surroundings, days: number): Promise<unknown> {
  const all = await readProofs(system, new Date(Date.now() - days * 86_400_000));
  if (json) return all;
  if (all.length === 0) return 'Niets vanzelf gewist.';
  return all
    .map(({ at, centre, class: name, object }) => `${at}  ${centre}  ${name}  ${object}`)
    .join('\n');
}

async function set(
  surroundings: Surroundings,
  centre: string | undefined,
  asked: Asked,
): Promise<void> {
  let result: AccessResult = 'shown';
  await setSetting(surroundings, centre, {
    kind: 'retention',
    async valueOf(tx, centreId) {
      const before = await termsOf(tx, centreId);
      const after = Object.fromEntries(
        names.map((name) => [name, asked[name] === undefined ? before[name] : asked[name]]),
      ) as Terms; // of every class
      result = `from ${stated(before)}, to ${stated(after)}`;
      const value = names.map((name) => [retentionClasses[name].setting, after[name]]);
      return { value: Object.fromEntries(value) };
    },
    logged: { action: 'retention.set', result: () => result },
  });
}

function stated(terms: Terms): string {
  const days = (count: number | null) => (count === null ? 'never' : `${count} days`);
  return names.map((name) => `${name} ${days(terms[name])}`).join(', ');
}

/** Undefined: not asked; null: never. */
function daysIn(given: string | undefined): number | null | undefined {
  if (given === undefined) return undefined;
  if (given === 'never') return null;
  const days = Number(given);
  if (Number.isInteger(days) && days >= 1 && days <= longestDays) return days;
  throw new Error(`Een bewaartermijn is een heel aantal dagen van 1 tot ${longestDays}, of never.`);
}
