// A process full of consoles, apart from the generator so that neither's work delays the other's clock.
// Counts, for every marked press, the sockets that parsed it and when the last one did. Anything out of
// order (a hole, a repeat, a goodbye) is counted too.
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type WebSocket from 'ws';
import { nowMicroseconds } from '../clock.ts';
import {
  noDisorders,
  type ConsolesAnswer,
  type ConsolesOrder,
  type FloorMessage,
  type Seen,
} from './consoles-protocol.ts';
import { openBareSocket, openFeedSocket } from './feed-socket.ts';
import { markerInFrame, markerInLatitude } from '../presses/press-marker.ts';

const sockets: WebSocket[] = [];
let seen = new Map<number, Seen>();
let disorders = { ...noDisorders };

function see(index: number | null): void {
  if (index === null) return;
  const lastAtMicroseconds = nowMicroseconds();
  const before = seen.get(index);
  if (before === undefined) seen.set(index, { index, sockets: 1, lastAtMicroseconds });
  else {
    before.sockets += 1;
    before.lastAtMicroseconds = lastAtMicroseconds;
  }
}

async function open(order: Extract<ConsolesOrder, { type: 'open' }>): Promise<void> {
  for (let index = 0; index < order.count; index += 1) {
    const origin = order.origins[index % order.origins.length] ?? '';
    sockets.push(await openOne(order, origin));
  }
  for (const socket of sockets) socket.on('close', () => (disorders.closed += 1));
}

function openOne(order: Extract<ConsolesOrder, { type: 'open' }>, origin: string) {
  const seeFloor = (message: unknown): void => see(markerInFrame((message as FloorMessage).frame));
  if (order.kind === 'bare') return openBareSocket(origin, seeFloor);
  if (order.kind === 'socket.io') {
    return openFeedSocket({ origin, onEvent: (_name, message) => seeFloor(message) });
  }
  const afterSequence = order.afterSequence ?? 0;
  return openFeedSocket({
    origin,
    ...(order.cookie === undefined ? {} : { cookie: order.cookie }),
    hello: { protocol: 1, afterSequence },
    onEvent: deskFrom(afterSequence),
  });
}

/** Follows one desk's feed as a real desk must: in order, without holes. */
function deskFrom(afterSequence: number): (name: string, payload: unknown) => void {
  let last = afterSequence;
  return (name, payload) => {
    if (name === 'bye') disorders.goodbyes += 1;
    if (name !== 'events') return;
    for (const event of payload as FeedEvent[]) {
      if (event.sequence > last + 1) disorders.holes += 1;
      if (event.sequence <= last) disorders.repeats += 1;
      last = Math.max(last, event.sequence);
      if (event.type !== 'AlarmRaised' && event.type !== 'SignalAdded') continue;
      const fix = event.personal?.position?.fix;
      if (fix) see(markerInLatitude(fix.latitude));
    }
  };
}

function answer(message: ConsolesAnswer): void {
  process.send?.(message);
}

process.on('message', (order: ConsolesOrder) => {
  if (order.type === 'open') {
    open(order).then(
      () => answer({ type: 'opened' }),
      (error: unknown) => answer({ type: 'failed', reason: String(error) }),
    );
  } else if (order.type === 'report') {
    answer({ type: 'report', seen: [...seen.values()], disorders });
    if (order.andForget) {
      seen = new Map();
      disorders = { ...noDisorders };
    }
  } else {
    for (const socket of sockets) socket.removeAllListeners('close').terminate();
    answer({ type: 'closed' });
    process.disconnect();
  }
});

// The generator is done, or gone: a process full of consoles must not outlive it.
process.once('disconnect', () => process.exit());
