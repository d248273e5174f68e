// `achterwacht retention`: how long each centre keeps sound, and how much it has; with `--harmless DAYS` or
// `--real DAYS` (or `--real never`) as its DPIA says, from the next minute on. What is held stays. A change
// stands in the centre's access log: whoever misses sound later finds who had it erased sooner, and when.
import { logSetting } from '../access/access-log.ts';
import type { Transaction } from '../db/connect.ts';
import { option, print, withSystem } from './with-system.ts';

type Kept = {
  name: string;
  harmlessDays: number;
  /** Null: real cases are not erased by themselves. */
  realDays: number | null;
  recordings: number;
  held: number;
};

/** Longer is no retention; shorter than a day would take a case from under those who still work on it. */
const longestDays = 36_500;

await withSystem(async ({ config, system, json }, args) => {
  const harmless = daysIn(option(args, 'harmless'));
  const real = daysIn(option(args, 'real'));
  if (harmless === null)
    throw new Error('Loos en test worden altijd gewist: geef een aantal dagen.');
  const centre = option(args, 'centre');
  if (harmless !== undefined || real !== undefined) {
    const asked = { centre: centre ?? null, harmless, real, by: config.callerName };
    const isChanged = await system.transaction((tx) => change(tx, asked));
    if (!isChanged) throw new Error('Er is geen centrale met die naam.');
  }
  const rows = await system.sql<Kept[]>`
    select name, harmless_sound_days as "harmlessDays", real_sound_days as "realDays",
      count(recordings.id)::int as recordings,
      (count(recordings.id) filter (where alarms.state #> '{sound,held}' <> 'null'))::int as held
    from centres
    left join recordings on recordings.centre_id = centres.id and erased_at is null
    left join alarms on alarms.id = recordings.alarm_id
    group by centres.id order by name`;
  if (json) return print(rows);
  for (const { name, harmlessDays, realDays, recordings, held } of rows)
    print(
      `${name}: geluid van loos en test ${harmlessDays} dagen na afhandeling gewist, van echte alarmen ` +
        `${realDays === null ? 'niet vanzelf' : `na ${realDays} dagen`}; ` +
        `${recordings} opnamen, waarvan ${held} vastgehouden`,
    );
});

type Days = { harmless: number; real: number | null };

/** False when there is no such centre; without a name it is the default one. */
async function change(
  tx: Transaction,
  asked: {
    centre: string | null;
    harmless: number | undefined;
    real: number | null | undefined;
    by: string;
  },
): Promise<boolean> {
  const [before] = await tx.sql<(Days & { id: string })[]>`
    select id, harmless_sound_days as harmless, real_sound_days as real from centres
    where case when ${asked.centre}::text is null then is_default else name = ${asked.centre} end
    for update`;
  if (!before) return false;
  const after: Days = {
    harmless: asked.harmless ?? before.harmless,
    real: asked.real === undefined ? before.real : asked.real,
  };
  await tx.sql`
    update centres set harmless_sound_days = ${after.harmless}, real_sound_days = ${after.real}
    where id = ${before.id}`;
  await logSetting(tx, before.id, {
    at: new Date(),
    by: asked.by,
    action: 'retention.set',
    object: before.id,
    result: `from ${stated(before)}, to ${stated(after)}`,
  });
  return true;
}

function stated({ harmless, real }: Days): string {
  return `harmless ${harmless} days, real ${real === null ? 'never' : `${real} days`}`;
}

/** Undefined: not asked; null: never. */
function daysIn(given: string | undefined): number | null | undefined {
  if (given === undefined) return undefined;
  if (given === 'never') return null;
  const days = Number(given);
  if (Number.isInteger(days) && days >= 1 && days <= longestDays) return days;
  throw new Error(`Een bewaartermijn is een heel aantal dagen van 1 tot ${longestDays}, of never.`);
}
