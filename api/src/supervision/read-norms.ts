// By which norms a centre measures itself, and by which it did between two days: whoever reads a share knows whether the
// norm beside it is the one that counted then.
import type { NormPeriod } from '@achterwacht/shared/routes/answer-times.ts';
import type { SettingPeriod } from '@achterwacht/shared/routes/settings.ts';
import type { Norms } from '@achterwacht/shared/setting/kinds/norms.ts';
import { settingKinds, settingValueOf } from '@achterwacht/shared/setting/kinds.ts';
import type { Transaction } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { readHistory } from '../settings/read-settings.ts';

type Asked = { centreId: string; from: string; to: string };

export async function readNorms(
  tx: Transaction,
  keys: KeyRing,
  { centreId, from, to }: Asked,
): Promise<{ norms: Norms; periods: NormPeriod[] }> {
  const [days] = await tx.sql<{ begins: Date; ends: Date }[]>`
    select ${from}::date::timestamp at time zone 'Europe/Amsterdam' as begins,
      (${to}::date + 1)::timestamp at time zone 'Europe/Amsterdam' as ends`;
  const begins = Date.parse(String(days!.begins));
  const ends = Date.parse(String(days!.ends));
  const read = await readSince(tx, keys, centreId, begins);
  const { usual } = settingKinds.norms;
  const all: NormPeriod[] = [
    ...read.map((period) => ({
      from: period.from as string | null,
      until: period.until,
      norms: settingValueOf('norms', period.value) ?? usual,
    })),
    { from: null, until: read.at(-1)?.from ?? null, norms: usual },
  ];
  return {
    norms: all[0]!.norms, // the usual is there
    periods: all.filter(
      ({ from: since, until }) =>
        (since === null || Date.parse(since) < ends) &&
        (until === null || Date.parse(until) > begins),
    ),
  };
}

/** The newest first, up to the one that counted at that moment: however often it was changed since. */
async function readSince(
  tx: Transaction,
  keys: KeyRing,
  centreId: string,
  moment: number,
): Promise<SettingPeriod[]> {
  const read: SettingPeriod[] = [];
  for (;;) {
    const before = read.at(-1)?.version;
    const { periods, hasMore } = await readHistory(tx, keys, { centreId, kind: 'norms', before });
    read.push(...periods);
    const oldest = periods.at(-1);
    if (!oldest || !hasMore || Date.parse(oldest.from) <= moment) return read;
  }
}
