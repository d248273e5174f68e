// A desk that looks on: which alarms were raised, when it heard of them, and whether from a press that was refused.
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { nowMicroseconds } from '../harness/clock.ts';
import { openFeedSocket } from '../harness/consoles/feed-socket.ts';

export type RaisedAlarm = {
  alarmId: string;
  serial: string;
  /** When the product raised it. */
  raisedAt: string;
  /** When it was here. */
  seenAtMicroseconds: number;
  wasRefused: boolean;
};

export type DeskWatch = { raised: readonly RaisedAlarm[]; close: () => void };

export async function watchDesk(
  origin: string,
  cookie: string,
  afterSequence: number,
): Promise<DeskWatch> {
  const raised: RaisedAlarm[] = [];
  const socket = await openFeedSocket({
    origin,
    cookie,
    hello: { protocol: 1, afterSequence },
    onEvent: (name, payload) => {
      if (name !== 'events') return;
      const seenAtMicroseconds = nowMicroseconds();
      for (const event of payload as FeedEvent[]) {
        if (event.type !== 'AlarmRaised') continue;
        const { alarmId, at: raisedAt, data } = event;
        const wasRefused = data.signal.warnings.includes('refused-on-wire');
        const { serial } = data.button;
        raised.push({ alarmId, serial, raisedAt, seenAtMicroseconds, wasRefused });
      }
    },
  });
  return { raised, close: () => socket.terminate() };
}

/** The most of these moments, in milliseconds, that fall within so many seconds. */
export function mostWithin(seconds: number, moments: readonly number[]): number {
  const times = [...moments].sort((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) >= seconds * 1000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
