// The clock that nobody can talk down: whatever anybody asks of an alarm, in whatever order, at whatever moment, no
// stage comes sooner by it, and none that was reached moves.
import { describe, expect, test } from 'vitest';
import { counts, waitedMilliseconds, claimedWithin } from '../clock-stages.ts';
import { stage } from '../alarm/stages.ts';
import { always } from '../testing/lives.ts';
import { moment } from '../testing/given.ts';

describe('no command of anybody', () => {
  test('shortens a stage: one that was reached stays, one that is reached is reached now', () => {
    let reached = 0;
    always((before, { story: { alarm }, facts }, { second }) => {
      for (const name of stage.options) {
        const was = before.times[name];
        const is = alarm.times[name];
        // Reopened it is open again: it closes later, never sooner.
        if (name === 'closed' && facts.some(({ type }) => type === 'AlarmReopened')) {
          expect(is).toBeUndefined();
          continue;
        }
        // What the police did not say is no stage: it comes later, or has not come.
        if (was !== is && facts.some(({ type }) => type === 'PoliceStatusWithdrawn')) {
          expect(['handed-over', 'police-confirmed', 'on-scene']).toContain(name);
          expect(was).toBeDefined();
          if (is !== undefined) expect(Date.parse(is)).toBeGreaterThan(Date.parse(was!));
          continue;
        }
        if (was !== undefined) expect(is).toBe(was);
        else if (is !== undefined) {
          reached += 1;
          // The server's moment of this very event, and never before what was there already.
          expect(is).toBe(alarm.updatedAt);
          expect(Date.parse(is)).toBeGreaterThanOrEqual(Date.parse(moment(second)));
          expect(Date.parse(is)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt));
        }
      }
    });
    expect(reached).toBeGreaterThan(100);
  });

  test('takes a second off the waiting, or makes a miss good', () => {
    always((before, { story: { alarm } }, { second }) => {
      if (alarm === before) return;
      for (const later of [0, 45, 600]) {
        const at = new Date(moment(second + later));
        const waited = waitedMilliseconds(before, at);
        const now = waitedMilliseconds(alarm, at);
        const { claimed, closed, received } = alarm.times;
        // Taken once, it stands. Who takes it, or closes it untaken, ends the waiting now and not sooner.
        if (before.times.claimed) expect(now).toBe(waited);
        else if (claimed ?? closed)
          expect(now).toBe(Date.parse(claimed ?? closed!) - Date.parse(received!));
        else expect(now).toBeGreaterThanOrEqual(waited);
      }
      // What was a miss at this moment is one ever after, as long as it is counted at all.
      if (!counts(before) || !counts(alarm)) return;
      for (const limit of [10, 30, 60]) {
        const was = claimedWithin([before], limit, new Date(moment(second)));
        const is = claimedWithin([alarm], limit, new Date(moment(second + 600)));
        if (was.n === 1 && was.claimedInTime === 0) expect(is).toEqual({ n: 1, claimedInTime: 0 });
      }
    });
  });
});
