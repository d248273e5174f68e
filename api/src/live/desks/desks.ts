// The desks' sockets. A desk says where it is (`hello`), gets what it missed and the latest canary, so that
// it need not wait for the next to be live, and from then on hears what its centre's room hears. Only staff
// of a centre have one; the session is looked at again every few seconds, so logging out anywhere ends it
// here.
import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type {
  Canary,
  ByeReason,
  DeskToServer,
  Failing,
  PresentMember,
  ServerToDesk,
} from '@achterwacht/shared/feed.ts';
import {
  feedProtocol,
  hello,
  inMessages,
  mostEvents,
  presenceReport,
  presentedReport,
} from '@achterwacht/shared/feed.ts';
import { viewOf, type DeskSight, type PlacedItem } from '@achterwacht/shared/feed-view.ts';
import { centreStaff } from '@achterwacht/shared/roles.ts';
import { mayAsk, type Visitor } from '../../access/as-actor.ts';
import type { Clock } from '../../clock.ts';
import type { EventSource } from '../feed/event-source.ts';
import type { Desk, Presence } from './presence.ts';
import { createUpwardLimit } from './upward-limit.ts';

/** A desk that missed more reads the board anew: quicker than replaying, and bounded. */
const mostMissed = 20_000;
/** What may wait in one socket; a desk further behind draws the past and must start again. */
const mostWaiting = {
  packets: 2_000,
  /** For news that comes in large pieces; more than all that a desk may miss. */
  characters: 32 * 1024 * 1024,
};
/** Windows of one log-in; a desk has one or two, and whoever opens hundreds is no desk. */
const usualMostSockets = 8;
const renewMilliseconds = 5_000;
const gatherMilliseconds = 200;
/** Nobody is busy and free again within less; the lease is renewed by the rounds all the same. */
const changeAgainMilliseconds = 1_000;

type SocketData = {
  visitor: Visitor;
  sessionId: string;
  desk: Desk;
  joined: boolean;
  /** When it last changed whether it is free, as far as that was told at once. */
  changedAt: number;
};
type DeskSocket = Socket<DeskToServer, ServerToDesk, Record<string, never>, SocketData>;

export type Entry = { visitor: Visitor; sessionId: string };

type Parts = {
  clock: Clock;
  source: EventSource;
  presence: Presence;
  /** How far the feed was passed on to the desks here; not as far as Postgres, for a moment. */
  lastOf: (centreId: string) => number;
  /** Passes on all that Postgres has by now. */
  catchUp: () => Promise<void>;
  /** Who this cookie belongs to; null: nobody any more. */
  authenticate: (cookie: string | undefined) => Promise<Entry | null>;
  /** Of these sessions, the ones that still stand with the same role. */
  stillValid: (entries: readonly Entry[]) => Promise<ReadonlySet<string>>;
  /** Of those that do not, the ones whose time is over and that nobody ended. */
  expired: (entries: readonly Entry[]) => Promise<ReadonlySet<string>>;
  onPresented: (visitor: Visitor, alarmId: string) => void;
  onError: (error: unknown) => void;
  origins: ReadonlySet<string>;
  mostWaiting?: typeof mostWaiting;
  /** Of one log-in. */
  mostSockets?: number;
};

export type Desks = ReturnType<typeof openDesks>;

export function openDesks(http: HttpServer, parts: Parts) {
  const io = new Server<DeskToServer, ServerToDesk, Record<string, never>, SocketData>(http, {
    path: '/socket.io',
    transports: ['websocket'],
    serveClient: false,
    // Compression costs five times the time at the rates of a busy centre.
    perMessageDeflate: false,
    // Upward go only a hello and small reports.
    maxHttpBufferSize: 16 * 1024,
    pingInterval: 5_000,
    pingTimeout: 5_000,
    allowRequest: (request, answer) => {
      // A browser always says where a page came from; another site's page gets no socket.
      const from = request.headers.origin;
      answer(null, from === undefined || parts.origins.has(from));
    },
  });

  io.use((socket, next) => {
    parts.authenticate(socket.handshake.headers.cookie).then(
      (entry) => {
        const { visitor } = entry ?? {};
        if (!entry || !visitor) return next(new Error('not-logged-in'));
        if (!centreStaff.has(visitor.role) || !mayAsk(visitor, 'board.read'))
          return next(new Error('not-allowed'));
        socket.data = {
          ...entry,
          joined: false,
          changedAt: Number.NEGATIVE_INFINITY,
          desk: {
            deskId: randomUUID(),
            userId: visitor.id,
            centreId: visitor.centreId,
            name: visitor.name,
            role: visitor.role as Desk['role'],
            state: 'free',
          },
        };
        next();
      },
      (error: unknown) => {
        parts.onError(error);
        next(new Error('unavailable'));
      },
    );
  });

  const upward = createUpwardLimit();

  io.on('connection', (socket) => {
    makeRoom(socket.data.sessionId);
    socket.use(([name], next) => {
      // Its coming, which costs what it may have missed and happens once a socket.
      if (name === 'hello' && !socket.data.joined) return next();
      const verdict = upward.take(socket.data.sessionId, parts.clock.now().getTime());
      if (verdict === 'heard') next();
      else if (verdict === 'too-many') goodbye(socket, 'too-many');
    });
    socket.on('hello', (raw) => {
      const message = hello.safeParse(raw);
      if (!message.success) return goodbye(socket, 'protocol-unknown');
      if (socket.data.joined) return;
      socket.data.joined = true;
      join(socket, message.data.afterSequence).catch((error: unknown) => {
        parts.onError(error);
        goodbye(socket, 'restarting');
      });
    });
    socket.on('ping', (answer) => {
      if (typeof answer === 'function') answer({ at: parts.clock.now().toISOString() });
    });
    socket.on('presence', (raw) => {
      const message = presenceReport.safeParse(raw);
      if (!message.success) return;
      const { desk, changedAt } = socket.data;
      if (desk.state === message.data.state) return;
      desk.state = message.data.state;
      const now = parts.clock.now().getTime();
      // What changes again so soon is told with the next round.
      if (Math.abs(now - changedAt) < changeAgainMilliseconds) return;
      socket.data.changedAt = now;
      renew([socket]).catch(parts.onError);
      sendPresenceSoon(desk.centreId);
    });
    socket.on('presented', (raw) => {
      const message = presentedReport.safeParse(raw);
      if (message.success) parts.onPresented(socket.data.visitor, message.data.alarmId);
    });
    socket.on('disconnect', () => {
      sendPresenceSoon(socket.data.desk.centreId);
    });
  });

  const lastBeats = new Map<string, { beat: Canary; sentAt: Date }>();
  /** With its age, for the desk must not take it for one that came this moment. */
  function sendLastBeat(socket: DeskSocket): void {
    const last = lastBeats.get(socket.data.desk.centreId);
    if (!last) return;
    const ageMilliseconds = parts.clock.now().getTime() - last.sentAt.getTime();
    socket.emit('canary', { ...last.beat, ageMilliseconds });
  }

  const failing = new Map<string, Failing[]>();
  async function join(socket: DeskSocket, afterSequence: number): Promise<void> {
    const { centreId } = socket.data.desk;
    // A desk that another process served may know more than has reached this one.
    if (afterSequence > parts.lastOf(centreId)) await parts.catchUp();
    const missing = parts.lastOf(centreId) - afterSequence;
    if (missing < 0 || missing > mostMissed) return goodbye(socket, 'cursor-too-old');
    let cursor = afterSequence;
    // Between the last look and joining nothing may be awaited: that would be a hole.
    while (cursor < parts.lastOf(centreId)) {
      await untilTaken(socket);
      const found = await parts.source.after(centreId, cursor, mostEvents);
      // What Postgres has and was not passed on yet comes with the room, and would come twice.
      const missed = found.filter((event) => event.sequence <= parts.lastOf(centreId));
      if (missed.length === 0 || !socket.connected) break;
      socket.emit('events', viewsOf(socket.data.desk, missed));
      cursor = missed.at(-1)!.sequence;
    }
    await socket.join(centreId);
    sendLastBeat(socket);
    socket.emit('failing', failing.get(centreId) ?? []);
    await renew([socket]);
    socket.emit('presence', await parts.presence.present(centreId, parts.clock.now()));
    sendPresenceSoon(centreId);
  }

  /** The newest stay: they are what somebody looks at now. */
  function makeRoom(sessionId: string): void {
    const most = parts.mostSockets ?? usualMostSockets;
    const open = [...io.sockets.sockets.values()].filter(
      (socket) => socket.data.sessionId === sessionId,
    );
    for (const oldest of open.slice(0, Math.max(0, open.length - most)))
      goodbye(oldest, 'too-many');
  }

  function goodbye(socket: DeskSocket, reason: ByeReason, isExpired = false): void {
    socket.emit('bye', { reason, ...(isExpired && { isExpired }) });
    socket.disconnect(true);
  }

  function desksHere(): DeskSocket[] {
    return [...io.sockets.sockets.values()].filter((socket) => socket.data.joined);
  }

  async function renew(sockets: readonly DeskSocket[]): Promise<void> {
    await parts.presence.renew(
      sockets.map((socket) => socket.data.desk),
      parts.clock.now(),
    );
  }

  const lastSent = new Map<string, string>();
  async function sendPresence(centreId: string): Promise<void> {
    const members: PresentMember[] = await parts.presence.present(centreId, parts.clock.now());
    const text = JSON.stringify(members);
    if (lastSent.get(centreId) === text) return;
    lastSent.set(centreId, text);
    io.to(centreId).emit('presence', members);
  }

  /** Five hundred desks that come back at once are one piece of news, not five hundred. */
  const toSend = new Map<string, NodeJS.Timeout>();
  function sendPresenceSoon(centreId: string): void {
    if (toSend.has(centreId)) return;
    const send = () => {
      toSend.delete(centreId);
      sendPresence(centreId).catch(parts.onError);
    };
    toSend.set(centreId, setTimeout(send, gatherMilliseconds));
  }

  /** Ends the sockets of sessions that ended, and of desks that cannot keep up. */
  async function checkSessions(): Promise<void> {
    const sockets = [...io.sockets.sockets.values()];
    const valid = await parts.stillValid(sockets.map((socket) => socket.data));
    const ended = sockets.filter((socket) => !valid.has(socket.data.sessionId));
    const expired = await parts.expired(ended.map((socket) => socket.data));
    for (const socket of sockets) {
      const { sessionId } = socket.data;
      if (!valid.has(sessionId)) goodbye(socket, 'session-ended', expired.has(sessionId));
      else if (isTooSlow(socket, parts.mostWaiting ?? mostWaiting)) goodbye(socket, 'too-slow');
    }
  }

  async function tick(): Promise<void> {
    await checkSessions();
    const here = desksHere();
    await renew(here);
    const centres = new Set(here.map((socket) => socket.data.desk.centreId));
    for (const centreId of centres) await sendPresence(centreId);
  }
  const timer = setInterval(() => void tick().catch(parts.onError), renewMilliseconds);

  return {
    events(centreId: string, list: readonly PlacedItem[]): void {
      for (const message of inMessages(viewsOf({ centreId }, list)))
        io.to(centreId).emit('events', message);
    },
    canary(centreId: string, beat: Canary): void {
      lastBeats.set(centreId, { beat, sentAt: parts.clock.now() });
      io.to(centreId).emit('canary', beat);
    },
    settings: (centreId: string) => void io.to(centreId).emit('settings'),
    failing(centreId: string, list: Failing[]): void {
      failing.set(centreId, list);
      io.to(centreId).emit('failing', list);
    },
    checkSessions,
    count: () => io.sockets.sockets.size,
    async close(): Promise<void> {
      clearInterval(timer);
      for (const send of toSend.values()) clearTimeout(send);
      io.emit('bye', { reason: 'restarting' });
      await io.close();
    },
    protocol: feedProtocol,
  };
}

function viewsOf(desk: DeskSight, list: readonly PlacedItem[]) {
  return list.map((item) => viewOf(desk, item));
}

function isTooSlow(socket: DeskSocket, most: typeof mostWaiting): boolean {
  // The library's own queue, and what it handed to the WebSocket that the system did not take yet.
  const packets = queueOf(socket);
  const queued = packets.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  const { transport } = socket.conn as unknown as {
    transport: { socket?: { bufferedAmount: number } };
  };
  const handedOn = transport.socket?.bufferedAmount ?? 0;
  return packets.length > most.packets || queued + handedOn > most.characters;
}

/** Until what it was sent has left this process, or it is gone: of what a desk missed no more is held here than two slices. */
async function untilTaken(socket: DeskSocket): Promise<void> {
  const { conn } = socket;
  if (conn.readyState !== 'open' || queueOf(socket).length === 0) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      conn.off('drain', done);
      conn.off('close', done);
      resolve();
    };
    conn.on('drain', done);
    conn.on('close', done);
  });
}

/** Private in the library's types. */
const queueOf = ({ conn }: DeskSocket) =>
  (conn as unknown as { writeBuffer: { data?: string }[] }).writeBuffer;
