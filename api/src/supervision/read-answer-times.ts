// The answer times of a centre between two days of its calendar, counted by the rules in `shared`: the database gives
// the moments, and counts nothing itself.
import type { Clocked } from '@achterwacht/shared/clock-stages.ts';
import {
  addCounts,
  countAnswers,
  judge,
  nothingCounted,
  type Counted,
} from '@achterwacht/shared/kpi/answer-times.ts';
import type { ProfileName } from '@achterwacht/shared/kpi/profiles.ts';
import type { AnswerTimeFigures } from '@achterwacht/shared/routes/answer-times.ts';
import { profileOf, usualNorms, type Norms } from '@achterwacht/shared/setting/kinds/norms.ts';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../db/connect.ts';
import type { Projection } from '../projections/projection.ts';
import { readTruth } from '../projections/truth.ts';

/** A year is read in slices of this many, with everybody else in between. */
const sliceSize = 500;

export type Asked = {
  centreId: string;
  /** Days, both included. */
  from: string;
  to: string;
  profile: ProfileName;
  /** The centre's own. */
  norms?: Norms;
};

type Row = {
  day: string;
  kind: Clocked['kind'];
  mode: Clocked['mode'];
  received: string;
  claimed: string | null;
  closed: string | null;
};

export async function readAnswerTimes(
  tx: Transaction,
  clock: Clock,
  projection: Projection,
  { centreId, from, to, profile: name, norms = usualNorms }: Asked,
): Promise<AnswerTimeFigures> {
  const { version, ...truth } = await readTruth(tx, clock, projection, centreId);
  const profile = profileOf(name, norms);
  const now = clock.now();
  const days = new Map<string, Counted>();
  // The day is the centre's: one that is asked for begins at its own midnight.
  const rows = tx.sql<Row[]>`
    select (received_at at time zone 'Europe/Amsterdam')::date::text as day, kind, mode,
      received_at as received, claimed_at as claimed, closed_at as closed
    from answer_times
    where centre_id = ${centreId} and projection_version = ${version}
      and received_at >= ${from}::date::timestamp at time zone 'Europe/Amsterdam'
      and received_at < (${to}::date + 1)::timestamp at time zone 'Europe/Amsterdam'
    order by received_at desc`;
  for await (const slice of rows.cursor(sliceSize)) {
    const ofDays = Map.groupBy(slice, ({ day }) => day);
    for (const [day, ofDay] of ofDays) {
      const counted = countAnswers(ofDay.map(clockedOf), profile, now);
      days.set(day, addCounts(days.get(day) ?? nothingCounted(profile), counted));
    }
  }
  const total = [...days.values()].reduce(addCounts, nothingCounted(profile));
  const figures = (counted: Counted) => ({
    alarms: counted.alarms,
    limits: judge(counted, profile),
  });
  return {
    ...truth,
    profile: profile.name,
    title: profile.title,
    verified: profile.verified,
    total: figures(total),
    days: [...days]
      .filter(([, counted]) => counted.alarms > 0)
      .map(([day, counted]) => ({ day, ...figures(counted) })),
  };
}

function clockedOf({ kind, mode, received, claimed, closed }: Row): Clocked {
  return {
    kind,
    mode,
    times: { received, ...(claimed && { claimed }), ...(closed && { closed }) },
    updatedAt: received,
  };
}
