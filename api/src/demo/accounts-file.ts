// The demo's log-ins, in a file of its data folder: made once, shown on the log-in page, printed by
// `achterwacht accounts`. There is no such file in real use.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import type * as z from 'zod';
import type { demoAccount } from '@achterwacht/shared/routes.ts';

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

/** The one-time code of this moment. */
export function codeOf(account: DemoAccount): string | undefined {
  if (!account.totpSecret) return undefined;
  return new TOTP({ secret: Secret.fromBase32(account.totpSecret) }).generate();
}
