// The way in of an alarm centre without sockets: what a device's frame goes through as `main` puts it together,
// and what comes by later, when the test says so.
import { randomUUID } from 'node:crypto';
import { AcceptedLimits } from '../messages/limits/accepted-limits.ts';
import { createButtonContacts } from '../buttons/button-contacts.ts';
import { openButtonDirectory } from '../buttons/register/button-directory.ts';
import { createDc09Intake } from '../wires/dc09/receive-dc09.ts';
import { RefusedLimits } from '../messages/limits/refused-limits.ts';
import { ForeignCounts } from '../messages/limits/foreign-counts.ts';
import { reportCounted } from '../messages/report-counted.ts';
import { reportForeign } from '../messages/report-foreign.ts';
import type { AlarmCentre } from './alarm-centre.ts';
import { recoverMessages } from './rounds.ts';

export type TestIntake = Awaited<ReturnType<typeof openIntake>>;

/** @param press What the register is asked through while a press waits. */
export async function openIntake(centre: AlarmCentre, press = centre.system) {
  const { system, recordAlone, keys, clock, takeIn, toAlarm, raiseBare, announce, log } = centre;
  const directory = await openButtonDirectory({ press, background: system, keys, clock });
  const refused = new RefusedLimits();
  const foreign = new ForeignCounts(randomUUID);
  const counts = { lookUps: 0, kept: 0, counted: 0 };
  const intake = createDc09Intake({
    recordAlone,
    keys,
    directory: {
      ...directory,
      refresh(account) {
        counts.lookUps += 1;
        return directory.refresh(account);
      },
    },
    contacts: createButtonContacts(system),
    takeIn,
    announce,
    faultPoint: () => {},
    log,
    accepted: new AcceptedLimits(),
    refused,
    foreign,
    onRefusedCall: () => {},
    count: ({ kept }) => void (counts[kept === 'true' ? 'kept' : 'counted'] += 1),
  });
  return {
    /** Frames by what became of them, and how often the register was asked again. */
    counts,
    receive: (raw: Uint8Array, remoteAddress = '192.0.2.1', opening = raw) =>
      intake.receiveDc09({
        protocol: 'dc09',
        transport: 'tcp',
        remoteAddress,
        receivedAt: clock.now(),
        raw,
        opening,
      }),
    settled: () => intake.settled(),
    /** The count is told and the recovery comes by, until nothing is left of what is due. */
    async round(): Promise<void> {
      await reportCounted({ system, keys, refused }, clock.now());
      await reportForeign({ system, keys, foreign }, clock.now());
      while (
        (await recoverMessages({ system, keys, toAlarm, raiseBare, announce, log }, clock.now())) >
        0
      );
    },
  };
}
