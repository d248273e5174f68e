// Everything that keeps sound and alarms together while the process runs: the follower of facts, the
// rooms, the lost presses, the device list. Each is a job that fails alone and comes
// again; where the media-server is away nothing else waits for it. Before it was there at all, those
// that need it do nothing.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import type { Announce } from '../announce.ts';
import type { HandleCommand } from '../alarms/commands/handle-command.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { ofRounds } from '../jobs/job.ts';
import type { ToAlarm } from '../messages/handled.ts';
import type { Logger } from '../logger.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { eachApart } from '../jobs/set-aside.ts';
import { createDeviceList, deviceListMilliseconds } from './device-list.ts';
import { followFacts } from './facts/follow-facts.ts';
import { lostPressesJob } from './facts/lost-presses.ts';
import { MediaUnavailable, type MediaControl } from './media-control.ts';
import { rightsJob, sendRights } from './hearing/rights.ts';
import { keepRoom, keepRooms } from './rooms.ts';
import { createSoundFacts } from './facts/take-fact.ts';

/** A start is ready only when this has found it. */
const lookMilliseconds = 200;
const followAgainMilliseconds = 500;
const roomsMilliseconds = 2_000;

/** Whose sound it is, and whether it is kept from here on. */
const changingRooms: ReadonlySet<FeedEvent['type']> = new Set([
  'AlarmRaised',
  'AlarmClaimed',
  'AlarmClosed',
  'AlarmReopened',
]);

type Parts = {
  system: Database;
  keys: KeyRing;
  clock: Clock;
  control: MediaControl;
  handleCommand: HandleCommand;
  toAlarm: ToAlarm;
  announce: Announce;
  log: Logger;
  hearTest: (alarm: Alarm) => Promise<void>;
  onFact: (fact: SoundFact) => void;
  onLostPress: () => void;
};

export function createSoundRounds(parts: Parts) {
  const { system, clock, control, log } = parts;
  const facts = createSoundFacts(parts);
  const devices = createDeviceList(parts);
  const onceCome = (work: () => Promise<unknown>) => async () =>
    control.hasCome() ? work() : undefined;
  const jobs = [
    // It has come or it has not.
    ofRounds({
      name: 'looking-for-sound',
      everyMilliseconds: lookMilliseconds,
      async round() {
        if (control.hasCome()) return;
        try {
          // The list costs a question to the database, so first whether anybody is there to take it.
          await control.health();
          await devices.send();
        } catch (error) {
          if (!(error instanceof MediaUnavailable)) throw error;
        }
      },
    }),
    // A stream, followed until it breaks.
    ofRounds({
      name: 'sound-facts',
      everyMilliseconds: followAgainMilliseconds,
      async round(good, stopping) {
        if (!control.hasCome()) return;
        const { onFact } = parts;
        await followFacts({ system, control, facts, onFact, onAlive: good }, stopping);
      },
    }),
    // What the media-server has is compared, whole, with what is open.
    ofRounds({
      name: 'rooms',
      everyMilliseconds: roomsMilliseconds,
      round: onceCome(() => keepRooms(parts)),
    }),
    rightsJob(parts),
    lostPressesJob({ ...parts, facts }),
    // The list is told whole.
    ofRounds({
      name: 'sound-devices',
      everyMilliseconds: deviceListMilliseconds,
      round: onceCome(devices.send),
    }),
  ];

  async function settle(alarmId: string): Promise<void> {
    const [row] = await system.sql<{ button_id: string; sound: boolean }[]>`
      select button_id, (state #>> '{button,sound}')::boolean as sound from alarms
      where id = ${alarmId}`;
    if (!row?.sound) return;
    const waiting = await system.sql<{ id: string }[]>`
      select id from recordings
      where button_id = ${row.button_id} and alarm_id is null and erased_at is null`;
    await eachApart(parts, 'recording', waiting, { idOf: ({ id }) => id }, ({ id }) =>
      facts.bind(id),
    );
    if (!control.hasCome()) return;
    await keepRoom({ system, clock, control }, { id: alarmId, buttonId: row.button_id });
  }

  return {
    jobs,
    /** After a commit: what was raised gets its sound, what was closed lets go of it. Never throws. */
    committed(events: readonly FeedEvent[]): void {
      // The rounds do it again in two seconds.
      for (const { type, alarmId } of events) {
        if (changingRooms.has(type))
          settle(alarmId).catch((error: unknown) => log.warn({ error, alarmId }, 'room'));
        if ((type === 'ListenInEnded' || type === 'AlarmClosed') && control.hasCome())
          sendRights(parts, alarmId).catch((error: unknown) =>
            log.warn({ error, alarmId }, 'rights'),
          );
      }
    },
  };
}
