// `achterwacht erase ALARM`: what was said of one alarm, because its time is over (*loos* and tests), or with `--reason
// request` because somebody it is about asked for it. With `--restored` whatever was ever erased, once more: for a
// database that was put back. Who did it stands in the centre's access log; what was erased in nobody's.
import type { ErasedBecause } from '@achterwacht/shared/alarm/erasing/state.ts';
import type { Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import { logSetting } from '../access/access-log.ts';
import { eraseContent } from '../alarms/erasing/erase-content.ts';
import { replayErasures } from '../alarms/erasing/replay-erasures.ts';
import { replayEmptied } from '../persons/emptying/replay-emptied.ts';
import { option, print, withSystem, type Surroundings } from './as-system/with-system.ts';

const clock = { now: () => new Date() };

await withSystem(async (surroundings, args) => {
  if (args.includes('--restored')) return eraseAgain(surroundings);
  const [named] = args;
  if (!named || named.startsWith('--'))
    throw new Error('Welk alarm? achterwacht erase NUMMER [--reason request]');
  const reason = option(args, 'reason') ?? 'retention';
  if (reason !== 'retention' && reason !== 'request')
    throw new Error('De reden is retention (loos of test, termijn voorbij) of request (verzoek).');
  return erase(surroundings, await alarmNamed(surroundings, named), reason);
});

type Named = { id: string; number: number; municipality: string | null; file: boolean };

async function alarmNamed({ system }: Surroundings, named: string): Promise<Named> {
  const rows = await system.sql<(Named & { centre: string })[]>`
    select alarms.id, number, centres.name as centre, municipalities.name as municipality,
      exists (select from incidents where alarm_id = alarms.id) as file
    from alarms join centres on centres.id = alarms.centre_id
    left join municipalities on municipalities.id = alarms.municipality_id
    where alarms.id::text = ${named} or number::text = ${named.replace(/^#/, '')}`;
  const [alarm] = rows;
  if (!alarm) throw new Error(`Er is geen alarm ${named}.`);
  if (rows.length > 1)
    throw new Error(
      [
        `Er zijn ${rows.length} alarmen ${named}; welk? achterwacht erase ID`,
        ...rows.map(({ id, centre }) => `  ${id}  ${centre}`),
      ].join('\n'),
    );
  return alarm;
}

async function erase(
  { config, system, keys, json }: Surroundings,
  { id, number, municipality, file }: Named,
  why: ErasedBecause,
): Promise<void> {
  const actor = { type: 'system', part: 'command-line' } as const;
  const parts = { system, keys, clock, keysFolder: config.keysFolder };
  const asked = { alarmId: id, why, term: 'harmless', actor } as const;
  const erased = await eraseContent(parts, asked, (tx, centreId) =>
    logSetting(tx, centreId, {
      at: clock.now(),
      by: config.callerName,
      action: 'alarm.erase',
      object: id,
      result: why,
    }),
  );
  if (erased.status === 'not-found') throw new Error(`Er is geen alarm ${number}.`);
  if (erased.status === 'under-holders-key')
    throw new Error(
      `Alarm #${number} is van voor de sleutel per alarm: wat erover is gezegd gaat alleen weg met de sleutel van de drager.`,
    );
  if (erased.status === 'refused') throw new Error(sentenceOf(number, erased.refusal));
  if (json) return print({ id, number, why, wasErased: erased.events.length === 0 });
  print(
    erased.events.length === 0
      ? `De inhoud van alarm #${number} was al gewist.`
      : `De inhoud van alarm #${number} is gewist; wat er gebeurde blijft in het logboek.`,
  );
  if (file)
    print(`Het dossier van ${municipality ?? 'de gemeente'} blijft: dat is van de gemeente.`);
}

function sentenceOf(number: number, { code, details }: Refusal): string {
  switch (code) {
    case 'niet-gesloten':
      return `Alarm #${number} is open; een open alarm wordt nooit gewist.`;
    case 'opname-vastgehouden':
      return `De opname van alarm #${number} wordt vastgehouden door ${details['by']}; laat die eerst los.`;
    default:
      return `Alarm #${number} is geen loos alarm en geen test: alleen met --reason request.`;
  }
}

async function eraseAgain({ config, system, keys, json }: Surroundings): Promise<void> {
  const { keysFolder } = config;
  const database = system;
  const replayed = await replayErasures({ database, keysFolder, openKeys: () => keys, clock });
  const persons = await replayEmptied({ database, keysFolder, openKeys: () => keys, clock });
  if (json) return print({ ...replayed, persons });
  print(
    replayed.erased.length === 0
      ? 'Alles wat gewist was, is gewist.'
      : `Opnieuw gewist: de inhoud van ${replayed.erased.length} alarmen.`,
  );
  if (persons > 0) print(`Opnieuw geleegd: ${persons} personen.`);
  for (const { number, id } of replayed.unreadable)
    print(`#${number} ${id}: gewist, en het logboek kan dat niet zeggen; verify-log zegt meer.`);
}
