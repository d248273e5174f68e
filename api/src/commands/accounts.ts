// `achterwacht accounts`: the demo's log-ins.
import { codeOf, readDemoAccounts } from '../demo/accounts-file.ts';
import { print, withSystem } from './with-system.ts';

await withSystem(async ({ config, json }) => {
  const accounts = await readDemoAccounts(config.dataFolder);
  if (!accounts) throw new Error('Accounts staan alleen in een demo; deze installatie is echt.');
  if (json) return print(accounts);
  for (const account of accounts)
    print(
      `${account.role.padEnd(13)} ${account.name.padEnd(18)} ${account.email.padEnd(22)} ${account.password}  code nu ${codeOf(account) ?? '-'}`,
    );
});
