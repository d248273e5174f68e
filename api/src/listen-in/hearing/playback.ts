// An alarm's sound over HTTP, through us: the media-server knows no people, so who may hear and why is
// asked here, each time, and written down. Nothing of the sound is kept on the way.
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod';
import { refusal, type Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import { isThere, listenerOf, type KeptRecording } from '@achterwacht/shared/alarm/sound/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedItem } from '@achterwacht/shared/feed.ts';
import type { NoSound } from '@achterwacht/shared/routes/audit-results.ts';
import { soundPath, soundQuery } from '@achterwacht/shared/routes/listen-in.ts';
import { logAccess } from '../../access/access-log.ts';
import type { AsActor, Visitor } from '../../access/as-actor.ts';
import { whomOfAlarm } from '../../alarms/alarm-queries.ts';
import type { Authentication } from '../../access/authentication.ts';
import type { Clock } from '../../clock.ts';
import type { Transaction } from '../../db/connect.ts';
import { describeFile } from '../../http/describe.ts';
import { fail } from '../../http/fail.ts';
import { admit, failWith, notFound, refused, type Failure } from '../../http/server.ts';
import type { MediaControl } from '../media-control.ts';

/** How long a reason given for listening back holds. */
const reasonMinutes = 60;
/** Who follows live is asked again this often, whatever was heard of his session or of his listening. */
const askAgainMilliseconds = 5_000;
/** What a player needs to know about the stream. */
const headersPassedOn = [
  'content-type',
  'content-length',
  'content-range',
  'accept-ranges',
  'x-sound-from',
];

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  clock: Clock;
  /** Null where sound cannot be had. */
  control: MediaControl | null;
};
type Query = z.infer<typeof soundQuery>;

const soundParams = z.object({ alarmId: z.uuid() });

export type LivePlayback = {
  /** After a commit, here or elsewhere: whoever stopped listening follows no longer. */
  happened: (events: readonly FeedItem[]) => void;
  /** Somebody logged out, or in: everybody who follows is asked again. */
  check: () => void;
};

/** One that follows a recording as it is made. */
type Follower = { alarmId: string; ask: () => void };

export function servePlayback(app: FastifyInstance, parts: Parts): LivePlayback {
  const { authentication, control } = parts;
  const followers = new Set<Follower>();

  app.route({
    method: 'GET',
    url: soundPath,
    exposeHeadRoute: false,
    schema: {
      ...describeFile({
        summary: "A stretch of an alarm's recording; while it is open for who listens in",
        access: 'alarm.listen',
        path: soundPath,
        type: 'audio/ogg',
      }),
      params: soundParams,
      querystring: soundQuery,
    },
    preValidation: (request, reply) => admit(authentication, 'alarm.listen', request, reply),
    handler: async (request, reply) => {
      const { alarmId } = request.params as z.infer<typeof soundParams>;
      const query = request.query as Query;
      const visitor = request.visitor!; // set by `admit`, or this is not reached
      const found = await findSound(parts, visitor, alarmId, query, request.ip);
      if ('status' in found) return failWith(reply, found);

      if (!control) return fail(reply, 503, 'sound-unavailable');
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const { recording: _recording, ...stretch } = query;
      const audio = await control.audio(
        found.recordingId,
        new URLSearchParams(stretch),
        request.headers.range,
        gone.signal,
      );
      if (!audio.body || (!audio.ok && audio.status !== 416))
        return fail(reply, audio.status === 404 ? 404 : 503, 'sound-unavailable');
      // Spreading the request would leave its headers behind: they stand on its prototype.
      if (query.follow) {
        const follower = watch(parts, { headers: request.headers, visitor, alarmId }, gone);
        followers.add(follower);
        gone.signal.addEventListener('abort', () => followers.delete(follower));
      }
      return send(reply, audio);
    },
  });

  return {
    happened(events) {
      if (followers.size === 0) return;
      for (const { type, alarmId } of events)
        if (type === 'ListenInEnded' || type === 'AlarmClosed')
          for (const follower of followers) if (follower.alarmId === alarmId) follower.ask();
    },
    check: () => followers.forEach(({ ask }) => ask()),
  };
}

function send(reply: FastifyReply, audio: Response): FastifyReply {
  void reply.code(audio.status).header('cache-control', 'no-store');
  for (const name of headersPassedOn) {
    const value = audio.headers.get(name);
    if (value !== null) void reply.header(name, value);
  }
  return reply.send(Readable.fromWeb(audio.body as Parameters<typeof Readable.fromWeb>[0]));
}

/** Ends a live stream when its listener no longer may hear it. */
function watch(
  { authentication, asActor }: Parts,
  {
    headers,
    visitor,
    alarmId,
  }: { headers: { cookie?: string | undefined }; visitor: Visitor; alarmId: string },
  gone: AbortController,
): Follower {
  const askAgain = () => void ask().catch(() => gone.abort());
  const timer = setInterval(askAgain, askAgainMilliseconds);
  gone.signal.addEventListener('abort', () => clearInterval(timer));
  async function ask(): Promise<void> {
    const login = await authentication.whoIs(headers.cookie);
    const alarm =
      login?.visitor.id === visitor.id &&
      (await asActor(login.visitor, 'alarm.listen', (tx) => readState(tx, alarmId)));
    if (!alarm || !listenerOf(alarm, visitor)) gone.abort();
  }
  return { alarmId, ask: askAgain };
}

/** The recording asked for, or why not; either way the look is logged. */
function findSound(
  { asActor, clock }: Parts,
  visitor: Visitor,
  alarmId: string,
  query: Query,
  origin: string,
): Promise<KeptRecording | Failure> {
  return asActor(visitor, 'alarm.listen', async (tx) => {
    const now = clock.now();
    const alarm = await readState(tx, alarmId);
    const no = alarm && (await whyNotHear(tx, alarm, visitor, now));
    const recording = alarm && !no ? recordingAt(alarm, query) : null;
    const answer = no ?? (recording ? whyGone(recording) : refusal('geen-opname'));
    await logAccess(tx, visitor, {
      at: now,
      action: 'alarm.sound',
      object: alarmId,
      whom: await whomOfAlarm(tx, alarmId),
      outcome: alarm && !answer ? 'done' : 'refused',
      result: alarm ? (answer?.code ?? 'played') : 'not-found',
      origin,
    });
    if (!alarm) return notFound();
    return answer ? refused(answer) : recording!; // without an answer there is one
  });
}

export async function readState({ sql }: Transaction, alarmId: string): Promise<Alarm | null> {
  const [row] = await sql<{ state: Alarm }[]>`select state from alarms where id = ${alarmId}`;
  return row?.state ?? null;
}

async function whyNotHear(
  { sql }: Transaction,
  alarm: Alarm,
  visitor: Visitor,
  now: Date,
): Promise<Refusal<NoSound> | null> {
  if (!alarm.closed) return listenerOf(alarm, visitor) ? null : refusal('luistert-niet');
  const since = new Date(now.getTime() - reasonMinutes * 60_000).toISOString();
  const rows = await sql`
    select from log.events where stream_id = ${alarm.id} and type = 'PlaybackRequested'
      and at >= ${since} and text::jsonb #>> '{actor,id}' = ${visitor.id} limit 1`;
  return rows.length > 0 ? null : refusal('afspeelreden-ontbreekt');
}

function whyGone(recording: KeptRecording): Refusal<NoSound> | null {
  if (recording.notKept) return refusal('niet-opgenomen');
  return recording.erasedAt ? refusal('opname-gewist') : null;
}

function recordingAt({ sound }: Alarm, { recording, from }: Query): KeptRecording | null {
  const { recordings } = sound;
  if (recording) return recordings.find(({ recordingId }) => recordingId === recording) ?? null;
  const begun =
    from === undefined ? undefined : recordings.findLast(({ startedAt }) => startedAt <= from);
  return begun ?? recordings.find(isThere) ?? recordings[0] ?? null;
}
