// One that was left, as many times over as wanted: every further copy is a centre of its own, with ids, keys and
// chains of its own. What is sealed is sealed under its id, so it is opened and sealed anew, as its release did.
import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { chainStart, linkHash } from '@achterwacht/shared/evidence/chain.ts';
import { sha256 } from '../log/event-text.ts';
import * as sealing from '../sealing/seal.ts';
import type { Left } from './test-left-behind.ts';

type Cells = Record<string, string | null>;
type StoredText = {
  alarmId: string;
  version: number;
  sealed: string | null;
  sealedData?: string;
};

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** What came in over the wire plays no part once it was decided about. */
const leftOut = new Set(['messages', 'signals', 'set_aside', 'presence']);

export function manyTimes(left: Left, times: number): Left {
  const tables = { ...left.tables };
  const keys = { ...left.keys };
  for (let copy = 1; copy < times; copy += 1) {
    const other = copyOf(left, copy);
    Object.assign(keys, other.keys);
    for (const [name, { columns, rows }] of Object.entries(other.tables))
      tables[name] = { columns, rows: tables[name]!.rows + rows };
  }
  return { tables, keys };
}

function copyOf(left: Left, copy: number): Left {
  const renamed = (text: string) =>
    text
      .replaceAll(uuids, (id) => uuidFrom(`${copy}/${id}`))
      .replaceAll(/\bA?Noord(\d+)\b/g, (name) => `${name}-${copy}`);
  const keyOf = (subjectId: string): KeyObject => {
    const file = left.keys[`subjects/${subjectId}.key`]!;
    return createSecretKey(Buffer.from(Buffer.from(file, 'base64').toString(), 'hex'));
  };
  const resealed = (subjectId: string, purpose: string, sealed: string): string => {
    const key = keyOf(subjectId);
    return sealing.seal(key, renamed(purpose), renamed(sealing.open(key, purpose, sealed)));
  };
  const heads = new Map<string, string>();
  const subjectOf = new Map(
    cellsOf(left.tables.alarms!).map(({ id, subject_id: subjectId }) => [id, subjectId!]),
  );

  const change: Record<string, (cells: Cells) => Cells> = {
    centres: (cells) => ({ ...cells, is_default: 'f' }),
    // Numbered by hand where it was taken from.
    incident_views: (cells) => ({ ...cells, id: String(Number(cells.id) + copy * 1_000_000) }),
    events(cells) {
      const stored = JSON.parse(cells.text!) as StoredText;
      const { alarmId, version, sealed, sealedData, ...facts } = stored;
      const subjectId = subjectOf.get(alarmId)!;
      const purpose = `event/${alarmId}/${version}`;
      const text = canonical({
        ...(JSON.parse(renamed(JSON.stringify(facts))) as object),
        alarmId: renamed(alarmId),
        version,
        sealed: sealed && resealed(subjectId, purpose, sealed),
        ...(sealedData && { sealedData: resealed(subjectId, `${purpose}/data`, sealedData) }),
      });
      const previousHash = heads.get(alarmId) ?? chainStart;
      const hash = linkHash(sha256, previousHash, text);
      heads.set(alarmId, hash);
      return { ...cells, text, previous_hash: previousHash, hash };
    },
    alarms(cells) {
      const { id, subject_id: subjectId, personal } = cells;
      const state = JSON.parse(cells.state!) as { typed?: string };
      const purpose = `alarm/${id}`;
      return {
        ...cells,
        head_hash: heads.get(id!)!,
        personal: personal ? resealed(subjectId!, purpose, personal) : null,
        state: JSON.stringify({
          ...state,
          ...(state.typed && { typed: resealed(subjectId!, `${purpose}/typed`, state.typed) }),
        }),
      };
    },
    incidents(cells) {
      const { id, alarm_id: alarmId, subject_id: subjectId, personal } = cells;
      const facts = JSON.parse(cells.facts!) as { sealedNumber?: string };
      const { sealedNumber } = facts;
      return {
        ...cells,
        personal: personal ? resealed(subjectId!, `incident/${id}`, personal) : null,
        facts: JSON.stringify({
          ...facts,
          ...(sealedNumber && {
            sealedNumber: resealed(subjectId!, `incident-number/${alarmId}`, sealedNumber),
          }),
        }),
      };
    },
  };

  const tables: Left['tables'] = {};
  // Events first: an alarm's row says where its chain ends.
  const names = Object.keys(left.tables).toSorted((a, b) =>
    a === 'events' ? -1 : b === 'events' ? 1 : 0,
  );
  for (const name of names) {
    if (leftOut.has(name)) continue;
    const { columns } = left.tables[name]!;
    // A chain is made link by link.
    const inOrder = cellsOf(left.tables[name]!).toSorted(
      (a, b) => Number(a.version ?? 0) - Number(b.version ?? 0),
    );
    const rows = inOrder.map((cells) => {
      const { text, ...others } = (change[name] ?? ((same: Cells) => same))(cells);
      // An event's text is renamed already, as its hash covers it.
      const isDone = name === 'events';
      return {
        ...renamedCells(others, renamed),
        ...(text !== undefined && { text: isDone ? text : renamedCell(text, renamed) }),
      };
    });
    tables[name] = { columns, rows: linesOf(columns, rows) };
  }
  const keys = Object.fromEntries(
    Object.entries(left.keys)
      .filter(([name]) => name.startsWith('subjects/'))
      .map(([name, content]) => [renamed(name), content]),
  );
  return { tables, keys };
}

const renamedCell = (cell: string | null, renamed: (text: string) => string) =>
  cell === null ? null : renamed(cell);

const renamedCells = (cells: Cells, renamed: (text: string) => string): Cells =>
  Object.fromEntries(
    Object.entries(cells).map(([column, cell]) => [column, renamedCell(cell, renamed)]),
  );

function uuidFrom(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const namesOf = (columns: string) => columns.split(', ').map((name) => name.replaceAll('"', ''));

/** As `COPY` writes it: a tab between cells, `\N` for null, a backslash before what would be taken for more. */
function cellsOf({ columns, rows }: Left['tables'][string]): Cells[] {
  const names = namesOf(columns);
  const lines = rows.split('\n').slice(0, -1);
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(
      names.map((name, index) => {
        const cell = cells[index]!;
        return [name, cell === '\\N' ? null : cell.replaceAll(/\\(.)/g, unescaped)];
      }),
    );
  });
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
const unescaped = (_: string, letter: string) => escapes[letter] ?? letter;

function linesOf(columns: string, rows: Cells[]): string {
  const written = (cell: string | null | undefined) =>
    cell === null || cell === undefined
      ? '\\N'
      : cell
          .replaceAll('\\', '\\\\')
          .replaceAll('\n', '\\n')
          .replaceAll('\t', '\\t')
          .replaceAll('\r', '\\r');
  return rows
    .map(
      (cells) =>
        `${namesOf(columns)
          .map((name) => written(cells[name]))
          .join('\t')}\n`,
    )
    .join('');
}
