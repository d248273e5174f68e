// The door for DC-09 devices, opened last and closed first: nothing is accepted that cannot be kept.
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import type { Announce } from '../../announce.ts';
import type { Buttons } from '../../buttons/open-buttons.ts';
import type { Clock } from '../../clock.ts';
import { limitsOf, type Pools } from '../../db/pools.ts';
import type { FaultPoint } from '../../fault-points.ts';
import type { Logger } from '../../logger.ts';
import type { Messages } from '../../messages/open-messages.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { startDc09Server, type Dc09Server, type TurnedAway } from './server/dc09-server.ts';
import { createDc09Intake } from './receive-dc09.ts';
import { rehearsePresses } from './rehearse.ts';

type Parts = Pick<Pools, 'record' | 'press'> & {
  host: string;
  port: number;
  keys: KeyRing;
  clock: Clock;
  log: Logger;
  faultPoint: FaultPoint;
  announce: Announce;
  buttons: Pick<Buttons, 'directory' | 'contacts'>;
  messages: Pick<Messages, 'recordAlone' | 'takeIn' | 'limits' | 'recoverSoon'>;
  count: (what: { verdict: string; kind: SignalKind | 'none'; kept: string }) => void;
  countTurnedAway: (what: TurnedAway) => void;
};

export function openDc09(parts: Parts) {
  const { host, port, clock, keys, log, buttons, messages } = parts;
  const { accepted, refused, foreign } = messages.limits;
  const intake = createDc09Intake({
    ...parts,
    directory: buttons.directory,
    contacts: buttons.contacts,
    recordAlone: messages.recordAlone,
    takeIn: messages.takeIn,
    accepted,
    refused,
    foreign,
    onRefusedCall: messages.recoverSoon,
  });
  let server: Dc09Server | null = null;

  function onTurnedAway(what: TurnedAway): void {
    parts.countTurnedAway(what);
    // Nobody knows what stood in it.
    if (what === 'datagram')
      refused.count(buttons.directory.defaultCentreId, { callsForHelp: false });
  }

  return {
    /** On every line that a press takes, before anybody can press. */
    async rehearse(): Promise<void> {
      const rehearseOn = (name: 'record' | 'press') =>
        rehearsePresses({ system: parts[name], keys, clock, log }, limitsOf[name].max);
      await Promise.all([rehearseOn('record'), rehearseOn('press')]);
    },
    /** Gives the port it listens on. */
    async listen(): Promise<number> {
      server = await startDc09Server({ host, port, intake, clock, log, onTurnedAway });
      return server.port;
    },
    /** What is in hand is answered, and every desk told of it. */
    async close(): Promise<void> {
      await server?.close();
      await intake.settled();
    },
  };
}
