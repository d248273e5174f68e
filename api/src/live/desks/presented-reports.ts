// "It is painted", from many desks about the same press: the first report counts, and only that one reaches
// the database. What a desk repeats, or says of what another has said already, ends here.
import type { Visitor } from '../../access/as-actor.ts';

/** Twice what a centre has open on its worst day; what is forgotten is asked of the database once more. */
const mostRemembered = 20_000;
/** A stage of the clock is in nobody's way: a press keeps the connections. */
const mostAtOnce = 2;
/** Beyond this the database is behind; whoever paints it next says so too. */
const mostWaiting = 500;

type Report = { visitor: Visitor; alarmId: string };

export type PresentedReports = { take: (visitor: Visitor, alarmId: string) => void };

/** `store` may fail, and the next desk's word counts then. */
export function createPresentedReports(
  store: (report: Report) => Promise<unknown>,
  onError: (error: unknown) => void,
): PresentedReports {
  /** By centre and alarm, oldest first: another centre's desk can keep nobody's report out. */
  const reported = new Set<string>();
  const waiting: Report[] = [];
  let atWork = 0;

  async function work(report: Report): Promise<void> {
    try {
      await store(report);
    } catch (error) {
      reported.delete(keyOf(report));
      onError(error);
    } finally {
      atWork -= 1;
      next();
    }
  }

  function next(): void {
    while (atWork < mostAtOnce) {
      const report = waiting.shift();
      if (!report) return;
      atWork += 1;
      void work(report);
    }
  }

  return {
    take(visitor, alarmId) {
      const report = { visitor, alarmId };
      if (reported.has(keyOf(report)) || waiting.length >= mostWaiting) return;
      reported.add(keyOf(report));
      for (const oldest of reported) {
        if (reported.size <= mostRemembered) break;
        reported.delete(oldest);
      }
      waiting.push(report);
      next();
    },
  };
}

const keyOf = ({ visitor, alarmId }: Report) => `${visitor.centreId} ${alarmId}`;
