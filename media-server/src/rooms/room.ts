// A room is a button: at most one session of its device sends into it, any number of listeners hear it,
// and its recorder keeps it. Sound goes one way through here. The device's transport gets a producer and
// nothing else, and a listener is given a consumer on the listener's own transport.
//
// A session ends by the device's word, by its transport falling silent, by a newer session of the same
// device, or with the worker it was on; the room, its recording and its listeners stay and wait.
import type { types } from 'mediasoup';
import type { LostBecause } from '@achterwacht/shared/listen-in/sound.ts';
import type { Logger } from '../process/logger.ts';
import {
  createRecorder,
  type Recorder,
  type RecorderOptions,
  type SessionKind,
} from './recorder.ts';
import type { Station } from '../workers/workers.ts';

/** A device's way in, while it lasts. */
export type Session = SessionKind & {
  id: string;
  station: Station;
  producer: types.Producer;
  /** Frees what is below it, tells the device where it can be told. Called once, by the room. */
  close: (why: SessionEnd) => void;
};
export type SessionEnd = LostBecause | 'device' | 'replaced' | 'refused';

/** Somebody in the room, as far as the room must know. */
export type Member = {
  listenerId: string;
  /** Alarms by which it may hear the room, each with its version when the right was given. */
  rights: Map<string, number>;
  /** There is a producer, or it carries packets again. */
  sound: () => void;
  lost: (why: LostBecause | 'ended') => void;
};

export type Room = {
  deviceId: string;
  recorder: Recorder;
  session: () => Session | undefined;
  open: (session: Session) => Promise<void>;
  /** Only when it is still this one: a late ending of an older session changes nothing. */
  endSession: (sessionId: string, why: SessionEnd) => Promise<void>;
  members: Map<string, Member>;
  /** The room's producer as it can be consumed on a listener's router. */
  producerOn: (station: Station) => Promise<types.Producer | undefined>;
  release: (alarmId: string) => Promise<string | null>;
  isIdle: () => boolean;
};

export function createRoom(
  deviceId: string,
  options: Omit<RecorderOptions, 'deviceId' | 'onReceiving' | 'onLost'> & { log: Logger },
): Room {
  const members = new Map<string, Member>();
  let session: Session | undefined;
  /** The same producer on other workers' routers; made once a router, gone with the producer. */
  let pipes = new Map<string, Promise<types.Producer | undefined>>();

  const recorder = createRecorder({
    ...options,
    deviceId,
    onReceiving: () => members.forEach((member) => member.sound()),
    onLost: (why) => members.forEach((member) => member.lost(why)),
  });

  async function end(why: SessionEnd): Promise<void> {
    const ending = session;
    if (!ending) return;
    session = undefined;
    pipes = new Map();
    ending.station.load -= 1;
    recorder.detach(lostWord[why]);
    ending.close(why);
    options.log.info({ deviceId, session: ending.id, why }, 'a session ended');
    if (why === 'device') {
      members.forEach((member) => member.lost('ended'));
      await recorder.end('device');
    }
  }

  return {
    deviceId,
    recorder,
    session: () => session,
    open: async (opened) => {
      await end('replaced');
      session = opened;
      opened.station.load += 1;
      await recorder.attach(opened.station, opened.producer, opened);
      members.forEach((member) => member.sound());
    },
    endSession: async (sessionId, why) => {
      if (session?.id === sessionId) await end(why);
    },
    members,
    producerOn: (station) => {
      if (!session) return Promise.resolve(undefined);
      if (session.station === station) return Promise.resolve(session.producer);
      const known = pipes.get(station.router.id);
      if (known) return known;
      const made = session.station.router
        .pipeToRouter({
          producerId: session.producer.id,
          router: station.router,
          enableSctp: false,
        })
        .then(({ pipeProducer }) => pipeProducer);
      pipes.set(station.router.id, made);
      // A pipe into a worker that died is made anew once asked.
      made.catch(() => pipes.delete(station.router.id));
      return made;
    },
    release: async (alarmId) => {
      const wasItsAlarm = recorder.alarmId() === alarmId;
      const recordingId = await recorder.release(alarmId);
      if (wasItsAlarm) {
        // Closed means that nobody hears it any more either.
        members.forEach((member) => member.lost('ended'));
        members.clear();
      }
      return recordingId;
    },
    isIdle: () =>
      !session && members.size === 0 && !recorder.running() && recorder.alarmId() === null,
  };
}

/** What the facts call it: to them a replaced session is one that was cut and came back. */
const lostWord = {
  'no-packets': 'no-packets',
  disconnected: 'disconnected',
  'worker-died': 'worker-died',
  restarted: 'restarted',
  device: 'disconnected',
  replaced: 'disconnected',
  refused: 'disconnected',
} as const satisfies Record<SessionEnd, LostBecause>;
