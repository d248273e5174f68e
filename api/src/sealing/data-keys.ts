// A key of its own for what is sealed of one stream, so that a class of cases can go (what turned out harmless, after
// a while) while the others of the same person stay. It stands in the database wrapped under its subject's key, which
// does not: whoever takes the row away ends this stream, whoever ends the subject's key ends all of his.
//
// Making and unwrapping one asks no file and no table of its own: the wrapped key is read with what it opens. Nothing
// is remembered, so that the end of either key counts at once, in every process.
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';
import * as sealing from './seal.ts';

const keyBytes = 32;

/** Whose it is: bound to the wrapping, so that no row can be passed off as another stream's, or as another part's. */
export type WhoseKey = { streamType: string; streamId: string; class?: string };

/** Under what a stream's sealed parts stand. `dataKey`, wrapped: null before anything was sealed, and once it was erased. */
export type SealedUnder = WhoseKey & { subjectId: string; dataKey: string | null };

/** Keys of the parts of a stream that end apart, wrapped, by the name of the part. */
export type ClassKeys = Readonly<Record<string, string>>;

const purposeOf = ({ streamType, streamId, class: part }: WhoseKey) =>
  `data-key/${streamType}/${streamId}${part === undefined ? '' : `/${part}`}`;

/** @returns the key, and how it is kept. */
export function makeDataKey(
  subjectKey: KeyObject,
  whose: WhoseKey,
): { key: KeyObject; wrapped: string } {
  const bytes = randomBytes(keyBytes);
  const wrapped = sealing.sealBytes(subjectKey, purposeOf(whose), bytes).toString('base64');
  return { key: createSecretKey(bytes), wrapped };
}

/** Null when the subject's key is another, or the row was changed: what it sealed is as good as erased. */
export function openDataKey(
  subjectKey: KeyObject,
  whose: WhoseKey,
  wrapped: string,
): KeyObject | null {
  const bytes = Buffer.from(wrapped, 'base64');
  const opened = sealing.openBytesIfPossible(subjectKey, purposeOf(whose), bytes);
  return opened?.length === keyBytes ? createSecretKey(opened) : null;
}

/**
 * What may open a stream's sealed parts, the likeliest first: its own keys, and its subject's, under which every release
 * before sealed. None once the subject was erased; a sealed part that none of them opens was erased with its own.
 */
export function keysThatOpen(
  keys: Pick<KeyRing, 'find'>,
  { subjectId, dataKey, classKeys = {}, ...whose }: SealedUnder & { classKeys?: ClassKeys },
): KeyObject[] {
  const subjectKey = keys.find(subjectId);
  if (!subjectKey) return [];
  const own = dataKey === null ? null : openDataKey(subjectKey, whose, dataKey);
  const ofParts = Object.entries(classKeys).map(([part, wrapped]) =>
    openDataKey(subjectKey, { ...whose, class: part }, wrapped),
  );
  return [own, ...ofParts, subjectKey].filter((key) => key !== null);
}

/**
 * What seals a stream's next part: its own key, made where there is none. `made` is how that one is to be kept, with
 * what it seals.
 * @throws where the subject's key was not made (`withKeysMade`) or is damaged.
 */
export function keyThatSeals(
  keys: Pick<KeyRing, 'findMade'>,
  { subjectId, dataKey, ...whose }: SealedUnder,
): { key: KeyObject; made: string | null } {
  const subjectKey = keys.findMade(subjectId);
  if (dataKey === null) {
    const { key, wrapped } = makeDataKey(subjectKey, whose);
    return { key, made: wrapped };
  }
  // Wrapped for somebody who was erased since: what is said of him now goes with the key that he has now.
  return { key: openDataKey(subjectKey, whose, dataKey) ?? subjectKey, made: null };
}
