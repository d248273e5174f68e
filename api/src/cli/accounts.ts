// `achterwacht accounts`: the demo's log-ins.
import { usedCodes } from '../access/log-in/one-time-codes.ts';
import { codeOf, readDemoAccounts } from '../demo/accounts-file.ts';
import { print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, system, json }) => {
  const accounts = await readDemoAccounts(config.dataFolder);
  if (!accounts) throw new Error('Accounts staan alleen in een demo; deze installatie is echt.');
  if (json) return print(accounts);
  for (const account of accounts) {
    const code = codeOf(account, await usedCodes(system, account.email)) ?? '-';
    print(
      `${account.role.padEnd(13)} ${account.name.padEnd(18)} ${account.email.padEnd(22)} ${account.password}  code nu ${code}`,
    );
  }
});
