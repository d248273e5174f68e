// What `achterwacht kpi` does: how quickly alarms were taken, by day and in all, of each centre. With `--recompute` the log is
// folded anew: those figures are printed beside what the projection says, and a difference is a failure.
import * as z from 'zod';
import { dutchDay } from '@achterwacht/shared/dutch-day.ts';
import { profileName, type ProfileName } from '@achterwacht/shared/kpi/profiles.ts';
import type { AnswerTimeFigures } from '@achterwacht/shared/routes/answer-times.ts';
import { startClock, type Clock } from '../../clock.ts';
import type { Transaction } from '../../db/connect.ts';
import { compare, NotFoldedYet, type Compared } from '../../projections/compare.ts';
import { createAnswerTimes } from '../../supervision/answer-times.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { readAnswerTimes } from '../../supervision/read-answer-times.ts';
import { readNorms } from '../../supervision/read-norms.ts';
import { option, type Judged, type Surroundings } from './with-system.ts';

type Asked = { from: string; to: string; profile: ProfileName | null };
type OfCentre = AnswerTimeFigures & { centre: string };

const day = z.iso.date();
const yearMilliseconds = 365 * 86_400_000;

const verdicts = { met: 'gehaald', missed: 'niet gehaald', 'too-few': 'te weinig meldingen' };

/** @throws with the sentence of what was asked wrongly. */
export async function useKpi(
  { system, keys, json }: Surroundings,
  args: string[],
): Promise<Judged> {
  const clock = startClock();
  const asked = askedIn(args, clock);
  const answerTimes = createAnswerTimes();
  const read = (tx: Transaction) => readCentres(tx, { clock, keys }, answerTimes, asked);
  const centres = await system.transaction(read, 'snapshot');
  if (!args.includes('--recompute'))
    return { isRight: true, said: json ? centres : centres.map(inWords).join('\n') };

  let recomputed: OfCentre[] = [];
  const { rows, events, differing } = await compare(system, answerTimes, async (tx) => {
    recomputed = await read(tx);
  }).catch(explained);
  const isRight = differing.length === 0;
  if (json) return { isRight, said: { centres, recomputed, rows, events, differing } };
  const verdict = isRight
    ? `Gelijk aan het logboek: ${counted(rows, 'alarm', 'alarmen')} uit ${counted(events, 'gebeurtenis', 'gebeurtenissen')}.`
    : `${counted(differing.length, 'alarm staat', 'alarmen staan')} anders in de projectie dan in het logboek: projections --compare answer-times noemt ze.`;
  return { isRight, said: [...recomputed.map(inWords), verdict].join('\n') };
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

function explained(error: unknown): Compared {
  if (error instanceof NotFoldedYet)
    throw new Error('De antwoordtijden zijn nog niet opgebouwd: er is niets om te vergelijken.');
  throw error;
}

/** Without days: the year up to today. */
function askedIn(args: readonly string[], clock: Clock): Asked {
  const to = option(args, 'to') ?? dutchDay(clock.now());
  const from = option(args, 'from') ?? (isDay(to) ? yearBefore(to) : '');
  if (!isDay(from) || !isDay(to) || from > to)
    throw new Error('Geef dagen als 2026-11-21, en --from niet na --to.');
  const named = option(args, 'profile');
  const profile = profileName.nullable().safeParse(named ?? null);
  if (!profile.success) throw new Error(`Een norm is een van: ${profileName.options.join(', ')}.`);
  return { from, to, profile: profile.data };
}

function isDay(text: string): boolean {
  return day.safeParse(text).success;
}

/** By days and not by the calendar: there is no 29th of February a year before one. */
function yearBefore(to: string): string {
  return new Date(Date.parse(to) - yearMilliseconds).toISOString().slice(0, 10);
}

async function readCentres(
  tx: Transaction,
  { clock, keys }: { clock: Clock; keys: KeyRing },
  answerTimes: ReturnType<typeof createAnswerTimes>,
  asked: Asked,
): Promise<OfCentre[]> {
  const centres = await tx.sql<{ id: string; name: string }[]>`
    select id, name from centres order by name`;
  const figures: OfCentre[] = [];
  for (const { id: centreId, name: centre } of centres) {
    const { norms } = await readNorms(tx, keys, { centreId, ...asked });
    const profile = asked.profile ?? norms.first;
    const counted = { centreId, ...asked, profile, norms };
    figures.push({ centre, ...(await readAnswerTimes(tx, clock, answerTimes, counted)) });
  }
  return figures;
}

function inWords({ centre, title, verified, trueAt, state, total, days }: OfCentre): string {
  return [
    `${centre}, ${title}${verified ? '' : ' (niet geverifieerd)'}, waar tot ${trueAt ?? '–'}`,
    ...(state === 'stopped' ? ['De antwoordtijden staan stil: zie projections.'] : []),
    ...total.limits.map(
      ({ seconds, permille, n, claimedInTime, verdict, missesLeft }) =>
        `  binnen ${seconds} s: ${claimedInTime} van ${n}, norm ${String(permille / 10).replace('.', ',')} %: ${verdicts[verdict]}` +
        (verdict === 'met' ? `, nog ${missesLeft} te missen` : ''),
    ),
    ...days.map(
      ({ day: date, limits }) =>
        `  ${date}  ${limits.map(({ n, claimedInTime }) => `${claimedInTime} van ${n}`).join('  ')}`,
    ),
  ].join('\n');
}
