// An alarm that somebody has, and a receiver of the control room: what a handover by data begins with.
import { expect } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { findAlarm } from '../alarms/row/alarm-row.ts';
import { openAlarmCentre } from './alarm-centre.ts';
import { openReceiver } from './receiver.ts';

/** Webhooks are signed with this. */
export const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

export type Pressed = Awaited<ReturnType<typeof openPressed>>;

export async function openPressed() {
  const [centre, receiver] = await Promise.all([openAlarmCentre(), openReceiver()]);
  // The library that verifies compares with the true time.
  centre.clock.advance(Date.now() - centre.clock.now().getTime());
  const { alarmId } = await centre.press();

  const alarm = async () =>
    (await centre.system.transaction((tx) => findAlarm(tx, centre.keys, alarmId)))!.state;
  const version = async () => (await alarm()).version;
  async function act(command: PersonCommand): Promise<void> {
    expect(await centre.ask(centre.anna, alarmId, command)).toMatchObject({ status: 'accepted' });
  }
  /** By telephone, and the button that was held tells the control room's system as well. */
  const handOver = async (which: 'first' | 'second' = 'first') =>
    act({
      type: 'SendHandover',
      expectedVersion: await version(),
      class: 'assistance',
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'noord-holland', which },
      withData: true,
    });
  const addMessage = (text: string) => act({ type: 'AddPoliceMessage', text });

  await act({ type: 'Claim', expectedVersion: await version() });
  return {
    centre,
    receiver,
    alarmId,
    alarm,
    version,
    act,
    handOver,
    addMessage,
    end: () => Promise.all([centre.end(), receiver.close()]),
  };
}
