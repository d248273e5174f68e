// One room's memory: it listens in on whatever the device sends, from the first packet and before anybody
// asks, keeps it in recordings, and states as facts what happened to the sound.
//
// A recording begins with the first packet and runs on through gaps, new sessions of the device, dead
// workers and restarts of this program. It ends when the device says goodbye, when its alarm is released,
// or when the sound belongs to another alarm. After a release nothing is kept until the next assignment or
// the device's next session: an alarm that is closed does not go on listening. A session that goes on with
// the one before, by our own doing or by the device's word, is no next one: a device knows nothing of the
// closing, and would raise the alarm again that nobody pressed.
//
// The api says whether an alarm's sound is kept. Until it has said whose the sound is, it is; where it then is not, all
// of that is erased with its key, and what sounds on is heard and told as ever.
import type { types } from 'mediasoup';
import type { Recording } from '@achterwacht/shared/listen-in/control.ts';
import type { EndedBecause } from '@achterwacht/shared/listen-in/facts.ts';
import type {
  LostBecause,
  SoundCodec,
  SoundTransport,
} from '@achterwacht/shared/listen-in/sound.ts';
import type { Clock } from '../process/clock.ts';
import type { Journal, NewFact } from '../recording/journal.ts';
import { abandonedMilliseconds, longestRecordingMilliseconds } from '../process/limits.ts';
import type { Logger } from '../process/logger.ts';
import {
  resumeRecording,
  startRecording,
  type OpenRecording,
} from '../recording/open-recording.ts';
import { createRtpOrder, type RtpOrder } from '../recording/rtp-order.ts';
import type { RecordingStore } from '../recording/store.ts';
import { goOnUnkept, startUnkept } from '../recording/unkept-recording.ts';
import type { Station } from '../workers/workers.ts';
import { createLoudness } from './loudness.ts';

export type Recorder = {
  /** Listens in on a device's new session. */
  attach: (station: Station, producer: types.Producer, session: SessionKind) => Promise<void>;
  /** The session is over; the recording waits for the next one. */
  detach: (why: LostBecause) => void;
  /** Undefined while nothing is kept. */
  running: () => OpenRecording | undefined;
  alarmId: () => string | null;
  isReceiving: () => boolean;
  /** Since when it has (or has not) been receiving. */
  since: () => number;
  /** Whether anything of the sound is kept, or would be. */
  keeps: () => boolean;
  /** @throws when what is not to be kept cannot be erased; asked again, it tries again. */
  assign: (alarmId: string, keeps: boolean) => Promise<string | null>;
  release: (alarmId: string) => Promise<string | null>;
  end: (why: EndedBecause) => Promise<void>;
  /** Goes on with what ran when the program ended. */
  resume: (record: Recording) => void;
  tick: (now: number) => void;
  close: () => Promise<void>;
};

export type SessionKind = {
  id: string;
  transport: SoundTransport;
  codec: SoundCodec;
  /** The session that the device says it goes on with, after it was cut off. */
  continues: string | null;
};

export type RecorderOptions = {
  deviceId: string;
  store: RecordingStore;
  journal: Journal;
  clock: Clock;
  log: Logger;
  /** The room tells its listeners. */
  onReceiving: () => void;
  onLost: (why: LostBecause) => void;
};

/** How much louder somebody must sound to be told anew: what is told stays a dozen lines a call. */
const louderDecibels = 6;
/** Without a packet for this long the sound is called lost. */
const lostAfterMilliseconds = 2000;

type Session = SessionKind & {
  consumer: types.Consumer;
  order: RtpOrder;
  attachedAt: number;
  /** Either it has sounded, or its listeners know that it has not. */
  isAnnounced: boolean;
};

export function createRecorder(options: RecorderOptions): Recorder {
  const { deviceId, store, journal, clock, log } = options;
  let session: Session | undefined;
  let running: OpenRecording | undefined;
  let alarmId: string | null = null;
  /** False after a release: what sounds then is nobody's. */
  let isTold = true;
  /** Of the alarm it is assigned to. */
  let keeps = true;
  /** While it goes on: whoever asks for it meanwhile waits for the same. */
  let erasing: Promise<void> | undefined;
  /** Recordings that are over, on their way to the disk. */
  let endings: Promise<unknown> = Promise.resolve();
  /**
   * Known for as long as the room is: gone with the program, and a minute after the last session (rooms.ts).
   * Later than that it is better raised once too often.
   */
  let lastSessionId: string | null = null;
  /** Of the recording that runs. */
  let told: { recordingId: string; decibels: number } | null = null;
  let isReceiving = false;
  let since = clock.now();
  /** When it arrived. */
  let lastPacketAt = 0;

  function state(fact: NewFact): void {
    void journal.append(fact);
  }

  function take(from: Session, at: number, payload: Buffer, lostBefore: number): void {
    if (!isReceiving) soundCame(from, at);
    // Not `at`: a sender's clock that runs seconds behind is in order, and none of its sound is lost.
    lastPacketAt = clock.now();
    if (!isTold) return;
    running ??= begin(from, at);
    if (at - running.startedAt > longestRecordingMilliseconds) {
      void end('full');
      running = begin(from, at);
    }
    running.append(at, payload, lostBefore);
  }

  function soundCame(from: Session, at: number): void {
    isReceiving = true;
    since = at;
    from.isAnnounced = true;
    if (running && running.record.codec !== from.codec) void end('other-codec');
    else if (running && keeps && running.record.erased) void end('kept-from-here');
    if (running) {
      state({
        type: 'sound-resumed',
        deviceId,
        recordingId: running.record.recordingId,
        transport: from.transport,
        codec: from.codec,
        gapMilliseconds: Math.max(0, Math.round(at - running.lastAt())),
      });
    }
    options.onReceiving();
  }

  function begin(from: Session, startedAt: number): OpenRecording {
    const { transport, codec } = from;
    const start = keeps ? startRecording : startUnkept;
    const begun = start({ store, log }, { deviceId, alarmId, codec, startedAt });
    const { recordingId } = begun.record;
    state({
      type: 'sound-started',
      deviceId,
      recordingId,
      transport,
      codec,
      ...(!keeps && { kept: false }),
    });
    log.info({ deviceId, recordingId, transport, codec }, 'sound came');
    return begun;
  }

  function soundWent(why: LostBecause): void {
    if (!isReceiving) return;
    isReceiving = false;
    since = clock.now();
    if (running) {
      running.closeSegment();
      state({ type: 'sound-lost', deviceId, recordingId: running.record.recordingId, why });
    }
    options.onLost(why);
  }

  /** Of what is not kept: how loud it was is all that stays of it. */
  function measured(decibels: number): void {
    if (keeps || !running) return;
    const { recordingId } = running.record;
    if (told?.recordingId === recordingId && decibels < told.decibels + louderDecibels) return;
    told = { recordingId, decibels };
    state({ type: 'sound-level', deviceId, recordingId, decibels });
  }

  async function end(why: EndedBecause): Promise<void> {
    const ending = running;
    if (!ending) return;
    running = undefined;
    const { recordingId } = ending.record;
    const written = ending.end(clock.now());
    endings = Promise.all([endings, written]);
    await written;
    // After its last segment: whoever reads the facts in order has the whole of it by now.
    await journal.append({ type: 'sound-ended', deviceId, recordingId, why });
    log.info({ deviceId, recordingId, why }, 'a recording ended');
  }

  /** What came before its alarm was known, of this session or of those that ended. */
  async function eraseUnassigned(): Promise<void> {
    await endings;
    if (running && running.record.alarmId === null && !running.record.erased) {
      const { record } = running;
      const gone = eraseUnkept(record, running.letGo());
      running = goOnUnkept({ store, log }, record, gone);
      await gone;
    }
    for (const one of nobodys()) await eraseUnkept(one);
  }

  /**
   * A call that was over before its alarm was known is that alarm's: as nobody's it would go ten minutes later. From here
   * on only the api has it erased, by what its alarm's log says; of one whose facts the api set aside that log says
   * nothing, and its file stays until somebody has the facts mended, which the health page shows and asks for. Nothing
   * here looks for files that no log knows: after an older database was put back those of its last hours are such files,
   * and they are the evidence that is left of them.
   */
  async function takeEnded(asked: string): Promise<void> {
    await endings;
    for (const one of nobodys()) {
      one.alarmId = asked;
      await store.save(one);
    }
  }

  const nobodys = () =>
    store
      .all()
      .filter((one) => one.deviceId === deviceId && one.alarmId === null && !one.erased)
      .filter(({ recordingId }) => recordingId !== running?.record.recordingId);

  /** Its key goes first: from then on the rest is noise. */
  async function eraseUnkept({ recordingId }: Recording, closed?: Promise<void>): Promise<void> {
    await closed;
    await store.erase(recordingId);
    await journal.append({ type: 'recording-erased', deviceId, recordingId, why: 'not-kept' });
    log.info({ deviceId, recordingId }, 'what its alarm does not keep was erased');
  }

  return {
    attach: async (station, producer, kind) => {
      const consumer = await station.tap.consume({
        producerId: producer.id,
        rtpCapabilities: station.router.rtpCapabilities,
      });
      const goesOn = lastSessionId !== null && [kind.id, kind.continues].includes(lastSessionId);
      if (!goesOn) {
        isTold = true;
        if (alarmId === null) keeps = true;
      }
      lastSessionId = kind.id;
      const attached: Session = {
        ...kind,
        consumer,
        order: createRtpOrder(kind.codec, running?.lastAt() ?? 0, (at, payload, lostBefore) =>
          take(attached, at, payload, lostBefore),
        ),
        attachedAt: clock.now(),
        isAnnounced: false,
      };
      session = attached;
      const loudness = createLoudness(kind.codec, consumer.rtpParameters, measured);
      consumer.on('rtp', (packet) => {
        if (session !== attached) return;
        attached.order.push(packet, clock.now());
        if (!keeps) loudness.hear(packet, clock.now());
      });
    },
    detach: (why) => {
      if (!session) return;
      const detached = session;
      detached.order.release(Infinity);
      session = undefined;
      detached.consumer.close();
      soundWent(why);
    },
    running: () => running,
    alarmId: () => alarmId,
    isReceiving: () => isReceiving,
    since: () => since,
    keeps: () => keeps || (running !== undefined && !running.record.erased),
    assign: async (asked, asksKeeping) => {
      // Of two that tell the api's word, one may be late: what is kept since a claim is kept.
      keeps = asksKeeping || (keeps && alarmId === asked);
      alarmId = asked;
      if (!keeps) await (erasing ??= eraseUnassigned().finally(() => (erasing = undefined)));
      if (!isTold) {
        isTold = true;
        // It has been sounding all the while; from here on it is kept again.
        if (session && isReceiving) running = begin(session, clock.now());
      }
      if (keeps) await takeEnded(asked);
      if (!running) return null;
      if (running.record.alarmId !== null && running.record.alarmId !== asked) {
        const ending = end('reassigned');
        if (session && isReceiving) running = begin(session, clock.now());
        await ending;
      } else {
        if (running.record.alarmId === null) await running.assign(asked);
        if (keeps && running.record.erased && session && isReceiving) {
          const ending = end('kept-from-here');
          running = begin(session, clock.now());
          await ending;
        }
      }
      return running?.record.recordingId ?? null;
    },
    release: async (asked) => {
      if (alarmId === asked) {
        alarmId = null;
        keeps = true;
        isTold = false;
      }
      if (running?.record.alarmId !== asked) return null;
      const { recordingId } = running.record;
      await end('released');
      return recordingId;
    },
    end: async (why) => {
      // Who said goodbye and sends again makes a new call, whatever it says it goes on with.
      if (why === 'device') lastSessionId = null;
      await end(why);
    },
    resume: (record) => {
      keeps = !record.erased;
      running = (keeps ? resumeRecording : goOnUnkept)({ store, log }, record);
      alarmId = record.alarmId;
      since = running.lastAt();
      lastPacketAt = running.lastAt();
      state({ type: 'sound-lost', deviceId, recordingId: record.recordingId, why: 'restarted' });
    },
    tick: (now) => {
      session?.order.release(now);
      running?.tick(now);
      const lastSign = Math.max(lastPacketAt, session?.attachedAt ?? 0);
      if (now - lastSign > lostAfterMilliseconds) {
        // A session that never sent a packet was never receiving, so nothing was lost; listeners must know.
        if (session && !session.isAnnounced) {
          session.isAnnounced = true;
          options.onLost('no-packets');
        }
        soundWent('no-packets');
      }
      if (running && !isReceiving && running.record.alarmId === null) {
        if (now - lastPacketAt > abandonedMilliseconds) void end('abandoned');
      }
    },
    close: async () => {
      session?.order.release(Infinity);
      session?.consumer.close();
      session = undefined;
      const ending = running;
      soundWent('restarted');
      await ending?.settled();
    },
  };
}
