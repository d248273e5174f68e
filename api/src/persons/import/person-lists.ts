// A list of persons as something that can be read in on a screen: of each line what would become of it, by the rules that
// carry it out, and then the deed, a person in a transaction of his own through the handler of every sheet.
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { LineFate, UnclearLine } from '@achterwacht/shared/routes/imports.ts';
import type { Visitor } from '../../access/as-actor.ts';
import type { Clock } from '../../clock.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import type { ImportKind, ListFile } from '../../imports/import-kind.ts';
import { findAll } from '../../log/read-stream.ts';
import { createSlices } from '../../projections/projection.ts';
import { withKeysMade, type KeyRing } from '../../sealing/key-ring.ts';
import { changePerson } from '../change-person.ts';
import { personRows } from '../person-row.ts';
import { takeOverPerson } from '../take-over-persons.ts';
import { addingOf, partsOf, TooMany } from './commands-of-line.ts';
import { readPersonLines, type PersonLine, type ReadPerson } from './person-lines.ts';
import { planImport, type Known, type Planned, type Unplanned } from './plan-of-import.ts';
import { tryLine } from './try-line.ts';

type Parts = { accounts: Database; keys: KeyRing; clock: Pick<Clock, 'now'> };
type Why = NonNullable<LineFate['why']>;

/** Sheets opened at once. */
const openedAtOnce = 50;

export const personLists = (parts: Parts): ImportKind => ({
  name: 'persons',
  permission: 'person.change',
  look: (file) => lookAt(parts, file),

  async carryOut(file, { done: before, until, count }) {
    const { lines, planned } = await planOf(parts, file);
    const result = { added: 0, changed: 0, unchanged: 0, refused: [] as LineFate[] };
    let done = before;
    // What is wrong in itself comes first, and takes no time.
    const wrong = lines.flatMap((line) => ('wrong' in line ? [line] : []));
    if (done === 0) result.refused.push(...wrong.map(refusedAs));
    for (const one of planned.slice(done)) {
      if (performance.now() >= until) break;
      const fate =
        'wrong' in one
          ? await parts.accounts.transaction(async (tx) => {
              await count(tx, { before: done, done: done + 1 });
              return fateOf(one);
            })
          : await carryOutLine(parts, file.visitor, one, (tx) =>
              count(tx, { before: done, done: done + 1 }),
            );
      if (fate.fate === 'refused') result.refused.push(fate);
      else result[fate.fate] += 1;
      done += 1;
    }
    return { ...result, done, of: planned.length };
  },
});

async function lookAt(parts: Parts, file: ListFile) {
  const { lines, planned, unknownMunicipalities, known } = await planOf(parts, file);
  const fates: LineFate[] = lines.flatMap((line) => ('wrong' in line ? [refusedAs(line)] : []));
  const unclearLines: UnclearLine[] = [];
  const about = { actor: actorOf(file.visitor), centreId: file.visitor.centreId, known };
  const slice = createSlices();
  for (let at = 0; at < planned.length; at += openedAtOnce) {
    const part = planned.slice(at, at + openedAtOnce);
    const ids = part.flatMap((one) => ('wrong' in one || one.isNew ? [] : [one.personId]));
    const sheets = await parts.accounts.transaction((tx) =>
      findAll(personRows, tx, parts.keys, ids),
    );
    const sheetOf = new Map(sheets.map(({ state }) => [state.id, state]));
    for (const one of part) {
      await slice();
      if ('wrong' in one) {
        fates.push(fateOf(one));
        if (one.unclear.length > 0) unclearLines.push(questionOf(one));
        continue;
      }
      const sheet = sheetOf.get(one.personId) ?? null;
      fates.push(fateIn(one, () => tryLine(one, sheet, { ...about, now: parts.clock.now() })));
    }
  }
  fates.sort((one, other) => one.number - other.number);
  return { fates, unknownMunicipalities, unclearLines };
}

/** What can be read of a file, and whom its lines are about in the reach of whoever reads it in. */
async function planOf(
  { accounts: system }: Parts,
  { id: importId, visitor, content, said }: ListFile,
) {
  const { centreId, municipalityId: own } = visitor;
  const lines = await readPersonLines(content, visitor.role);
  const named = new Map([
    ...(await readMunicipalities(system, { centreId, own })),
    // What an officer says stands for his own alone.
    ...[...said.municipalities].filter(([, id]) => own === null || id === own),
  ]);
  const known = await readKnown(system, { centreId, own });
  const municipalityOf = ({ municipality }: PersonLine) =>
    municipality === '' ? own : (named.get(municipality.toLowerCase()) ?? null);
  const sound = lines.flatMap((line) => ('line' in line ? [line.line] : []));
  const unknown = sound
    .filter((line) => line.municipality !== '' && municipalityOf(line) === null)
    .map(({ municipality }) => municipality);
  const planned = planImport(sound, { importId, known, municipalityOf, said: said.persons });
  // Another municipality is no officer's to name.
  const unknownMunicipalities = own === null ? [...new Set(unknown)] : [];
  return { lines, planned, known, unknownMunicipalities };
}

/** One person with all that his line says, or nothing of it. */
async function carryOutLine(
  { accounts: system, keys, clock }: Parts,
  visitor: Visitor,
  planned: Planned,
  count: (tx: Transaction) => Promise<void>,
): Promise<LineFate> {
  const { line, personId, isNew } = planned;
  const actor = actorOf(visitor);
  try {
    return await withKeysMade(keys, () =>
      system.transaction(async (tx) => {
        await count(tx);
        const parts = { keys, clock };
        const ask = async (command: Parameters<typeof changePerson>[2]['command']) => {
          const changed = await changePerson(parts, tx, { personId, command, actor });
          if ('details' in changed) throw new LineRefused({ of: 'refusal', ...changed });
          return changed;
        };
        if (!isNew) await takeOverPerson(parts, tx, personId);
        const [stands] = isNew ? [] : await findAll(personRows, tx, keys, [personId]);
        if (!isNew && !stands)
          throw new LineRefused({ of: 'refusal', code: 'not-found', details: {} });
        let person = stands?.state ?? (await ask(addingOf(planned, visitor.centreId)));
        const before = isNew ? null : person.version;
        for (const part of partsOf(line, person, planned.belongsTo))
          person = await ask({ ...part, expectedVersion: person.version });
        const fate =
          before === null ? 'added' : person.version === before ? 'unchanged' : 'changed';
        return { number: line.number, name: line.name, fate, why: null };
      }),
    );
  } catch (error) {
    const why = whyOf(error);
    // Nothing of the line stands; that it is done with does.
    await system.transaction(count);
    return { number: line.number, name: line.name, fate: 'refused', why };
  }
}

class LineRefused extends Error {
  readonly why: Why;
  constructor(why: Why) {
    super(why.code);
    this.why = why;
  }
}

/** @throws what is no refusal of a line. */
function whyOf(error: unknown): Why {
  if (error instanceof LineRefused) return error.why;
  if (error instanceof TooMany) return { of: 'line', code: 'too_many', value: '' };
  throw error;
}

function fateIn(
  { line: { number, name } }: Planned,
  work: () => ReturnType<typeof tryLine>,
): LineFate {
  try {
    const tried = work();
    return typeof tried === 'string'
      ? { number, name, fate: tried, why: null }
      : { number, name, fate: 'refused', why: { of: 'refusal', ...tried } };
  } catch (error) {
    return { number, name, fate: 'refused', why: whyOf(error) };
  }
}

const refusedAs = ({ number, name, wrong }: Extract<ReadPerson, { wrong: unknown }>): LineFate => ({
  number,
  name,
  fate: 'refused',
  why: { of: 'line', ...wrong },
});

const fateOf = ({ line: { number, name }, wrong }: Unplanned) => refusedAs({ number, name, wrong });

const questionOf = ({ line, unclear }: Unplanned): UnclearLine => ({
  number: line.number,
  name: line.name,
  function: line.function ?? '',
  persons: unclear.map(({ id, name, function: work }) => ({ id, name, function: work })),
});

const actorOf = ({ type, id, name, role }: Visitor): Actor => ({ type, id, name, role });

type Reach = { centreId: string; own: string | null };

async function readKnown({ sql }: Database, { centreId, own }: Reach): Promise<Known[]> {
  return sql<Known[]>`
    select id, name, function, municipality_id as "municipalityId", belongs_to as "belongsTo"
    from holders where centre_id = ${centreId}
      and municipality_id = coalesce(${own}::uuid, municipality_id)
    order by id`;
}

async function readMunicipalities(
  { sql }: Database,
  { centreId, own }: Reach,
): Promise<[string, string][]> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, lower(name) as name from municipalities
    where centre_id = ${centreId} and ended_at is null and id = coalesce(${own}::uuid, id)`;
  return rows.map(({ id, name }) => [name, id]);
}
