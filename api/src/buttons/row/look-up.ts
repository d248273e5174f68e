// What a command about a button asks about and the button does not know, read under the lock that it is decided under.
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import { registrationOf } from '@achterwacht/shared/button/register/registration.ts';
import { nothingLookedUp, type ButtonContext } from '@achterwacht/shared/button/rule.ts';
import type { SoundTest } from '@achterwacht/shared/button/state.ts';
import type { Transaction } from '../../db/connect.ts';
import { iso } from '../../db/iso.ts';

export async function lookUp(
  tx: Transaction,
  { buttonId, centreId, command }: { buttonId: string; centreId: string; command: ButtonCommand },
): Promise<ButtonContext> {
  switch (command.type) {
    case 'Register':
    case 'ChangeRegistration':
      return { ...nothingLookedUp, ...(await lookAround(tx, buttonId, centreId, command)) };
    case 'Lend': {
      const { sql } = tx;
      const [holder] = await sql<{ municipalityId: string }[]>`
        select municipality_id as "municipalityId" from holders
        where id = ${command.holderId} and centre_id = ${centreId}`;
      return { ...nothingLookedUp, holder: holder ?? null, heard: await findTest(tx, buttonId) };
    }
    case 'DeadlineReached':
      return command.kind === 'sound-test'
        ? { ...nothingLookedUp, heard: await findTest(tx, buttonId) }
        : nothingLookedUp;
    default:
      return nothingLookedUp;
  }
}

type Registering = Extract<ButtonCommand, { type: 'Register' | 'ChangeRegistration' }>;

async function lookAround(
  { sql }: Transaction,
  buttonId: string,
  centreId: string,
  { details }: Registering,
): Promise<Pick<ButtonContext, 'taken' | 'municipalityIds'>> {
  const { serial, protocol, account } = registrationOf(details);
  // A device that pressed before anybody knew it makes way: `makeWay`.
  const others = await sql<{ serial: string; protocol: string; account: string }[]>`
    select serial, protocol, account from buttons where id <> ${buttonId} and known
      and (serial = ${serial} or protocol = ${protocol} and account = ${account})`;
  const customers = await sql<{ id: string }[]>`
    select id from municipalities where centre_id = ${centreId} and ended_at is null`;
  const sameAccount = others.find(
    (other) => other.protocol === protocol && other.account === account,
  );
  return {
    taken: {
      serial: others.some((other) => other.serial === serial),
      accountBy: sameAccount?.serial ?? null,
    },
    municipalityIds: customers.map(({ id }) => id),
  };
}

/**
 * The newest test press of a button that sound came of: one that the device calls a test, or one that whoever heard it
 * closed as such, as of a device with one button. Null where there is none.
 */
export async function findTest({ sql }: Transaction, buttonId: string): Promise<SoundTest | null> {
  const [row] = await sql<{ alarmId: string; at: string; decibels: number | null }[]>`
    select id as "alarmId", state #>> '{sound,recordings,-1,startedAt}' as at,
      (state #>> '{sound,recordings,-1,decibels}')::float8 as decibels
    from alarms
    where button_id = ${buttonId} and state #>> '{sound,recordings,0,startedAt}' is not null
      and (kind = 'test' or state #>> '{closed,outcome}' in ('test', 'unannounced-test'))
    order by raised_at desc limit 1`;
  return row ? { ...row, at: iso(row.at) } : null;
}
