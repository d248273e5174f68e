// The lines of the access log under hashes. Every minute the lines that no seal has yet come under one hash, and the
// hashes of a centre are a chain: a line that is changed, taken away or put in among older ones shows. The chain stands
// apart from the lines, so that a look waits for nobody else's. Its end can be cut off together with the last lines by
// whoever owns the database: that shows against a head that was written down elsewhere, and against nothing else.
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { chainStart } from '@achterwacht/shared/evidence/chain.ts';
import { sha256 } from '../../log/event-text.ts';

/** A line as it is hashed: whatever the table says of it, in one text. */
export type SealedLine = { id: number; text: string };

export type Seal = {
  number: number;
  at: string;
  lineIds: readonly number[];
  linesHash: string;
  previousHash: string;
  hash: string;
  erasedAt: string | null;
};

/**
 * In SQL, of a row of `access_log`. What the release before left out is null there, and a column that is added later
 * stays out: the hash of what was sealed before must not change.
 */
export const lineText = `jsonb_build_array(id, centre_id, extract(epoch from at)::text, user_id,
  user_name, user_role, action, object, whom, outcome, result, origin, withheld)::text`;

/** @param lines In the order of their ids. */
export function sealOf(
  lines: readonly SealedLine[],
  { previous, at }: { previous: Pick<Seal, 'number' | 'hash'> | null; at: string },
): Omit<Seal, 'erasedAt'> {
  const number = (previous?.number ?? 0) + 1;
  const previousHash = previous?.hash ?? chainStart;
  const lineIds = lines.map(({ id }) => id);
  const seal = { number, at, lineIds, linesHash: hashOfLines(lines), previousHash };
  return { ...seal, hash: hashOf(seal) };
}

const hashOfLines = (lines: readonly SealedLine[]) =>
  sha256(canonical(lines.map(({ text }) => text)));

function hashOf({ number, at, lineIds, linesHash, previousHash }: Omit<Seal, 'hash' | 'erasedAt'>) {
  return sha256(previousHash + canonical({ number, at, lineIds, linesHash }));
}

export type SealFault = { number: number; fault: 'broken-link' | 'changed' | 'missing' };

/**
 * What is wrong with one seal and its lines as they stand now; null where nothing is.
 * @param previous The seal before it; null for the first.
 */
export function faultOfSeal(
  seal: Seal,
  previous: Pick<Seal, 'number' | 'hash'> | null,
  lines: readonly SealedLine[],
): SealFault | null {
  const expected = (previous?.number ?? 0) + 1;
  if (seal.number !== expected) return { number: expected, fault: 'missing' };
  const { number, lineIds, linesHash, erasedAt } = seal;
  if (seal.previousHash !== (previous?.hash ?? chainStart)) return { number, fault: 'broken-link' };
  if (hashOf(seal) !== seal.hash) return { number, fault: 'changed' };
  if (erasedAt !== null) return lines.length === 0 ? null : { number, fault: 'changed' };
  if (lines.length < lineIds.length) return { number, fault: 'missing' };
  return hashOfLines(lines) === linesHash ? null : { number, fault: 'changed' };
}
