// What would become of each line of a list of buttons, before anything of it is written: the same reading and the same
// rules as those that carry it out.
import { registrationOf } from '@achterwacht/shared/button/register/registration.ts';
import { isSame } from '@achterwacht/shared/button/register/rules.ts';
import type { LineFate } from '@achterwacht/shared/routes/imports.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import { createSlices } from '../../projections/projection.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { readEachLine, type Line } from './button-lines.ts';
import { detailsOf, type Present } from './import-lines.ts';
import { isSameKeys } from './keys.ts';
import { watchZeros } from './leading-zeros.ts';

export type Fates = {
  fates: LineFate[];
  unknownMunicipalities: string[];
  /** What can be carried out, by its number in the file. */
  lines: { number: number; line: Line }[];
  /** The number of the last line. */
  last: number;
};

/** Which municipality each name stands for, in lower case. */
export type Named = ReadonlyMap<string, string>;

/** @throws `WrongFile` where it is no list of buttons at all. */
export async function previewImport(
  { system, keys }: { system: Database; keys: KeyRing },
  { centreId, content, asked }: { centreId: string; content: string; asked: Named },
): Promise<Fates> {
  const slice = createSlices();
  const read = await readEachLine(content);
  const named = new Map([...(await readMunicipalities(system, centreId)), ...asked]);
  const present = await readPresent(system);
  const ambiguous = await readAmbiguous(system, centreId);
  const accountOf = new Map(
    [...present.values()].map((one) => [`${one.protocol}/${one.account}`, one.serial]),
  );
  const zeros = watchZeros([...present.values()].filter((one) => one.centreId === centreId));
  const fates: LineFate[] = [];
  const lines: Fates['lines'] = [];
  const unknown = new Set<string>();
  for (const one of read) {
    await slice();
    const { number } = one;
    if ('wrong' in one) {
      fates.push({ number, name: '', fate: 'refused', why: { of: 'line', ...one.wrong } });
      continue;
    }
    const { line } = one;
    const why = whyRefused(line, {
      centreId,
      present,
      accountOf,
      named,
      unknown,
      ambiguous,
    });
    if (why) {
      fates.push({ number, name: line.serial, fate: 'refused', why });
      continue;
    }
    lines.push({ number, line });
    const before = present.get(line.serial);
    accountOf.set(`${line.protocol}/${line.account}`, line.serial);
    const municipalityId = named.get(line.municipality.toLowerCase()) ?? null;
    const details = registrationOf(detailsOf(line, municipalityId, before));
    const fate = !before
      ? 'added'
      : isSame(registrationIn(before), details) && isSameKeys(keys, before, line)
        ? 'unchanged'
        : 'changed';
    const alike = zeros.add(line);
    const fateOf: LineFate = { number, name: line.serial, fate, why: null };
    if (alike && fate !== 'unchanged') fateOf.warning = { code: 'alike', value: alike };
    fates.push(fateOf);
  }
  return {
    fates,
    lines,
    unknownMunicipalities: [...unknown],
    last: read.at(-1)?.number ?? 0,
  };
}

type Around = {
  centreId: string;
  present: ReadonlyMap<string, Kept>;
  accountOf: ReadonlyMap<string, string>;
  named: Named;
  unknown: Set<string>;
  ambiguous: ReadonlySet<string>;
};

function whyRefused(
  line: Line,
  { centreId, present, accountOf, named, unknown, ambiguous }: Around,
): LineFate['why'] {
  const refusal = (code: string, details: Record<string, string> = {}) =>
    ({ of: 'refusal', code, details }) as const;
  const before = present.get(line.serial);
  if (before && before.centreId !== centreId)
    return refusal('knop-bestaat-al', { serial: line.serial });
  const holder = accountOf.get(`${line.protocol}/${line.account}`);
  if (holder !== undefined && holder !== line.serial)
    return refusal('account-bezet', { serial: holder });
  if (line.municipality === '') return null;
  const municipalityId = named.get(line.municipality.toLowerCase());
  if (municipalityId !== undefined)
    return ambiguous.has(personOf(municipalityId, line.holder)) &&
      !before?.wornBy.includes(line.holder)
      ? refusal('naam-meermaals', { name: line.holder })
      : null;
  unknown.add(line.municipality);
  return refusal('gemeente-onbekend', { name: line.municipality });
}

type Kept = Present & {
  centreId: string;
  key: string | null;
  soundToken: string | null;
  wornBy: string[];
};

function registrationIn({
  serial,
  protocol,
  account,
  model,
  municipalityId,
  sim,
  firmware,
  supervisionSeconds,
}: Kept) {
  return { serial, protocol, account, model, municipalityId, sim, firmware, supervisionSeconds };
}

async function readPresent({ sql }: Pick<Transaction, 'sql'>): Promise<Map<string, Kept>> {
  const rows = await sql<Kept[]>`
    select id, serial, protocol, account, model, municipality_id as "municipalityId", sim, firmware,
      supervision_seconds as "supervisionSeconds", centre_id as "centreId", key,
      sound_token as "soundToken",
      array(select holders.name from loans join holders on holders.id = loans.holder_id
        where loans.button_id = buttons.id and returned_at is null) as "wornBy"
    from buttons where known and protocol in ('dc09', 'whip')`;
  return new Map(rows.map((row) => [row.serial, row]));
}

const personOf = (municipalityId: string, name: string) => `${municipalityId}/${name}`;

/** Names that more than one person of a municipality has. */
async function readAmbiguous(
  { sql }: Pick<Transaction, 'sql'>,
  centreId: string,
): Promise<Set<string>> {
  const rows = await sql<{ municipalityId: string; name: string }[]>`
    select municipality_id as "municipalityId", name
    from holders where centre_id = ${centreId}
    group by municipality_id, name having count(*) > 1`;
  return new Set(rows.map(({ municipalityId, name }) => personOf(municipalityId, name)));
}

async function readMunicipalities(
  { sql }: Pick<Transaction, 'sql'>,
  centreId: string,
): Promise<[string, string][]> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, lower(name) as name from municipalities
    where centre_id = ${centreId} and ended_at is null`;
  return rows.map(({ id, name }) => [name, id]);
}
