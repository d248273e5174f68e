// The row that keeps a subject's fold, opened and sealed: what is personal in it and what was typed stand sealed under
// its own key, each bound to the subject and to what it is.
import type { CipherKey } from 'node:crypto';
import type { SubjectTypes } from '@achterwacht/shared/subject.ts';
import * as sealing from '../sealing/seal.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { sealParts } from './event-text.ts';
import { openersOfRow } from './stream-keys.ts';
import type { FoldColumns, FoldRow, Stored, Stream } from './stream.ts';

/** @throws where the row is none that was ever written: somebody had a hand in it. */
export function readRow<T extends SubjectTypes>(
  stream: Stream<T>,
  keys: KeyRing,
  row: FoldRow,
): Stored<T> {
  const openers = openersOfRow(stream, keys, row);
  const state = stream.row.read(
    openState(stream, openers, row),
    openPersonal(stream, openers, row),
  );
  return { state, ...headOf(row) };
}

/** What a row says of its stream beside the fold. */
export function headOf<T extends SubjectTypes>(row: FoldRow): Omit<Stored<T>, 'state'> {
  const { head_hash: headHash, subject_id: subjectId, data_key: dataKey, class_keys: keys } = row;
  return { headHash, subjectId, dataKey, ...(keys && { classKeys: keys }) };
}

/** Null where nothing personal was said, and once no key opens it. */
export function openPersonal<T extends SubjectTypes>(
  { subject }: Stream<T>,
  openers: readonly CipherKey[],
  { id, personal }: Pick<FoldRow, 'id' | 'personal'>,
): object | null {
  const open = (purpose: string, sealed: string | null) => {
    const opened = sealed && sealing.openWithOneOf(openers, purpose, sealed);
    return opened ? (JSON.parse(opened) as object) : null;
  };
  const purpose = purposeOf(subject, id);
  if (!subject.sealed.classes) return open(purpose, personal);
  const parts = JSON.parse(personal ?? '{}') as Record<string, string>;
  return Object.fromEntries(
    subject.sealed.classes.map((part) => [part, open(`${purpose}/${part}`, parts[part] ?? null)]),
  );
}

/** As it was written, with what was typed; marks stand for that once no key opens it. */
export function openState<T extends SubjectTypes>(
  { subject }: Stream<T>,
  openers: readonly CipherKey[],
  row: Pick<FoldRow, 'id' | 'state'>,
): object {
  const { typed, ...state } = row.state;
  const opened = typed && sealing.openWithOneOf(openers, typedPurposeOf(subject, row.id), typed);
  return opened ? subject.sealed.joinState(state, JSON.parse(opened) as object) : state;
}

/** Without a key nothing personal is kept, nor what was typed: it was erased. */
export function sealRow<T extends SubjectTypes>(
  { subject }: Stream<T>,
  key: CipherKey | null,
  whole: T['State'],
  partKeys: Readonly<Record<string, CipherKey>> = {},
): Pick<FoldColumns, 'state' | 'personal'> {
  const { personal, ...state } = whole;
  const { clear, typed } = subject.sealed.splitState(state);
  const seal = (purpose: string, part: object | null) =>
    key && part && sealing.seal(key, purpose, JSON.stringify(part));
  const sealedTyped = seal(typedPurposeOf(subject, whole.id), typed);
  const purpose = purposeOf(subject, whole.id);
  return {
    state: JSON.stringify({ ...clear, ...(sealedTyped && { typed: sealedTyped }) }),
    personal: subject.sealed.classes
      ? partsOf(personal, partKeys, purpose)
      : seal(purpose, personal),
  };
}

/** Those for which there is a key, in one text. */
function partsOf(
  personal: object | null,
  keys: Readonly<Record<string, CipherKey>>,
  purpose: string,
): string | null {
  if (Object.keys(keys).length === 0) return null;
  const said = Object.entries(personal ?? {}).filter(([part]) => part in keys);
  return JSON.stringify(sealParts(Object.fromEntries(said), keys, purpose) ?? {});
}

/** Whether anything of its state was typed, and so needs a key. */
export function isTyped<T extends SubjectTypes>(
  { subject }: Stream<T>,
  whole: T['State'],
): boolean {
  return subject.sealed.splitState(whole).typed !== null;
}

type Named = { name: string };
const purposeOf = ({ name }: Named, id: string) => `${name}/${id}`;
const typedPurposeOf = (subject: Named, id: string) => `${purposeOf(subject, id)}/typed`;
