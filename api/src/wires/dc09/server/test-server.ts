// The server with real sockets. The intake is the caller's own in these tests: it says when a frame is
// durable, so that every order of events can be had without waiting for one.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { decodeDc09 } from '../decoders/dc09-decode.ts';
import { replyTo } from '../decoders/dc09-reply.ts';
import { sealEnvelope } from '../decoders/frame/dc09-envelope.ts';
import type { Dc09Limits } from '../limits/dc09-limits.ts';
import { startDc09Server, type Dc09Server, type TurnedAway } from './dc09-server.ts';
import type { Intake, ReceivedFrame } from './intake.ts';

export const now = new Date('2026-11-21T20:15:00Z');
export const closers: (() => Promise<unknown>)[] = [];
/** After each test: everything it opened, the last first. */
export async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

export type Listening = { server: Dc09Server; received: ReceivedFrame[]; logged: string[] };

export async function listen(
  limits: Partial<Dc09Limits> = {},
  receiveDc09: Intake['receiveDc09'] = (frame) => Promise.resolve(answerOf(frame)),
  onTurnedAway: (what: TurnedAway) => void = () => {},
): Promise<Listening> {
  const received: ReceivedFrame[] = [];
  const logged: string[] = [];
  const log = (details: object, message: string): void => {
    logged.push(`${message} ${'reason' in details ? String(details.reason) : ''}`.trim());
  };
  const server = await startDc09Server({
    host: '127.0.0.1',
    port: 0,
    clock: { now: () => now },
    log: { debug: () => {}, info: log, error: log },
    limits,
    onTurnedAway,
    intake: {
      receiveDc09: (frame) => {
        received.push(frame);
        return receiveDc09(frame);
      },
    },
  });
  closers.push(() => server.close());
  return { server, received, logged };
}

/** What a real intake would answer, with every account but UNKNOWN known and plain. */
export function answerOf({ raw }: Pick<ReceivedFrame, 'raw'>): Uint8Array | null {
  const context = { now, keyFor: (account: string) => unlessUnknown(account) };
  return replyTo(decodeDc09(raw, context), context).reply;
}

function unlessUnknown(account: string): 'none' | 'unknown' {
  return account === 'BEEF' ? 'unknown' : 'none';
}

export async function dial({ server }: Listening, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({
    port: server.port,
    host: '127.0.0.1',
    localAddress,
    allowHalfOpen: true,
  });
  await once(socket, 'connect');
  socket.setNoDelay(true);
  closers.push(async () => socket.destroy());
  return socket;
}

/** Reads until that answer has come, whatever comes before it. */
export async function answerIn(socket: Socket, answer: string): Promise<void> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1');
    if (text.includes(answer)) return;
  }
  throw new Error('the connection ended before the answer');
}

/** Reads answers until `count` have come; rejects when the connection ends before. */
export async function answers(socket: Socket, count: number): Promise<string[]> {
  let text = '';
  const whole = (): string[] => text.match(/\n[^\r]*\r/g) ?? [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += (chunk as Buffer).toString('latin1');
    if (whole().length >= count) return whole();
  }
  throw new Error(`connection ended after ${whole().length} answers`);
}

export async function ended(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.readableEnded) await once(socket, 'end');
}

export const press = (sequence: string, account = 'A0C1'): Uint8Array =>
  sealEnvelope(`"SIA-DCS"${sequence}R1L0#${account}[#${account}|Nri1/PA017]`);
export const ack = (sequence: string): string =>
  Buffer.from(sealEnvelope(`"ACK"${sequence}R1L0#A0C1[]`)).toString('latin1');
