// What `achterwacht projections` does: how far each projection is; with `--compare NAME` the log is folded anew beside it, and
// every row that differs is named.
import { createProjections } from '../../projected.ts';
import { compare, NotFoldedYet } from '../../projections/compare.ts';
import { listProjections } from '../../projections/list-projections.ts';
import type { Projection } from '../../projections/projection.ts';
import { option, type Judged, type Surroundings } from './with-system.ts';

/** The others of thousands say nothing new; all of them stand in the JSON. */
const mostNamed = 50;

const differences = {
  missing: 'ontbreekt',
  extra: 'volgt niet uit het logboek',
  changed: 'is anders dan het logboek zegt',
};

/** @throws with the sentence of what was asked wrongly. */
export async function useProjections(surroundings: Surroundings, args: string[]): Promise<Judged> {
  const projections = createProjections();
  if (!args.includes('--compare'))
    return { isRight: true, said: await list(surroundings, projections) };
  const name = option(args, 'compare');
  const projection = projections.find((one) => one.name === name);
  if (!projection)
    throw new Error(
      `Noem een projectie die er is: ${projections.map((one) => one.name).join(', ')}.`,
    );
  return compareOne(surroundings, projection);
}

async function list(
  { system, json }: Surroundings,
  projections: readonly Projection[],
): Promise<unknown> {
  const listed = await listProjections(system, projections);
  if (json) return listed;
  return listed
    .map(({ name, version, centreId, feed, sequence, behind, isCaughtUp, failed }) => {
      const state = failed
        ? `staat stil voor ${failed.sequence} sinds ${failed.since} (${failed.errorCode})`
        : isCaughtUp
          ? 'bij'
          : 'wordt opnieuw opgebouwd';
      return `${name} v${version}  centrale ${centreId}  ${feed}  op ${sequence}, ${behind} achter  ${state}`;
    })
    .join('\n');
}

async function compareOne({ system, json }: Surroundings, projection: Projection): Promise<Judged> {
  const { name } = projection;
  const { rows, events, differing } = await compare(system, projection).catch((error: unknown) => {
    if (error instanceof NotFoldedYet)
      throw new Error(`${name} is nog niet opgebouwd: er is niets om mee te vergelijken.`);
    throw error;
  });
  const isRight = differing.length === 0;
  if (json) return { isRight, said: { name, rows, events, differing } };
  const named = differing.slice(0, mostNamed);
  const said = [
    ...named.map(({ table, id, how }) => `${table} ${id} ${differences[how]}`),
    ...(differing.length > mostNamed ? [`en ${differing.length - mostNamed} andere`] : []),
    isRight
      ? `${name} is gelijk aan het logboek: ${rows} rijen uit ${events} gebeurtenissen.`
      : `${name} verschilt van het logboek in ${differing.length} rijen.`,
  ].join('\n');
  return { isRight, said };
}
