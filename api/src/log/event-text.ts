// Between an event and its stored text. The text is canonical JSON with the personal part sealed, and what was typed
// elsewhere in it (`sealedData`) as well; it is what the hash covers, so it is written once and never again.
import { createHash, type CipherKey } from 'node:crypto';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { linkHash } from '@achterwacht/shared/evidence/chain.ts';
import type { Subject, SubjectTypes } from '@achterwacht/shared/subject.ts';
import * as sealing from '../sealing/seal.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export type WrittenEvent<Event> = {
  event: Event;
  text: string;
  previousHash: string;
  hash: string;
};

/** The event's text under its key, linked to the one before it. What says nothing personal needs none. */
export function writeEvent<T extends SubjectTypes>(
  subject: Subject<T>,
  event: T['Event'],
  key: CipherKey | null,
  previousHash: string,
  partKeys: Readonly<Record<string, CipherKey>> = {},
): WrittenEvent<T['Event']> {
  const { personal, ...facts } = { personal: null as object | null, ...event };
  const { clear: data, typed } = subject.sealed.splitData(event);
  const purpose = purposeOf(subject, event);
  const sealedParts = subject.sealed.classes && sealParts(personal, partKeys, purpose);
  const whole = subject.sealed.classes ? null : personal;
  if ((whole || typed) && !key) throw new Error('something personal without a key to seal it');
  const sealed = whole && key && sealing.seal(key, purpose, JSON.stringify(whole));
  const sealedData =
    typed && key && sealing.seal(key, dataPurposeOf(purpose), JSON.stringify(typed));
  const text = canonical({
    ...facts,
    data,
    sealed,
    ...(sealedData && { sealedData }),
    ...(sealedParts && { sealedParts }),
  });
  return { event, text, previousHash, hash: linkHash(sha256, previousHash, text) };
}

/** Whether anything of it has to be sealed: then it needs a key. */
export function isPersonal<T extends SubjectTypes>(
  { sealed }: Subject<T>,
  event: T['Event'],
): boolean {
  return ('personal' in event && event.personal !== null) || sealed.splitData(event).typed !== null;
}

/**
 * The event again, as this release says it; its personal part is null when no key opens it any more, and a mark stands
 * for what was typed. One of a release before `sealedData` has that in clear, and stays as it is: its hash
 * covers it.
 */
export function readEvent<T extends SubjectTypes>(
  subject: Subject<T>,
  text: string,
  keys: readonly CipherKey[],
): T['Event'] {
  const { sealed, sealedData, sealedParts, ...facts } = JSON.parse(text) as Stored;
  if (facts.schemaVersion > subject.schemaVersion)
    throw new Error(`event written by a newer release (schema ${facts.schemaVersion})`);
  const purpose = purposeOf(subject, facts);
  const open = (of: string, part: string | null | undefined): object | null => {
    const opened = part && sealing.openWithOneOf(keys, of, part);
    return opened ? (JSON.parse(opened) as object) : null;
  };
  const typed = open(dataPurposeOf(purpose), sealedData);
  const whole = typed ? { ...facts.data, ...typed } : facts.data;
  const data = upcast(subject, facts, whole);
  const personal = sealedParts
    ? Object.fromEntries(
        Object.entries(sealedParts).map(([part, kept]) => [part, open(`${purpose}/${part}`, kept)]),
      )
    : open(purpose, sealed);
  // Its own text; that nobody else wrote it is what the chain shows.
  return { ...facts, data, personal } as T['Event'];
}

/** Each part of what is personal under its own key, and bound to which it is; undefined where nothing was said. */
export function sealParts(
  personal: object | null,
  keys: Readonly<Record<string, CipherKey>>,
  purpose: string,
): Record<string, string> | undefined {
  const said = Object.entries(personal ?? {}).filter(([, part]) => part !== null);
  if (said.length === 0) return undefined;
  return Object.fromEntries(
    said.map(([part, words]) => {
      const key = keys[part];
      if (!key) throw new Error(`a part (${part}) without a key to seal it`);
      return [part, sealing.seal(key, `${purpose}/${part}`, JSON.stringify(words))];
    }),
  );
}

/** Null where it cannot be read: somebody had a hand in it, or a newer release wrote it. */
export function readEventIfPossible<T extends SubjectTypes>(
  subject: Subject<T>,
  text: string,
  keys: readonly CipherKey[],
): T['Event'] | null {
  try {
    return readEvent(subject, text, keys);
  } catch {
    return null;
  }
}

type Stored = SubjectTypes['Event'] & {
  sealed: string | null;
  sealedData?: string;
  /** Instead of `sealed`, of a subject whose parts end apart. */
  sealedParts?: Record<string, string>;
};

/** From the schema it was written in to the present one, a step a schema. */
function upcast<T extends SubjectTypes>(
  subject: Subject<T>,
  { type, schemaVersion }: Stored | Omit<Stored, 'sealed'>,
  data: object,
): object {
  const table: Record<string, Record<number, (data: object) => object> | undefined> =
    subject.upcast;
  const steps = table[type];
  let present = data;
  for (let from = schemaVersion; steps && from < subject.schemaVersion; from += 1)
    present = steps[from]?.(present) ?? present;
  return present;
}

/** Its id under the name that its events have for it. */
function idOf({ idName }: Pick<Subject<SubjectTypes>, 'idName'>, event: object): string {
  return (event as Record<string, string>)[idName]!;
}

/** Bound to its place, so that no sealed part can be moved to another event. */
function purposeOf(
  { idName }: Pick<Subject<SubjectTypes>, 'idName'>,
  event: { version: number },
): string {
  return `event/${idOf({ idName }, event)}/${event.version}`;
}

const dataPurposeOf = (purpose: string) => `${purpose}/data`;
