// Accounts that differ from one another in leading zeros alone. Each may be a button of its own, so such a line is read
// in; but a receiver that pads, or a device that was programmed anew, makes one of the other, so whoever reads the list
// in is told.

type Registered = { protocol: string; account: string; serial: string };

/** Watches over a register and the lines that come to it, in their order. */
export function watchZeros(registered: Iterable<Registered>) {
  const bySerial = new Map<string, string>();
  const byBare = new Map<string, Map<string, string>>();
  const add = ({ protocol, account, serial }: Registered) => {
    if (protocol !== 'dc09') return;
    const before = bySerial.get(serial);
    if (before !== undefined) byBare.get(bareOf(before))?.delete(serial);
    bySerial.set(serial, account);
    const alike = byBare.get(bareOf(account)) ?? new Map<string, string>();
    byBare.set(bareOf(account), alike.set(serial, account));
  };
  for (const one of registered) add(one);
  return {
    /** Takes it in; gives the account of another button that is like its own, null where there is none. */
    add(line: Registered): string | null {
      add(line);
      const alike = line.protocol === 'dc09' ? byBare.get(bareOf(line.account)) : undefined;
      for (const [serial, account] of alike ?? [])
        if (serial !== line.serial && account !== line.account) return account;
      return null;
    },
  };
}

const bareOf = (account: string) => account.toUpperCase().replace(/^0+(?=.)/, '');
