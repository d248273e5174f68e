// `achterwacht retention`: how long each centre keeps what, how much sound it has, and what was erased by itself; with
// `--harmless DAYS` or `--real DAYS` (or `--real never`) sound, and with `--content DAYS` what was said of harmless ones,
// as its DPIA says, from the next minute on. What is held stays. A change is one of the setting `retention`, and stands
// in the centre's access log: whoever misses sound later finds who had it erased sooner, and when. `--proof DAYS` gives
// one line for each thing that was erased in so many days.
import { retentionClasses } from '../retention/classes.ts';
import { countErased, readProofs, type Erased } from '../retention/proofs.ts';
import { setSetting } from './as-system/set-setting.ts';
import { option, print, withSystem, type Surroundings } from './as-system/with-system.ts';

type Kept = {
  id: string;
  name: string;
  harmlessDays: number;
  /** Null: real cases are not erased by themselves. */
  realDays: number | null;
  /** The same of what was said of harmless ones. */
  contentDays: number | null;
  recordings: number;
  held: number;
};

/** Longer is no retention; shorter than a day would take a case from under those who still work on it. */
const longestDays = 36_500;

await withSystem(async (surroundings, args) => {
  const { system, json } = surroundings;
  const harmless = daysIn(option(args, 'harmless'));
  const real = daysIn(option(args, 'real'));
  const content = daysIn(option(args, 'content'));
  if (harmless === null)
    throw new Error('Loos en test worden altijd gewist: geef een aantal dagen.');
  if (harmless !== undefined || real !== undefined || content !== undefined)
    await set(surroundings, option(args, 'centre'), { harmless, real, content });
  const proof = daysIn(option(args, 'proof'));
  if (proof) return printProofs(surroundings, proof);
  const kept = await system.sql<Kept[]>`
    select centres.id, name, harmless_sound_days as "harmlessDays", real_sound_days as "realDays",
      harmless_content_days as "contentDays",
      count(recordings.id)::int as recordings,
      (count(recordings.id) filter (where alarms.state #> '{sound,held}' <> 'null'))::int as held
    from centres
    left join recordings on recordings.centre_id = centres.id and erased_at is null
    left join alarms on alarms.id = recordings.alarm_id
    group by centres.id order by name`;
  const rows = [];
  for (const { id, ...row } of kept) rows.push({ ...row, erased: await countErased(system, id) });
  if (json) return print(rows);
  for (const { name, harmlessDays, realDays, contentDays, recordings, held, erased } of rows) {
    print(
      `${name}: geluid van loos en test ${harmlessDays} dagen na afhandeling gewist, van echte alarmen ` +
        `${realDays === null ? 'niet vanzelf' : `na ${realDays} dagen`}; ` +
        `${recordings} opnamen, waarvan ${held} vastgehouden; ` +
        `wat er is gezegd van loos en test ${contentDays === null ? 'niet vanzelf' : `na ${contentDays} dagen`}`,
    );
    for (const one of erased) print(`  ${erasedText(one)}`);
  }
});

function erasedText({ class: name, count, lastAt }: Erased): string {
  const { kept, words } = retentionClasses[name];
  const fixed = 'days' in kept ? ` (${kept.days} dagen: ${kept.why})` : '';
  return `${words}${fixed}: ${count} gewist${lastAt === null ? '' : `, het laatst op ${lastAt}`}`;
}

async function printProofs({ system, json }: Surroundings, days: number): Promise<void> {
  const proofs = await readProofs(system, new Date(Date.now() - days * 86_400_000));
  if (json) return print(proofs);
  if (proofs.length === 0) return print('Niets vanzelf gewist.');
  for (const { at, centre, class: name, object } of proofs)
    print(`${at}  ${centre}  ${name}  ${object}`);
}

type Days = { harmless: number; real: number | null; content: number | null };

async function set(
  surroundings: Surroundings,
  centre: string | undefined,
  asked: { [Name in keyof Days]: Days[Name] | undefined },
): Promise<void> {
  let result = '';
  await setSetting(surroundings, centre, {
    kind: 'retention',
    async valueOf({ sql }, centreId) {
      const [before] = await sql<Days[]>`
        select harmless_sound_days as harmless, real_sound_days as real,
          harmless_content_days as content from centres
        where id = ${centreId}`;
      const after: Days = {
        harmless: asked.harmless ?? before!.harmless,
        real: asked.real === undefined ? before!.real : asked.real,
        content: asked.content === undefined ? before!.content : asked.content,
      };
      result = `from ${stated(before!)}, to ${stated(after)}`;
      return {
        value: {
          harmlessSoundDays: after.harmless,
          realSoundDays: after.real,
          harmlessContentDays: after.content,
        },
      };
    },
    logged: { action: 'retention.set', result: () => result },
  });
}

function stated({ harmless, real, content }: Days): string {
  const days = (count: number | null) => (count === null ? 'never' : `${count} days`);
  const ofSound = `harmless ${days(harmless)}, real ${days(real)}`;
  return content === null ? ofSound : `${ofSound}, content ${days(content)}`;
}

/** Undefined: not asked; null: never. */
function daysIn(given: string | undefined): number | null | undefined {
  if (given === undefined) return undefined;
  if (given === 'never') return null;
  const days = Number(given);
  if (Number.isInteger(days) && days >= 1 && days <= longestDays) return days;
  throw new Error(`Een bewaartermijn is een heel aantal dagen van 1 tot ${longestDays}, of never.`);
}
