// One line of the audit, and what stands behind a change: what differs since, and what its event says in clear. Nothing
// that is sealed is opened for it.
import type { AuditBehind, AuditLine } from '@achterwacht/shared/routes/audit.ts';
import { settingKinds } from '@achterwacht/shared/setting/kinds.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { readLines, type Place, type Reading } from './read-lines.ts';

/** By the name of a subject: what its events fold to without any key; throws of what cannot be read. */
export type FoldUnsealed = (streamType: string, texts: readonly string[]) => object | null;

/**
 * Both sides of a change are folded in one go, while desks and devices wait: of an alarm with thousands of positions no
 * more is told than what the event itself says.
 */
const mostFolded = 200;

/** Null where there is none that he may read. */
export async function readLine(
  tx: Transaction,
  lineId: string,
  reading: Omit<Reading, 'limit'>,
  fold: FoldUnsealed,
): Promise<{ line: AuditLine; behind: AuditBehind | null } | null> {
  const line = await findLine(tx, lineId, reading);
  if (!line) return null;
  const { kind, id } = line.object;
  const isChange = line.group === 'change' && kind !== null;
  // What an earlier release had typed in clear there may name a holder.
  if (!isChange || (kind === 'alarm' && !reading.namesHolders)) return { line, behind: null };
  const version = Number(lineId.split('-').at(-1));
  const since = version > mostFolded ? version : 1;
  const events = await tx.sql<{ text: string }[]>`
    select text from log.events
    where stream_id = ${id} and version between ${since} and ${version} order by version`;
  const texts = events.map(({ text }) => text);
  const isWhole = texts.length === version - since + 1;
  return { line, behind: isWhole ? await withPlaces(tx, behindOf(kind, texts, fold)) : null };
}

async function findLine(
  tx: Transaction,
  lineId: string,
  reading: Omit<Reading, 'limit'>,
): Promise<AuditLine | undefined> {
  const { sql } = tx;
  const [, source, id = '', count = ''] =
    /^(look|change)-(.+?)(?:-([0-9]{1,9}))?$/.exec(lineId) ?? [];
  const [found] =
    source === 'look'
      ? await sql<{ at: string; tie: string }[]>`
          select at, id as tie from access_log where id = ${id} and centre_id = ${reading.centreId}`
      : await sql<{ at: string; tie: string }[]>`
          select at, place as tie from audit_changes
          where id = ${`${id}/${count}`} and centre_id = ${reading.centreId}
            and projection_version = ${reading.version}`;
  if (!found) return undefined;
  // The one at this very place: from just before it on.
  const after: Place = {
    at: iso(found.at),
    source: source === 'look' ? 'look' : 'change',
    tie: Number(found.tie) + 1,
  };
  const { lines } = await readLines(tx, { everything: 'yes' }, { ...reading, after, limit: 1 });
  return lines.find((one) => one.id === lineId);
}

/** Where somebody is placed is said by the municipality's name. */
async function withPlaces(tx: Transaction, behind: AuditBehind): Promise<AuditBehind> {
  const names = await tx.sql<{ id: string; name: string }[]>`select id, name from municipalities`;
  const nameOf = (field: string, value: string): string =>
    (field.endsWith('municipalityId') && names.find(({ id }) => id === value)?.name) || value;
  const placed = (field: string, value: string | null) => value && nameOf(field, value);
  return {
    ...behind,
    changed: behind.changed.map(({ name, before, after }) => ({
      name,
      before: placed(name, before),
      after: placed(name, after),
    })),
    said: behind.said.map(({ name, value }) => ({ name, value: nameOf(name, value) })),
  };
}

/** @param texts From its first event up to and with this one; or this one alone, of which nothing else is known. */
export function behindOf(kind: string, texts: readonly string[], fold: FoldUnsealed): AuditBehind {
  const event = JSON.parse(texts.at(-1)!) as { type: string; data?: Json };
  const said = listed(fieldsOf(event.data ?? {}));
  try {
    const before = fold(kind, texts.slice(0, -1));
    const after = fold(kind, texts);
    const changed =
      texts.length === 1 ? [] : differencesOf(fieldsOf(stateOf(before)), fieldsOf(stateOf(after)));
    if (kind !== 'setting') return { changed, said, setting: null };
    return {
      changed: changed.filter(({ name }) => !isOfValue(name)),
      said: said.filter(({ name }) => !isOfValue(name)),
      setting: settingOf(event.type, before as Setting | null, after as Setting),
    };
  } catch {
    // A newer release wrote it, or somebody had a hand in it: the verifier says which.
    return { changed: [], said, setting: null };
  }
}

/** What stands whole beside it. */
const isOfValue = (path: string) => /^(value|valueVersion|proposed)\b/.test(path);

/** What counted, and what was proposed instead of it or counts since. */
function settingOf(type: string, before: Setting | null, state: Setting): AuditBehind['setting'] {
  const { kind, value, proposed } = state;
  if (type === 'SettingWithdrawn') return null;
  const after = type === 'SettingProposed' ? (proposed?.value ?? null) : value;
  if (settingKinds[kind].isPersonal && after === null) return null;
  return { kind, before: before?.value ?? settingKinds[kind].usual, after };
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What differs with every event, and what is counted for the machine, tells nobody anything. */
const bookkeeping = [
  'version',
  'updatedAt',
  'deadlines',
  'personal',
  'revisions',
  'changedAt',
  'lastActivityAt',
  'passed',
];

function stateOf(state: object | null): Json {
  const entries = Object.entries((state ?? {}) as Record<string, Json>);
  return Object.fromEntries(entries.filter(([name]) => !bookkeeping.includes(name)));
}

/** By path. What a code or a token was made into stands there to be compared with, and is nobody's to read. */
function fieldsOf(value: Json, path = ''): Map<string, string> {
  if (value === null || value === '' || /hash$/i.test(path)) return new Map();
  if (typeof value !== 'object') return new Map([[path, String(value)]]);
  return new Map(
    Object.entries(value).flatMap(([name, part]) => [
      ...fieldsOf(part, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

const listed = (fields: Map<string, string>) =>
  [...fields].map(([name, value]) => ({ name, value }));

function differencesOf(
  before: Map<string, string>,
  after: Map<string, string>,
): AuditBehind['changed'] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({
      name,
      before: before.get(name) ?? null,
      after: after.get(name) ?? null,
    }))
    .filter((one) => one.before !== one.after);
}
