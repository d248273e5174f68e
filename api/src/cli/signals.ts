// `achterwacht signals [--since ISO]`: every recorded signal, refused ones too.
import { listSignals } from '../messages/list-signals.ts';
import { option, print, withSystem } from './as-system/with-system.ts';

/** A command is asked by a person at a prompt; beyond this he wants the database. */
const most = 100_000;

await withSystem(async ({ system, keys, json }, args) => {
  const since = option(args, 'since');
  if (since !== undefined && Number.isNaN(Date.parse(since)))
    throw new Error('--since verwacht een tijd als 2026-11-21T20:15:00Z.');
  const signals = await listSignals(system.sql, keys, { since, limit: most });
  if (json) return print(signals);
  for (const signal of signals)
    print(
      `${signal.receivedAt}  ${signal.kind.padEnd(12)} ${(signal.code ?? '').padEnd(4)} ${(signal.account ?? '?').padEnd(8)} ${signal.disposition}`,
    );
});
