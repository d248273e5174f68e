// What a centre runs by, set as its administrator or the machine sets it.
import { randomUUID } from 'node:crypto';
import type { Actor } from '@achterwacht/shared/actor.ts';
import type { SettingCommand } from '@achterwacht/shared/setting/commands.ts';
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import { webhooksOf, type Webhook } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changeSetting } from '../settings/change-setting.ts';
import type { GivenSecrets } from '../settings/given-secrets.ts';
import type { Settings } from '../settings/settings.ts';
import type { AlarmCentre } from './alarm-centre.ts';

type Centre = { centreId: string; system: Database; keys: KeyRing; clock: Pick<Clock, 'now'> };

const commandLine: Actor = { type: 'system', part: 'command-line' };

/** It counts at once. */
export function set<K extends SettingKind>(
  { centreId, ...parts }: Centre,
  kind: K,
  value: SettingValue<K>,
  secrets: GivenSecrets = {},
) {
  const command = { type: 'ProposeSetting', centreId, kind, value } as const;
  return withKeysMade(parts.keys, () =>
    parts.system.transaction((tx) =>
      changeSetting(parts, tx, { centreId, kind, command, actor: commandLine, secrets }),
    ),
  );
}

/** As somebody of the centre asks it on its page. */
export function changeAs(
  centre: Pick<AlarmCentre, 'asActor' | 'centreId' | 'clock' | 'keys'>,
  person: Visitor,
  kind: SettingKind,
  command: SettingCommand,
) {
  const { asActor, centreId, keys } = centre;
  const { id, name, role } = person;
  const actor = { type: 'person', id, name, role } as const;
  return withKeysMade(keys, () =>
    asActor(person, 'setting.change', (tx) =>
      changeSetting(centre, tx, { centreId, kind, command, actor }),
    ),
  );
}

type AskedWebhook = {
  url: string;
  format: 'json' | 'cap';
  rooms: readonly ControlRoomCode[];
  secret: string;
  name?: string;
  isOn?: boolean;
};

/** Set again under its name it is the same, as on the page. */
const idsByName = new Map<string, string>();

export async function setWebhooks(centre: Centre, ...asked: AskedWebhook[]): Promise<void> {
  const secrets: Record<string, string> = {};
  const list = asked.map(({ secret, rooms, name = 'Meldkamer', isOn = true, ...rest }): Webhook => {
    const id = randomUUID();
    secrets[id] = secret;
    const receiver = idsByName.get(name) ?? randomUUID();
    idsByName.set(name, receiver);
    return { ...rest, rooms: [...rooms], name, isOn, id: receiver, secretIds: [id] };
  });
  const refused = await set(centre, 'webhooks', webhooksOf(list), secrets);
  if (refused) throw new Error(refused.code);
}

/** A gateway for SMS that takes any token. */
export async function setSms(centre: Centre, url: URL): Promise<void> {
  const id = randomUUID();
  const value = { url: url.href, from: 'Achterwacht', secretIds: [id] };
  const refused = await set(centre, 'sms', value, { [id]: 'token' });
  if (refused) throw new Error(refused.code);
}

/** For effects that ask for no more than the ways out, of which there is none. */
export const nothingSet: Pick<Settings, 'settingOf'> = {
  settingOf: (_centreId, kind) => {
    if (kind === 'mail' || kind === 'sms') return null as never; // both know having none
    throw new Error('nothing was set here');
  },
};

export async function addAdministrator(
  { system, centreId }: Pick<Centre, 'system' | 'centreId'>,
  name: string,
): Promise<Visitor> {
  const id = randomUUID();
  await system.sql`
    insert into members (user_id, centre_id, role, name, email)
    values (${id}, ${centreId}, 'administrator', ${name}, ${`${id}@voorbeeld.test`})`;
  return { type: 'person', id, name, role: 'administrator', centreId, municipalityId: null };
}
