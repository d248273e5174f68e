// What the centre's staff read of its municipalities. All of it runs inside asActor, under row-level security.
import {
  municipalities as listed,
  provinceNames,
} from '@achterwacht/shared/places/municipalities.ts';
import { evolveMunicipality } from '@achterwacht/shared/municipality/evolve.ts';
import { controlRoomFor, type Municipality } from '@achterwacht/shared/municipality/state.ts';
import type * as answers from '@achterwacht/shared/routes/municipalities.ts';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import type { Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';
import { containing, pageOf, readCursor, rowsOfPage } from '../../db/paged.ts';
import { readHistory } from '../../log/read-history.ts';
import { find } from '../../log/read-stream.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { municipalityRows } from './municipality-row.ts';
import { takenOverFact } from './take-over-municipalities.ts';

type SummaryRow = {
  id: string;
  name: string;
  code: string | null;
  dayAndNightPhone: string | null;
  endedAt: string | null;
  buttons: number;
  members: number;
};

/** Those that ended come last, so that whoever looks for a number finds one that counts. */
export async function listMunicipalities(
  { sql }: Transaction,
  { search, cursor }: { search?: string | undefined; cursor?: string | undefined },
): Promise<{ municipalities: answers.MunicipalitySummary[]; next: string | null }> {
  const { text, id } = readCursor(cursor);
  const found = await sql<(SummaryRow & { place: string })[]>`
    select * from (
      select id, name, code, state ->> 'dayAndNightPhone' as "dayAndNightPhone",
        ended_at as "endedAt", ${inUse(sql)},
        concat((ended_at is not null)::int, lower(name)) collate "C" as place
      from municipalities
      where searchable(name) like ${containing(search)} or code = ${search?.trim() ?? ''}) as found
    where (place, id) > (${text} collate "C", ${id}::uuid) order by place, id limit ${rowsOfPage}`;
  const { rows, next } = pageOf(found, (row) => ({ text: row.place, id: row.id }));
  return { municipalities: rows.map(({ place: _place, ...row }) => summaryOf(row)), next };
}

/** How many buttons and people keep it a customer: whoever is suspended or has left works for it no more. */
const inUse = (sql: Transaction['sql']) => sql`
  (select count(*)::int from buttons where municipality_id = municipalities.id) as buttons,
  (select count(*)::int from members where municipality_id = municipalities.id
    and status in ('active', 'invited')) as members`;

function summaryOf(row: SummaryRow): answers.MunicipalitySummary {
  return { ...row, endedAt: row.endedAt && iso(row.endedAt), controlRoom: controlRoomFor(row) };
}

/** Null: it is not there, or of another centre. */
export async function readMunicipality(
  tx: Transaction,
  keys: KeyRing,
  municipalityId: string,
): Promise<answers.Municipality | null> {
  const [row] = await tx.sql<SummaryRow[]>`
    select id, name, code, state ->> 'dayAndNightPhone' as "dayAndNightPhone",
      ended_at as "endedAt", ${inUse(tx.sql)}
    from municipalities where id = ${municipalityId}`;
  if (!row) return null;
  const state = await stateOf(tx, keys, municipalityId);
  const province = listed.get(state.code ?? '')?.province;
  return {
    ...summaryOf(row),
    ...detailsOf(state),
    province: province ? provinceNames[province] : null,
    version: state.version,
  };
}

/** Of one that has no history yet as it will be with its first event. */
async function stateOf(tx: Transaction, keys: KeyRing, id: string): Promise<Municipality> {
  const fact = await takenOverFact(tx, id);
  if (!fact) return (await find(municipalityRows, tx, keys, id))!.state; // its row was just read
  const { schemaVersion } = municipalityRows.subject;
  const actor = { type: 'system', part: 'take-over' } as const;
  const at = new Date(0).toISOString();
  return evolveMunicipality(null, {
    ...fact,
    municipalityId: id,
    version: 1,
    schemaVersion,
    at,
    actor,
  });
}

function detailsOf({
  code,
  name,
  dayAndNightPhone,
  contract,
  theme,
  language,
  personal,
}: Municipality) {
  const office = personal?.office ?? null;
  return { code, name, dayAndNightPhone, office, contract, theme, language };
}

const whatWords = {
  MunicipalityAdded: 'added',
  MunicipalityTakenOver: 'taken-over',
  MunicipalityChanged: 'changed',
  MunicipalityEnded: 'ended',
} as const;

/** Newest first; null where it is not there. */
export async function readMunicipalityHistory(
  tx: Transaction,
  keys: KeyRing,
  municipalityId: string,
): Promise<answers.MunicipalityVersion[] | null> {
  const [there] = await tx.sql`select from municipalities where id = ${municipalityId}`;
  if (!there) return null;
  const events = await readHistory(municipalityRows, tx, keys, municipalityId);
  const versions: answers.MunicipalityVersion[] = [];
  let state: Municipality | null = null;
  for (const event of events) {
    const before: ReturnType<typeof detailsOf> | null = state && detailsOf(state);
    state = evolveMunicipality(state, event);
    const details = detailsOf(state);
    const fields = Object.keys(details) as (keyof typeof details)[];
    const by = 'by' in event.data ? (event.data.by?.name ?? null) : null;
    versions.unshift({
      version: event.version,
      at: event.at,
      what: whatWords[event.type],
      by,
      details,
      changed: fields.filter(
        (field) => before && canonical(before[field]) !== canonical(details[field]),
      ),
    });
  }
  return versions;
}
