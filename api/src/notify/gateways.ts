// By which ways each centre reaches people outside, as it has set them: whoever mails or texts asks here at each
// attempt, so a change counts at once. What was opened for a value is let go when another counts.
import { randomUUID } from 'node:crypto';
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { Database } from '../db/connect.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { openSecrets } from '../settings/secrets.ts';
import type { Settings } from '../settings/settings.ts';
import { createMail, type Send } from './mail.ts';
import { createSms } from './sms.ts';

type Way = 'mail' | 'sms';
type Parts = {
  system: Database;
  keys: KeyRing;
  settings: Pick<Settings, 'settingOf'>;
};

/** `to`: a telephone number or a mail address. `subject` is neutral as the text is: of no holder and no place. */
export type OutwardMessage = {
  centreId: string;
  to: string;
  text: string;
  subject: string;
  /** The same for a repeat. */
  id?: string;
};

/** The centre has set no way by which that address could be reached. */
export class NoWay extends Error {}

export type Gateways = {
  /** Null: the centre has set none. */
  mailOf: (centreId: string) => Send | null;
  smsOf: (centreId: string) => Send | null;
  /** One message by whichever way its address asks for, outside of any transaction. @throws NoWay */
  send: (message: OutwardMessage, signal?: AbortSignal) => Promise<void>;
};

export function createGateways({ system, keys, settings }: Parts): Gateways {
  const opened = {
    mail: new Map<string, { value: object; send: Promise<Send> }>(),
    sms: new Map<string, { value: object; send: Promise<Send> }>(),
  };

  function wayOf(centreId: string, way: Way): Send | null {
    const value = settings.settingOf(centreId, way);
    if (!value) {
      opened[way].delete(centreId);
      return null;
    }
    return async (message, signal) => {
      const send = await openedFor(centreId, way, value);
      return send(message, signal);
    };
  }

  /** The settings' cache gives the same object until they are read anew. */
  function openedFor(centreId: string, way: Way, value: object): Promise<Send> {
    const known = opened[way].get(centreId);
    if (known && (known.value === value || JSON.stringify(known.value) === JSON.stringify(value)))
      return known.send;
    const send = openWay({ system, keys }, { centreId, way, value });
    const entry = { value, send };
    opened[way].set(centreId, entry);
    // What could not be opened is opened anew at the next attempt.
    send.catch(() => {
      if (opened[way].get(centreId) === entry) opened[way].delete(centreId);
    });
    return send;
  }

  const gateways: Gateways = {
    mailOf: (centreId) => wayOf(centreId, 'mail'),
    smsOf: (centreId) => wayOf(centreId, 'sms'),
    async send({ centreId, id = randomUUID(), ...message }, signal = AbortSignal.timeout(10_000)) {
      const send = message.to.includes('@') ? gateways.mailOf(centreId) : gateways.smsOf(centreId);
      if (!send) throw new NoWay('no gateway for a contact');
      await send({ id, ...message }, signal);
    },
  };
  return gateways;
}

async function openWay(
  { system, keys }: Omit<Parts, 'settings'>,
  { centreId, way, value }: { centreId: string; way: Way; value: object },
): Promise<Send> {
  const { secretIds, ...rest } = value as NonNullable<SettingValue<Way>>;
  const secrets = await openSecrets(system.sql, keys, { centreId, ids: secretIds });
  return createWay(way, rest as NonNullable<SettingValue<Way>>, secrets);
}

/** What a value and its secrets make, also of one that counts nowhere and is only tried. */
export function createWay(
  way: Way,
  value: NonNullable<SettingValue<Way>>,
  [secret]: readonly string[],
): Send {
  return way === 'mail'
    ? createMail({ ...(value as NonNullable<SettingValue<'mail'>>), password: secret ?? null })
    : createSms({ ...(value as NonNullable<SettingValue<'sms'>>), token: secret ?? '' });
}
