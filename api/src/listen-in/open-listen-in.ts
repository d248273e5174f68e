// Sound: of a media-server of its own, or of none; without one everything else runs.
import type { FastifyInstance } from 'fastify';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { PlacedItem } from '@achterwacht/shared/feed-view.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Announce } from '../announce.ts';
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { Logger } from '../logger.ts';
import type { ToAlarm } from '../messages/handled.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { createListeningSessions, sessionsMilliseconds } from './hearing/listening-sessions.ts';
import { servePlayback, type LivePlayback } from './hearing/playback.ts';
import { serveListenIn } from './hearing/routes.ts';
import { createSoundTokens } from './hearing/tokens.ts';
import { soundErasers } from './facts/retention.ts';
import { connectMediaControl } from './media-control.ts';
import { createSoundRounds } from './sound-rounds.ts';

type Parts = {
  background: Database;
  keys: KeyRing;
  clock: Clock;
  log: Logger;
  authentication: Authentication;
  asActor: AsActor;
  handleCommand: HandleCommand;
  toAlarm: ToAlarm;
  announce: Announce;
  /** Of a test press that sound came of. Never throws. */
  hearTest: (alarm: Alarm) => Promise<void>;
  /** Null where sound cannot be had. */
  mediaServer: Parameters<typeof connectMediaControl>[0] | null;
  /** What the media-server knows a desk's tokens by. */
  tokenSecret: string;
  countFact: (fact: SoundFact) => void;
  countLostPress: () => void;
};

export function openListenIn(parts: Parts) {
  const { background: system, log, mediaServer } = parts;
  const control = mediaServer && connectMediaControl(mediaServer);
  const sessions = control && createListeningSessions({ ...parts, system, control });
  const tokens = createSoundTokens(parts.tokenSecret);
  let playback: LivePlayback | null = null;
  const rounds =
    control &&
    createSoundRounds({
      ...parts,
      system,
      control,
      onFact: parts.countFact,
      onLostPress: parts.countLostPress,
    });
  const jobs = [
    // Log-ins, sockets and the media-server are compared with each other, whole; whom it finds is handled apart.
    ofRounds({
      name: 'listening-sessions',
      everyMilliseconds: sessionsMilliseconds,
      round: async () => sessions?.check(),
    }),
    ...(rounds?.jobs ?? []),
  ];
  return {
    /** Whether it is there and well; null where there is none. */
    media: control,
    routes(http: FastifyInstance): void {
      serveListenIn(http, { ...parts, tokens, sessions });
      playback = servePlayback(http, { ...parts, control });
    },
    committed: (events: readonly FeedEvent[]) => rounds?.committed(events),
    passedOn: (items: readonly PlacedItem[]) => playback?.happened(items),
    /** Somebody logged in or out: whoever hears on a log-in that is over hears no more. Never throws. */
    checkSessions(): void {
      sessions?.check().catch((error: unknown) => log.error({ error }, 'listening sessions'));
      playback?.check();
    },
    jobs,
    erasers: soundErasers({ ...parts, system, control }),
  };
}
