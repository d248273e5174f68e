// Whom each line of a list is about, before anything is looked up of him: somebody who is there, somebody new, or nobody
// that can be told from the file. Nothing is guessed: a name that several have, or one whose function is another than the
// line says, is asked. Pure; the same file comes to the same answer in every part of it that is carried out.
import { createHash } from 'node:crypto';
import { plainWords } from '../../db/paged.ts';
import type { WrongLine } from '../../imports/csv-rows.ts';
import type { PersonLine } from './person-lines.ts';

export type Known = {
  id: string;
  name: string;
  function: string;
  municipalityId: string;
  belongsTo: string | null;
};

export type Planned = {
  line: PersonLine;
  municipalityId: string;
  personId: string;
  isNew: boolean;
  /** Undefined: the line says nothing of a family. */
  belongsTo: string | undefined;
  /** Whom he is said to belong to belongs to somebody himself. */
  isHeadOfOther: boolean;
};
export type Unplanned = {
  line: PersonLine;
  wrong: WrongLine;
  /** Between whom somebody chooses; none: it is not asked. */
  unclear: readonly Known[];
};

type About = {
  importId: string;
  known: readonly Known[];
  /** Of each line; null: none that there is. */
  municipalityOf: (line: PersonLine) => string | null;
  /** Whom lines are about, as somebody said: an id, or `new`. */
  said: ReadonlyMap<number, string>;
};

type Whom = { id: string; isNew: boolean } | { wrong: WrongLine; unclear: readonly Known[] };

/** In the order in which they are carried out: whoever others belong to first. */
export function planImport(
  lines: readonly PersonLine[],
  { importId, known, municipalityOf, said }: About,
): (Planned | Unplanned)[] {
  const made = new Map(lines.map(({ number }) => [idOf(importId, number), number]));
  const madeBefore = new Set(known.filter(({ id }) => made.has(id)).map(({ id }) => id));
  const stood = known.filter(({ id }) => !made.has(id));
  const namesakes = byName(stood);
  const sakesOf = (line: PersonLine) => namesakes.get(keyOf(municipalityOf(line), line.name)) ?? [];

  // A person of whom a line tells name and function is that line's, and no other's.
  const claimed = new Set(
    lines.flatMap((line) => {
      const same = sakesOf(line).filter((one) => isSameWork(line, one));
      return same.length === 1 ? [same[0]!.id] : [];
    }),
  );
  const first = new Map<string, number>();

  function whomOf(line: PersonLine): Whom {
    const municipalityId = municipalityOf(line);
    const no = (code: string, value: string, unclear: readonly Known[] = []) => ({
      wrong: { code, value },
      unclear,
    });
    if (municipalityId === null) return no('municipality', line.municipality);
    const key = `${keyOf(municipalityId, line.name)}/${plainWords(line.function ?? '')}`;
    const before = first.get(key);
    if (before !== undefined) return no('line_twice', String(before));
    first.set(key, line.number);
    const ownId = idOf(importId, line.number);
    if (madeBefore.has(ownId)) return { id: ownId, isNew: false };
    const sakes = sakesOf(line);
    const answer = said.get(line.number);
    if (answer === 'new') return { id: ownId, isNew: true };
    if (answer !== undefined)
      return sakes.some(({ id }) => id === answer)
        ? { id: answer, isNew: false }
        : no('name_unclear', line.name, sakes);
    const same = sakes.filter((one) => isSameWork(line, one));
    if (same.length === 1) return { id: same[0]!.id, isNew: false };
    const others = sakes.filter(({ id }) => !claimed.has(id));
    if (same.length === 0 && others.length === 0 && (line.function !== null || sakes.length === 0))
      return { id: ownId, isNew: true };
    const [only] = others;
    const saysLess = only && (line.function === null || only.function === '');
    if (same.length === 0 && sakes.length === 1 && others.length === 1 && saysLess)
      return { id: only.id, isNew: false };
    return no('name_unclear', line.name, sakes);
  }

  const whom = new Map(lines.map((line) => [line, whomOf(line)]));
  const heads = headFinder({ lines, whom, known: stood, municipalityOf });
  return inOrder(lines).map((line): Planned | Unplanned => {
    const one = whom.get(line)!; // of the same lines
    if ('wrong' in one) return { line, ...one };
    const head = line.familyOf === '' ? undefined : heads(line);
    if (head && 'code' in head) return { line, wrong: head, unclear: [] };
    const municipalityId = municipalityOf(line)!; // its whom would be wrong
    return {
      line,
      municipalityId,
      personId: one.id,
      isNew: one.isNew,
      belongsTo: head?.id,
      isHeadOfOther: head?.isOfFamily ?? false,
    };
  });
}

/** Whoever belongs to somebody comes after everybody who does not. */
const inOrder = (lines: readonly PersonLine[]) => [
  ...lines.filter(({ familyOf }) => familyOf === ''),
  ...lines.filter(({ familyOf }) => familyOf !== ''),
];

type Head = { id: string; isOfFamily: boolean };

/** Whom a line calls its family: by what the file calls him, or by a name that one alone has. */
function headFinder({
  lines,
  whom,
  known,
  municipalityOf,
}: {
  lines: readonly PersonLine[];
  whom: ReadonlyMap<PersonLine, Whom>;
  known: readonly Known[];
  municipalityOf: About['municipalityOf'];
}): (line: PersonLine) => Head | WrongLine {
  const called = groupedBy(lines, ({ called: by }) => by);
  const named = groupedBy(lines, (line) => keyOf(municipalityOf(line), line.name));
  const stood = byName(known);
  const headIn = (line: PersonLine): Head | WrongLine => {
    const one = whom.get(line)!; // of the same lines
    return 'wrong' in one
      ? { code: 'family_refused', value: String(line.number) }
      : { id: one.id, isOfFamily: line.familyOf !== '' };
  };
  return (line) => {
    const { familyOf } = line;
    const byCall = called.get(familyOf) ?? [];
    if (byCall.length > 1) return { code: 'family_unclear', value: familyOf };
    if (byCall.length === 1) return headIn(byCall[0]!);
    const key = keyOf(municipalityOf(line), familyOf);
    const heads = (named.get(key) ?? []).map(headIn);
    const wrong = heads.find((head) => 'code' in head);
    if (wrong) return wrong;
    const found = new Map<string, Head>(
      (stood.get(key) ?? []).map(({ id, belongsTo }) => [
        id,
        { id, isOfFamily: belongsTo !== null },
      ]),
    );
    for (const head of heads) if ('id' in head) found.set(head.id, head);
    const [only, ...more] = found.values();
    if (more.length > 0) return { code: 'family_unclear', value: familyOf };
    return only ?? { code: 'family_unknown', value: familyOf };
  };
}

const keyOf = (municipalityId: string | null, name: string) =>
  `${municipalityId}/${plainWords(name)}`;

const isSameWork = (line: PersonLine, one: Known) =>
  line.function !== null && plainWords(line.function) === plainWords(one.function);

function groupedBy<One>(all: readonly One[], keyIn: (one: One) => string): Map<string, One[]> {
  return Map.groupBy(all, keyIn);
}

const byName = (known: readonly Known[]) =>
  groupedBy(known, ({ municipalityId, name }) => keyOf(municipalityId, name));

/** The same whenever the same line of the same import is looked at: whoever goes on after a break adds nobody twice. */
function idOf(importId: string, number: number): string {
  const digest = createHash('sha256').update(`import/${importId}/${number}`).digest('hex');
  const variant = ((parseInt(digest[16]!, 16) & 3) | 8).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
