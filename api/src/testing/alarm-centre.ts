// A centre at work, without sockets: a fresh database, keys, a clock that tests move, and the rules put
// together as `main` does. `announced` is what would go to the desks.
import { randomUUID } from 'node:crypto';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { placeOfAlarms, type Place } from '@achterwacht/shared/feed-view.ts';
import type { DecodedSignal } from '@achterwacht/shared/signals.ts';
import { createReachAlarm } from '../alarms/commands/reach-deadlines.ts';
import { createReachButton } from '../buttons/row/change-button.ts';
import { createAsActor, type Visitor } from '../access/as-actor.ts';
import { createReachPerson } from '../persons/emptying/reach-person.ts';
import { createReachMember } from '../people/open-people.ts';
import { createAsVisitorOfLink } from '../access/as-visitor-of-link.ts';
import {
  createCommandHandler,
  createLinkCommandHandler,
} from '../alarms/commands/handle-command.ts';
import { movableClock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { createRaiseBare, createRaiseBeside } from '../alarms/press/last-resort.ts';
import { createRecordAlone } from '../messages/record/record-alone.ts';
import { createTakeIn } from '../messages/take-in.ts';
import { createToAlarm } from '../alarms/press/to-alarm.ts';
import { openLogger } from '../logger.ts';
import { createPresence } from '../live/desks/presence.ts';
import { freshDatabase } from './fresh-database.ts';
import { temporaryKeys } from './key-ring.ts';
import { delivery } from './messages.ts';
import { seedCentre, type SeededButton } from './seed-centre.ts';

export type AlarmCentre = Awaited<ReturnType<typeof openAlarmCentre>>;

export const startsAt = '2026-03-02T08:00:00.000Z';

type Options = {
  buttons?: number;
  /** What stands between the rules and the database, for tests that make it fail. */
  through?: (database: Database) => Database;
};

export async function openAlarmCentre({ buttons = 1, through = (same) => same }: Options = {}) {
  const database = await freshDatabase();
  const keys = temporaryKeys();
  const clock = movableClock(startsAt);
  const log = openLogger('silent');
  const centre = await seedCentre(database.system, keys, { buttons });
  const announced: FeedEvent[] = [];
  const announce = (_place: Place, events: FeedEvent[]) => void announced.push(...events);
  const system = through(database.system);
  const app = through(database.app);
  const outside = through(database.outside);
  const asActor = createAsActor(app, outside);
  const asVisitorOfLink = createAsVisitorOfLink(outside);
  const parts = { clock, keys, system };
  const handleCommand = createCommandHandler({ ...parts, asActor, announce });
  const handleLinkCommand = createLinkCommandHandler({ ...parts, asVisitorOfLink, announce });
  const toAlarm = createToAlarm({ ...parts, faultPoint: () => {} });
  const recordAlone = createRecordAlone(system, keys);
  const raiseBare = createRaiseBare(parts);
  const raiseBeside = createRaiseBeside({ ...parts, raiseBare, announce });
  let sequence = 0;

  return {
    ...centre,
    database,
    keys,
    clock,
    log,
    system,
    asActor,
    asVisitorOfLink,
    announce,
    announced,
    handleCommand,
    handleLinkCommand,
    toAlarm,
    raiseBare,
    raiseBeside,
    reachDue: {
      alarm: createReachAlarm({ handleCommand, raiseBeside }),
      button: createReachButton(parts),
      member: createReachMember({ ...parts, background: system }),
      person: createReachPerson({ ...parts, keysFolder: keys.folder }),
    },
    recordAlone,
    takeIn: createTakeIn({ recordAlone, toAlarm, log }),
    presence: createPresence(system),

    /** One more press of a button; gives its alarm. */
    async press(button: SeededButton = centre.buttons[0]!, signals?: DecodedSignal[]) {
      sequence += 1;
      const message = delivery(keys, button, centre.centreId, clock.now(), sequence, signals);
      const { centreId, events } = await toAlarm(message, { record: true });
      announce(placeOfAlarms(centreId), events);
      const [first] = events;
      if (!first) throw new Error('this press raised and joined nothing');
      return { alarmId: first.alarmId, message, events };
    },

    ask: (person: Visitor, alarmId: string, command: PersonCommand, commandId = randomUUID()) =>
      handleCommand.forPerson(person, alarmId, { ...command, commandId }),

    async end() {
      await database.drop();
      keys.remove();
    },
  };
}
