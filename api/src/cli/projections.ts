// `achterwacht projections`: how far each projection is; with `--compare NAME` the log is folded anew beside it, and
// every row that differs is named.
import { limitsOf } from '../db/pools.ts';
import { createProjections } from '../projected.ts';
import { compare, NotFoldedYet } from '../projections/compare.ts';
import { listProjections } from '../projections/list-projections.ts';
import type { Projection } from '../projections/projection.ts';
import { option, print, withSystem, type Surroundings } from './as-system/with-system.ts';

/** The others of thousands say nothing new; all of them stand in the JSON. */
const mostNamed = 50;

const differences = {
  missing: 'ontbreekt',
  extra: 'volgt niet uit het logboek',
  changed: 'is anders dan het logboek zegt',
};

await withSystem(async (surroundings, args) => {
  const projections = createProjections();
  if (!args.includes('--compare')) return list(surroundings, projections);
  const name = option(args, 'compare');
  const projection = projections.find((one) => one.name === name);
  if (!projection)
    throw new Error(
      `Noem een projectie die er is: ${projections.map((one) => one.name).join(', ')}.`,
    );
  return compareOne(surroundings, projection);
}, limitsOf.verify);

async function list(
  { system, json }: Surroundings,
  projections: readonly Projection[],
): Promise<void> {
  const listed = await listProjections(system, projections);
  if (json) return print(listed);
  for (const { name, version, centreId, feed, sequence, behind, isCaughtUp, failed } of listed) {
    const state = failed
      ? `staat stil voor ${failed.sequence} sinds ${failed.since} (${failed.errorCode})`
      : isCaughtUp
        ? 'bij'
        : 'wordt opnieuw opgebouwd';
    print(
      `${name} v${version}  centrale ${centreId}  ${feed}  op ${sequence}, ${behind} achter  ${state}`,
    );
  }
}

async function compareOne({ system, json }: Surroundings, projection: Projection): Promise<void> {
  const { name } = projection;
  const { rows, events, differing } = await compare(system, projection).catch((error: unknown) => {
    if (error instanceof NotFoldedYet)
      throw new Error(`${name} is nog niet opgebouwd: er is niets om mee te vergelijken.`);
    throw error;
  });
  if (json) print({ name, rows, events, differing });
  else {
    for (const { table, id, how } of differing.slice(0, mostNamed))
      print(`${table} ${id} ${differences[how]}`);
    if (differing.length > mostNamed) print(`en ${differing.length - mostNamed} andere`);
    print(
      differing.length === 0
        ? `${name} is gelijk aan het logboek: ${rows} rijen uit ${events} gebeurtenissen.`
        : `${name} verschilt van het logboek in ${differing.length} rijen.`,
    );
  }
  if (differing.length > 0) process.exitCode = 1;
}
