// The buttons of the demo: one each for whoever wears one, lent as the story of the demo wants it, and a few in the pool,
// so that there is something to hand out.
import { randomBytes, randomUUID } from 'node:crypto';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/rule.ts';
import type { Button } from '@achterwacht/shared/button/state.ts';
import { setMessageKey, setSoundToken } from '../buttons/register/keys.ts';
import { makeSoundToken } from '../buttons/register/sound-token.ts';
import { changeButton, isRefused, registerButton } from '../buttons/row/change-button.ts';
import type { Parts } from '../commands/handle.ts';
import type { Transaction } from '../db/connect.ts';
import { buttonContacts } from '../db/schema/buttons.ts';
import type { DemoHolder } from './holder.ts';

type Place = { centreId: string; municipalityId: string };
type Worn = Pick<DemoHolder, 'reason' | 'fixed' | 'lent'> & { holderId: string };

const actor = { type: 'system', part: 'demo' } as const;
const dayMilliseconds = 86_400_000;

/** In the pool of each municipality; one is kept for somebody from a later day on. */
export const pool = [
  { serial: '235', municipality: 'Haarlem', keptFor: null },
  { serial: '236', municipality: 'Haarlem', keptFor: { name: 'Olga Meijer', fromDays: 21 } },
  { serial: '245', municipality: 'Zwolle', keptFor: null },
  { serial: '255', municipality: 'Maastricht', keptFor: null },
] as const;

/** @param worn Null: nobody wears it. */
export async function seedButton(
  parts: Parts,
  tx: Transaction,
  { serial, place, worn }: { serial: string; place: Place; worn: Worn | null },
): Promise<void> {
  const now = parts.clock.now();
  const details = {
    serial,
    protocol: 'dc09',
    account: `A${serial}`,
    model: 'BeWare demo',
    municipalityId: place.municipalityId,
    sim: `893104${serial.padStart(13, '0')}`,
    firmware: '2.4.1',
    supervisionSeconds: 6 * 3_600,
  } as const;
  const { centreId } = place;
  const { id: buttonId } = carriedOut(
    await registerButton(parts, tx, { centreId, details, actor }),
  );
  carriedOut(await setMessageKey(parts, tx, { buttonId, key: randomBytes(16), actor }));
  carriedOut(await setSoundToken(parts, tx, { buttonId, token: makeSoundToken(), actor }));
  await tx.db.insert(buttonContacts).values({
    buttonId,
    ...place,
    lastContactAt: now.toISOString(),
    lastTestAt: now.toISOString(),
    batteryPercent: 80,
  });
  const days = (count: number) => new Date(now.getTime() + count * dayMilliseconds).toISOString();
  const ask = async (command: Exclude<ButtonCommand, { type: 'Register' }>) =>
    carriedOut(await changeButton(parts, tx, { buttonId, command, actor }));
  const isUntested = worn?.lent?.withoutSoundTest === true;
  if (!isUntested)
    await ask({ type: 'HearTest', alarmId: randomUUID(), at: days(-3), decibels: -21 });
  if (!worn) return;
  const { fromDays = -30, untilDays = 60 } = worn.lent ?? {};
  await ask({
    type: 'Lend',
    loanId: randomUUID(),
    ...place,
    holderId: worn.holderId,
    reasonCategory: worn.reason,
    startsAt: days(isUntested ? -0.5 : fromDays),
    endsAt: worn.fixed ? null : days(untilDays),
    reviewAt: days(fromDays + 60),
    knownAtHome: worn.lent?.knownAtHome ?? 'yes',
    ...(isUntested && { withoutSoundTest: { reason: 'cannot-wait' } }),
  });
}

function carriedOut(changed: Button | ButtonRefusal): Button {
  if (isRefused(changed)) throw new Error(`a button of the demo was refused: ${changed.code}`);
  return changed;
}
