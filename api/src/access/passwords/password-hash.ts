// How a password, or a recovery code, is kept: Argon2id with a salt of its own, in the usual text form that names
// its parameters. They are the least of ASVS 5.0, appendix of 11.4.2, and of OWASP's password storage sheet: 19 MiB,
// two passes, one lane. Made in the process's threads, not on the loop, and a few at a time.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verifyPassword as verifyScrypt } from 'better-auth/crypto';
import { mustBeOutsideTransaction } from '../../db/outside-transaction.ts';
import { createInTurn } from './in-turn.ts';

const derive = promisify(argon2);
const inTurn = createInTurn();
const parameters = { memory: 19_456, passes: 2, parallelism: 1 };
const lengths = { salt: 16, tag: 32 };
const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(lengths.salt);
  const tag = await tagOf(password, { ...parameters, nonce: salt, tagLength: lengths.tag });
  const { memory, passes, parallelism } = parameters;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** Also of a hash that the log-in library made by scrypt before this had its own. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(hash) ?? [];
  if (!tag) return slowly(() => verifyScrypt({ hash, password }));
  const expected = Buffer.from(tag, 'base64');
  const found = await tagOf(password, {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
  });
  return timingSafeEqual(found, expected);
}

type Derivation = typeof parameters & { nonce: Buffer; tagLength: number };

/** The same text typed on another keyboard may be other bytes; NFKC makes it the same. */
async function tagOf(password: string, derivation: Derivation): Promise<Buffer> {
  const message = password.normalize('NFKC');
  return slowly(() => derive('argon2id', { message, ...derivation }));
}

/** However many wait for their turn, none of them keeps a connection or a lock. */
function slowly<T>(work: () => Promise<T>): Promise<T> {
  mustBeOutsideTransaction('a password’s hash');
  return inTurn(work);
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
