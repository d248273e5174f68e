// The demo's log-ins, in a file of its data folder: made once, shown on the log-in page, printed by
// `achterwacht accounts`. There is no such file in real use.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import type * as z from 'zod';
import type { demoAccount } from '@achterwacht/shared/routes/session.ts';

export type DemoAccount = z.infer<typeof demoAccount>;

const fileOf = (dataFolder: string) => join(dataFolder, 'demo-accounts.json');

/** Null where no demo was set up. */
export async function readDemoAccounts(dataFolder: string): Promise<DemoAccount[] | null> {
  try {
    return JSON.parse(await readFile(fileOf(dataFolder), 'utf8')) as DemoAccount[];
  } catch {
    return null;
  }
}

export async function writeDemoAccounts(dataFolder: string, accounts: DemoAccount[]) {
  await writeFile(fileOf(dataFolder), `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
}

const periodMilliseconds = 30_000;
/** This moment's, and its neighbours, which the log-in accepts too. */
const periods = [0, 1, -1];

/** A one-time code that lets in now; undefined without a second factor, or when all were used. */
export function codeOf(account: DemoAccount, used: ReadonlySet<string>): string | undefined {
  if (!account.totpSecret) return undefined;
  const totp = new TOTP({ secret: Secret.fromBase32(account.totpSecret) });
  return periods
    .map((period) => totp.generate({ timestamp: Date.now() + period * periodMilliseconds }))
    .find((code) => !used.has(code));
}
