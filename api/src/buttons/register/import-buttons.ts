// A register of buttons from a CSV file: serial, protocol, account, key, model, municipality, holder, and for
// a DC-09 button that can be listened in to `sound`. A line that is there already changes nothing; one that
// differs changes that. In batches so short that somebody may press meanwhile.
import type { Database } from '../../db/connect.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { textOf } from '../../http/texts.ts';
import { readLines, type Line, type NumberedLine } from './button-lines.ts';
import { importLines, type ImportResult } from './import-lines.ts';
import { watchZeros } from './leading-zeros.ts';

/**
 * What can be wrong with a file is found before any of it is written. What happens in between, as a press
 * whose button is in it, fails its own line by name: those before it stand, and the same file goes on there.
 */
export async function importButtons(
  { system, keys, now }: { system: Database; keys: KeyRing; now: Date },
  csv: string,
): Promise<ImportResult & { warnings: string[] }> {
  const numbered = await readLines(csv);
  const lines = numbered.map(({ line }) => line);
  const [centre] = await system.sql<{ id: string }[]>`
    select id from centres order by is_default desc, name limit 1`;
  if (!centre) throw new Error('Er is nog geen centrale; eerst achterwacht init.');
  await refuseUnknownMunicipalities(system, centre.id, lines);
  const warnings = await lookAtAccounts(system, numbered);
  const actor = { type: 'system', part: 'import' } as const;
  const numbers = numbered.map(({ number }) => number);
  const about = { lines, numbers, centreId: centre.id, now, actor };
  const { done: _all, ...result } = await importLines({ system, keys }, about);
  return { ...result, warnings };
}

/** A municipality is chosen from the list and never made up by a file: all that are not there are named at once. */
async function refuseUnknownMunicipalities(
  { sql }: Database,
  centreId: string,
  lines: readonly Line[],
): Promise<void> {
  const named = [...new Set(lines.map(({ municipality }) => municipality).filter(Boolean))];
  const unknown = await sql<{ name: string }[]>`
    select name from unnest(${named}::text[]) with ordinality as asked(name, place)
    where not exists (select from municipalities where centre_id = ${centreId}
      and lower(municipalities.name) = lower(asked.name) and ended_at is null)
    order by place`;
  if (unknown.length > 0) throw new Error(unknownText(unknown.map(({ name }) => name)));
}

const mostNamed = 10;

function unknownText(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).join(', ');
  const more = names.length > mostNamed ? ` en ${names.length - mostNamed} andere` : '';
  const isAre = names.length > 1 ? 'staan' : 'staat';
  return `${shown}${more} ${isAre} niet bij uw gemeenten: voeg die eerst toe (Beheer, Gemeenten). Er is niets ingelezen.`;
}

/**
 * One account is one button's: the first line that asks for another's is refused, and all others with it. Gives a
 * warning of each that is almost another's.
 */
async function lookAtAccounts(
  { sql }: Database,
  lines: readonly NumberedLine[],
): Promise<string[]> {
  const rows = await sql<{ serial: string; protocol: string; account: string; known: boolean }[]>`
    select serial, protocol, account, known from buttons`;
  const placeOf = (of: { protocol: string; account: string }) => `${of.protocol}/${of.account}`;
  const serialAt = new Map(rows.map((row) => [placeOf(row), row.serial]));
  const placeNow = new Map(rows.map((row) => [row.serial, placeOf(row)]));
  const isStranger = new Set(rows.filter(({ known }) => !known).map(({ serial }) => serial));
  const zeros = watchZeros(rows.filter(({ known }) => known));
  const warnings: string[] = [];
  for (const { number, line: row } of lines) {
    const place = placeOf(row);
    const there = serialAt.get(place);
    const takesOver = !placeNow.has(row.serial) && there !== undefined && isStranger.has(there);
    if (there !== undefined && there !== row.serial && !takesOver)
      throw new Error(`regel ${number}: account ${row.account} is al van knop ${there}`);
    serialAt.delete(placeNow.get(row.serial) ?? place);
    serialAt.set(place, row.serial);
    placeNow.set(row.serial, place);
    const alike = zeros.add(row);
    if (alike && there !== row.serial)
      warnings.push(
        textOf('import_file_at_line', {
          line: number,
          what: textOf('import_line_alike', { value: alike }),
        }),
      );
  }
  return warnings;
}
