// Whether somebody may choose this password: its length, that it is not one of those that everybody guesses first,
// and that it does not stand on his own name. No rules of composition: whatever is long and not common will do.
import { Worker } from 'node:worker_threads';
import { longestPassword, shortestPassword } from '@achterwacht/shared/password.ts';

/** Each is a refusal with a sentence of its own: `refusal_password_…`. */
export type PasswordProblem =
  'password-too-short' | 'password-too-long' | 'password-too-common' | 'password-has-own';

/** Whose password it is to be, and where: what somebody who knows him tries first. */
export type Whose = { name: string; email: string; centre: string };

/** What anybody tries first who knows what this product is, and that no list of common words has (ASVS 6.1.2). */
const wordsOfTheField = [
  ...['achterwacht', 'alarmcentrale', 'alarmknop', 'noodknop', 'meldkamer', 'meldcentrale'],
  ...['centralist', 'toezichthouder', 'beheerder', 'doormelden', 'spoedmelding'],
];

/** Shorter parts of names stand in half of all words. */
const shortestOwnPart = 4;

/** Null: he may. Looking for common ones takes a tenth of a second, in a thread of its own. */
export async function passwordProblem(
  password: string,
  whose: Whose,
): Promise<PasswordProblem | null> {
  // As it is kept: the same word in other letters (`ｗａｃｈｔ…`) would be another here and the same at the log-in.
  const kept = password.normalize('NFKC');
  if ([...kept].length < shortestPassword) return 'password-too-short';
  if ([...password].length > longestPassword) return 'password-too-long';
  const parts = partsOf(whose);
  const lowered = kept.toLowerCase();
  if (parts.some((part) => lowered.includes(part))) return 'password-has-own';
  return (await isCommon(kept, [...parts, ...wordsOfTheField])) ? 'password-too-common' : null;
}

function partsOf({ name, email, centre }: Whose): string[] {
  const mailbox = email.slice(0, Math.max(email.lastIndexOf('@'), 0));
  const parts = [name, mailbox, centre].flatMap((text) => text.toLowerCase().split(/[^\p{L}\d]+/u));
  return [...new Set(parts)].filter((part) => part.length >= shortestOwnPart);
}

function isCommon(password: string, parts: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('common-password.ts', import.meta.url), {
      workerData: { password, parts },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
