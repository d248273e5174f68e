// What is special about commands to an alarm; how any command is carried out stands in `commands/handle.ts`.
import type { Actor, Person, SystemPart } from '@achterwacht/shared/actor.ts';
import { refusal, type Refusal } from '@achterwacht/shared/alarm/refusal.ts';
import type { LookedUp } from '@achterwacht/shared/alarm/calling/commands.ts';
import type { Command, PersonCommand, SystemCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { RaiseCommand } from '@achterwacht/shared/alarm/raising/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { AlarmTypes } from '@achterwacht/shared/subjects/alarm.ts';
import type { AsActor } from '../../access/as-actor.ts';
import type { AsVisitorOfLink, LinkKey } from '../../access/as-visitor-of-link.ts';
import type { Announce } from '../../announce.ts';
import {
  apply,
  applyFirst,
  carryOutForSystem,
  createHandler,
  placeOf,
  refusedByRule,
  type Definition,
  type Outcome as OutcomeOf,
  type Parts,
} from '../../commands/handle.ts';
import type { Database, Transaction } from '../../db/connect.ts';
import type { Appended } from '../../log/append.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { alarms, type StoredAlarm } from '../row/alarm-row.ts';
import { lookUp } from './look-up.ts';

export type AppendedAlarm = Appended<AlarmTypes>;

export type Outcome =
  | { status: 'accepted'; alarm: Alarm; events: FeedEvent[] }
  | { status: 'refused'; refusal: Refusal }
  | { status: 'not-found' };

const definition: Definition<AlarmTypes> = {
  ...alarms,
  permission: 'alarm.command',
  // Whatever else a command asks about the alarm itself knows.
  lookUp,
  nothingLookedUp: {},
  /** One open duress a button: reopening one while the button has called again. */
  refusedBy: { alarms_one_open_duress: refusal('knop-heeft-alarm') },
  // The sweep raises another that can be taken.
  unreadable: refusal('alarm-onleesbaar'),
};

/** The first events of a new alarm, in the caller's transaction. */
export function applyRaise(
  parts: Parts,
  tx: Transaction,
  {
    alarmId,
    ...asked
  }: { alarmId: string; subjectId: string; command: RaiseCommand; actor: Actor },
): AppendedAlarm {
  return applyFirst(definition, parts, tx, { id: alarmId, ...asked });
}

/** One command on a locked alarm, in the caller's transaction. */
export function applyCommand(
  parts: Parts,
  tx: Transaction,
  asked: {
    locked: StoredAlarm;
    command: Exclude<Command, RaiseCommand>;
    actor: Actor;
    lookedUp?: LookedUp;
  },
): AppendedAlarm | { refusal: Refusal } {
  return apply(definition, parts, tx, asked);
}

export type HandleCommand = ReturnType<typeof createCommandHandler>;

export function createCommandHandler(
  parts: Parts & { asActor: AsActor; system: Database; announce: Announce },
) {
  const handler = createHandler(definition, parts);
  return {
    /** A person's command, under his own rights; a repeated `commandId` gets its first answer. */
    async forPerson(
      person: Person & { centreId: string },
      alarmId: string,
      { commandId, ...command }: PersonCommand & { commandId: string },
    ): Promise<Outcome> {
      return ofAlarm(await handler.forPerson(person, alarmId, { commandId, command }));
    },

    /** A command of a part of the system, or of a desk that reports what it showed. */
    async forSystem(
      by: (Person & { centreId: string }) | { part: SystemPart },
      alarmId: string,
      command: Exclude<SystemCommand, RaiseCommand>,
    ): Promise<Outcome> {
      return ofAlarm(await handler.forSystem(by, alarmId, command));
    },
  };
}

export type HandleLinkCommand = ReturnType<typeof createLinkCommandHandler>;

/** What the police ask by a link: under its rights, of the alarm that it shows. */
export function createLinkCommandHandler(
  parts: Parts & { asVisitorOfLink: AsVisitorOfLink; announce: Announce },
) {
  return async (key: LinkKey, command: Exclude<SystemCommand, RaiseCommand>): Promise<Outcome> => {
    const outcome = await withKeysMade(parts.keys, () =>
      parts.asVisitorOfLink(key, async (tx, link): Promise<OutcomeOf<AlarmTypes>> => {
        if (!link) return { status: 'not-found' };
        const by = { part: 'police-link' } as const;
        return carryOutForSystem(definition, parts, tx, { by, id: link.alarmId, command });
      }),
    );
    if (outcome.status === 'accepted')
      parts.announce(placeOf(definition, outcome.state), outcome.events);
    return ofAlarm(outcome);
  };
}

/** To whoever changes several things in one transaction of his own. @throws what is no rule of an alarm's. */
export function refusedByAnother(error: unknown): Outcome {
  return ofAlarm(refusedByRule(definition, error));
}

function ofAlarm(outcome: OutcomeOf<AlarmTypes>): Outcome {
  if (outcome.status !== 'accepted') return outcome;
  const { status, state: alarm, events } = outcome;
  return { status, alarm, events };
}
