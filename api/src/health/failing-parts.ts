// What fails now, for people at work: each desk is told what it has to do without, and when it has it again. What a
// machine asks stands in `health.ts`; there a centre is told what is true of it alone, as its own link to the police.
import type { Failing, FailingPart } from '@achterwacht/shared/feed.ts';
import type { EffectKind } from '@achterwacht/shared/subjects/effects.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import type { ClockWatch } from './clock-watch.ts';
import { overdueSeconds } from './health.ts';
import { inTime } from './in-time.ts';
import { readSound, type Media } from './read-sound.ts';

export const lookMilliseconds = 2_000;
/** One look that fails may be a moment's burden; a banner that comes and goes moves what somebody points at. */
const looksNeeded = 2;
/** What was given up and tried by nobody since says nothing any more. */
const effectsOfMilliseconds = 3_600_000;

const partsOfEffects: { [Kind in EffectKind]?: FailingPart } = {
  'page-supervisor': 'pages',
  'page-on-call': 'pages',
  'police-webhook': 'police-link',
  'mail-invitation': 'mail',
  'tell-administrator': 'mail',
  'tell-factor-reset': 'mail',
  'tell-no-administrator': 'mail',
  'tell-papers-end': 'mail',
};

type Parts = {
  system: Database;
  clock: Clock;
  clockWatch: Pick<ClockWatch, 'isOff'>;
  redisIsUp: () => boolean;
  isRecordFailing: (now: Date) => boolean;
  media: Media;
  centreIds: () => string[];
  /** To the desks of this process. */
  tell: (centreId: string, list: Failing[]) => void;
};

type Found = Failing & { centreId: string | null };
const nameOf = ({ centreId, part, whom }: Found) => `${centreId} ${part} ${whom}`;

export function createFailingParts(parts: Parts) {
  /** How many looks found it in a row, and since when. */
  let seen = new Map<string, { looks: number; since: string }>();
  const told = new Map<string, string>();

  return {
    async look(): Promise<void> {
      const found = await findFailing(parts);
      seen = new Map(
        found.map((one) => {
          const before = seen.get(nameOf(one));
          return [
            nameOf(one),
            { looks: (before?.looks ?? 0) + 1, since: before?.since ?? one.since },
          ];
        }),
      );
      const lasting = found.filter((one) => seen.get(nameOf(one))!.looks >= looksNeeded);
      for (const centreId of parts.centreIds()) {
        const list = lasting
          .filter((one) => one.centreId === null || one.centreId === centreId)
          .map((one): Failing => ({
            part: one.part,
            whom: one.whom,
            since: seen.get(nameOf(one))!.since,
          }));
        const text = JSON.stringify(list);
        if (text === (told.get(centreId) ?? '[]')) continue;
        told.set(centreId, text);
        parts.tell(centreId, list);
      }
    },
  };
}

async function findFailing(parts: Parts): Promise<Found[]> {
  const now = parts.clock.now();
  const since = now.toISOString();
  const everywhere = (part: FailingPart, fails: boolean): Found[] =>
    fails ? [{ part, whom: null, since, centreId: null }] : [];
  const [{ state: sound }, stored] = await Promise.all([
    readSound(parts.media),
    inTime(readStored(parts, now)).catch(() => null),
  ]);
  return [
    ...everywhere('database', stored === null),
    ...everywhere('intake', parts.isRecordFailing(now)),
    ...everywhere('queue', !parts.redisIsUp()),
    ...everywhere('timers', stored?.isLate ?? false),
    ...everywhere('sound', sound === 'down' || sound === 'no-worker'),
    ...everywhere('sound-not-kept', sound === 'not-recording'),
    ...everywhere('clock', parts.clockWatch.isOff()),
    ...(stored?.notReached ?? []),
  ];
}

async function readStored({ system, centreIds }: Parts, now: Date) {
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
  const [late, rows] = await Promise.all([
    system.sql`select 1 from log.deadlines where at < ${before(overdueSeconds * 1000)} limit 1`,
    // What went through the same lane since shows that it works again.
    system.sql<{ centre_id: string; kind: EffectKind; whom: string; since: string }[]>`
      select centre_id, kind, split_part(recipient, ' · ', 1) as whom, min(created_at) as since
      from log.effects tried
      where centre_id = any(${centreIds()}) and created_at > ${before(effectsOfMilliseconds)}
        and status in ('waiting', 'failed') and attempts > 0 and last_error is not null
        and not exists (select 1 from log.effects sent
          where sent.centre_id = tried.centre_id and sent.kind = tried.kind
            and sent.receiver is not distinct from tried.receiver
            and sent.created_at > ${before(effectsOfMilliseconds)}
            and sent.sent_at > tried.created_at)
      group by 1, 2, 3 order by 4`,
  ]);
  const notReached = new Map<string, Found>();
  for (const { centre_id: centreId, kind, whom, since } of rows) {
    const part = partsOfEffects[kind];
    if (!part) continue;
    const one: Found = {
      part,
      whom: part === 'police-link' ? whom : null,
      since: iso(since),
      centreId,
    };
    if (!notReached.has(nameOf(one))) notReached.set(nameOf(one), one);
  }
  return { isLate: late.length > 0, notReached: [...notReached.values()] };
}
