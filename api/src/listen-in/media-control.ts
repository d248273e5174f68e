// The media-server's control door, as the rest of this folder uses it: what is asked, checked on its way
// in. A media-server that hangs is as far away as one that is down, so every short question has a limit.
import * as z from 'zod';
import {
  assignAnswer,
  type assignRequest,
  eraseAnswer,
  listenerList,
  mediaHealth,
  rightsAnswer,
  roomList,
  startAnswer,
  type DeviceList,
  type MediaHealth,
  type RightsRequest,
} from '@achterwacht/shared/listen-in/control.ts';
import {
  factLine,
  type FactLine,
  type UnreadableFact,
} from '@achterwacht/shared/listen-in/facts.ts';
import type { Right } from '@achterwacht/shared/listen-in/tokens.ts';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';

/** Far above what it needs, below what a person waits. */
const answerMilliseconds = 2_000;
/** It says it is alive every second. */
const silentMilliseconds = 5_000;

export type MediaControl = ReturnType<typeof connectMediaControl>;
export type Room = z.infer<typeof roomList>[number];

export class MediaUnavailable extends Error {}
/** It is there, and says no to this one thing. */
export class MediaRefused extends MediaUnavailable {}

/** Nobody answers, so nothing that is asked of it is at fault. */
export const isMediaAway = (error: unknown): boolean =>
  error instanceof MediaUnavailable && !(error instanceof MediaRefused);

type Place = {
  url: string;
  secret: string;
  /** What carries sound is still being made, and nobody can have lost it. */
  isAwaited?: boolean;
};

export function connectMediaControl({ url, secret, isAwaited = false }: Place) {
  const authorization = `Bearer ${secret}`;
  let hasCome = false;

  /** What nobody answers, or answers halfway. */
  const reach = <T>(work: Promise<T>, what: string): Promise<T> =>
    work.catch((error: unknown) => {
      throw new MediaUnavailable(what, { cause: error });
    });

  async function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    mustBeOutsideTransaction('a question to the media-server');
    return reach(
      fetch(new URL(path, url), {
        ...init,
        method,
        headers: { ...(init.headers as Record<string, string>), authorization },
      }),
      `${method} ${path}`,
    );
  }

  async function ask<S extends z.ZodType>(
    answer: S,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.infer<S>> {
    const response = await send(method, path, {
      signal: AbortSignal.timeout(answerMilliseconds),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await reach(response.text(), `${method} ${path}`);
    if (!response.ok) throw new MediaRefused(`${method} ${path}: ${response.status}`);
    return answer.parse(JSON.parse(text));
  }

  return {
    /** It was told which buttons it may hear; before that it refuses all of them. */
    hasCome: () => hasCome,
    /** That it is away is no fault yet: it comes for the first time. */
    isAwaited: () => isAwaited && !hasCome,
    health: (): Promise<MediaHealth> => ask(mediaHealth, 'GET', '/control/health'),
    rooms: (): Promise<Room[]> => ask(roomList, 'GET', '/control/rooms'),
    replaceDevices: async (list: DeviceList): Promise<void> => {
      await ask(z.unknown(), 'PUT', '/control/devices', list);
      hasCome = true;
    },
    assign: (deviceId: string, room: z.input<typeof assignRequest>) =>
      ask(assignAnswer, 'POST', `/control/rooms/${deviceId}/assign`, room),
    release: (deviceId: string, alarmId: string) =>
      ask(z.unknown(), 'POST', `/control/rooms/${deviceId}/release`, { alarmId }),
    erase: (recordingId: string) =>
      ask(eraseAnswer, 'DELETE', `/control/recordings/${recordingId}`),
    /** Whose sound socket is connected now. */
    listeners: () => ask(listenerList, 'GET', '/control/listeners'),
    /** What this listener has made ready of the room sounds now: only when that is on record. */
    start: (listener: string, room: string, right: Right) =>
      ask(startAnswer, 'POST', `/control/listeners/${listener}/start`, { room, right }),
    /** Who listens to an alarm as its log stands; whoever else hears it hears it no more. */
    sendRights: (rights: RightsRequest) => ask(rightsAnswer, 'PUT', '/control/rights', rights),
    dismiss: (listener: string) => ask(z.unknown(), 'DELETE', `/control/listeners/${listener}`),

    /** The audio itself, whatever its status; ends with `signal`. */
    audio: (
      recordingId: string,
      query: URLSearchParams,
      range: string | undefined,
      signal: AbortSignal,
    ) =>
      send('GET', `/control/recordings/${recordingId}/audio?${query}`, {
        signal,
        headers: range ? { range } : {},
      }),

    /** Facts and signs of life, from after that number on; throws when the line breaks or falls silent. */
    async *facts(after: number, signal: AbortSignal): AsyncGenerator<FactLine | UnreadableFact> {
      const silence = new AbortController();
      const timer = setTimeout(() => silence.abort(new Error('silent')), silentMilliseconds);
      try {
        const response = await send('GET', `/control/facts?after=${after}`, {
          signal: AbortSignal.any([signal, silence.signal]),
        });
        if (!response.ok || !response.body) throw new MediaUnavailable(`facts: ${response.status}`);
        for await (const line of linesOf(response.body)) {
          timer.refresh();
          yield readLine(line);
        }
      } finally {
        clearTimeout(timer);
      }
      throw new MediaUnavailable('facts: the stream ended');
    },
  };
}

/** One that cannot be read keeps nobody from those after it. */
function readLine(line: string): FactLine | UnreadableFact {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { type: 'unreadable', number: null };
  }
  const read = factLine.safeParse(json);
  if (read.success) return read.data;
  const { data } = z.looseObject({ number: z.int().positive() }).safeParse(json);
  return { type: 'unreadable', number: data?.number ?? null };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
}
