// What a message says, in the database only ever sealed: the bytes as they came in and what was read of
// them. One sealed piece a message, so that a press is enciphered once for both; columns beside it say
// which kind of signal it was and nothing of who, where or in which words.
//
// Its subject is its alarm's: who wears the button, or the button where nobody does. What comes from
// devices that nobody knows has no subject and stands under the master key.
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import * as sealing from '../../sealing/seal.ts';

export type Content = {
  raw: Uint8Array;
  signals: { id: string; decoded: DecodedSignal }[];
};

/** `subjectId` null: under the master key. */
export type SealedContent = { subjectId: string | null; bytes: Uint8Array };

const purposeOf = (messageId: string) => `message/${messageId}`;

/**
 * Makes no key, because that waits for the disk: without one of the subject it is the master key's. One that is
 * damaged costs no press either; the decision, which cannot do without it, says so aloud.
 */
export function sealContent(
  keys: KeyRing,
  messageId: string,
  subjectId: string | null,
  { raw, signals }: Content,
): SealedContent {
  const key = subjectId === null ? null : keys.find(subjectId);
  const clear = JSON.stringify({ ...written(raw), signals });
  return {
    subjectId: key ? subjectId : null,
    bytes: sealing.sealBytes(key ?? keys.master, purposeOf(messageId), clear),
  };
}

/**
 * Says nothing of where anybody was: neither what was read, nor the bytes, which we could read again. The same
 * where it said nothing.
 */
export function withoutPlaces(content: Content): Content {
  if (content.signals.every(({ decoded }) => decoded.position === null)) return content;
  return {
    raw: new Uint8Array(),
    signals: content.signals.map(({ id, decoded }) => ({
      id,
      decoded: { ...decoded, position: null },
    })),
  };
}

/** Also a test that raises nothing: whether its position comes through is what is tested. */
export const isOfTest = (signals: Content['signals']) =>
  signals.some(({ decoded }) => decoded.kind === 'test');

/** Null once the subject's key was erased. */
export function openContent(
  keys: KeyRing,
  messageId: string,
  { subjectId, bytes }: SealedContent,
): Content | null {
  const key = subjectId === null ? keys.master : keys.find(subjectId);
  const opened = key && sealing.openBytesIfPossible(key, purposeOf(messageId), bytes);
  if (!opened) return null;
  const { raw, encoding, signals } = JSON.parse(opened.toString('utf8')) as ReturnType<
    typeof written
  > & { signals: Content['signals'] };
  return { raw: Buffer.from(raw, encoding ?? 'latin1'), signals };
}

/** As it stands in JSON: text as text, and other bytes not six times as long as they came. */
function written(raw: Uint8Array): { raw: string; encoding?: 'base64' } {
  const bytes = Buffer.from(raw);
  const text = bytes.toString('latin1');
  return /^[\n -~]*\r?$/.test(text)
    ? { raw: text }
    : { raw: bytes.toString('base64'), encoding: 'base64' };
}

/** For another subject; as it is when it opens no more or he has no key. */
export function sealedAnew(
  keys: KeyRing,
  messageId: string,
  sealed: SealedContent,
  subjectId: string,
): SealedContent {
  const content = keys.find(subjectId) && openContent(keys, messageId, sealed);
  return content ? sealContent(keys, messageId, subjectId, content) : sealed;
}
