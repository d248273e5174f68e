// Settings that stand where a release before kept them get a history, with the migrations: of each centre what its
// columns say, and what the environment said, for all of them, of whom to page and by which ways, and of the control
// room's system. Also what that release writes in the columns afterwards, when somebody went back to it for a while.
import { randomUUID } from 'node:crypto';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { controlRooms } from '@achterwacht/shared/police/control-rooms.ts';
import type { SettingRefusal } from '@achterwacht/shared/setting/decide.ts';
import { webhooksOf, type Webhook } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import {
  isSettingValue,
  settingKind,
  settingValueOf,
  type SettingKind,
} from '@achterwacht/shared/setting/kinds.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';
import type { FormerSettings } from '../config.ts';
import { writeDown, type Parts } from '../commands/handle.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { lock } from '../log/read-stream.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changeSetting } from './change-setting.ts';
import type { GivenSecrets } from './given-secrets.ts';
import { hasColumns, settingRows } from './setting-row.ts';
import { readColumns } from './settings.ts';

type Taken = { centre: string; kind: SettingKind; how: 'taken over' | 'not usable, left as it is' };
type Kept = {
  id: string;
  name: string;
  kinds: Partial<Record<SettingKind, Setting>>;
};

/** A centre at a time: stopped halfway, it goes on where it was. */
export async function takeOverSettings(
  owner: Database,
  openKeys: () => KeyRing,
  readFormer: () => FormerSettings,
): Promise<Taken[]> {
  const taken: Taken[] = [];
  for (const centre of await centresOf(owner)) {
    const columns = (await readColumns(owner.sql)).get(centre.id)!;
    for (const kind of settingKind.options) {
      const before = centre.kinds[kind];
      if (!hasColumns(kind)) {
        const how = before ? null : await takeFormer(owner, openKeys, centre, kind, readFormer());
        if (how) taken.push({ centre: centre.name, kind, how });
        continue;
      }
      const stood = settingValueOf(kind, columns[kind]);
      const isKept =
        before &&
        before.valueVersion > 0 &&
        canonical(settingValueOf(kind, before.value)) === canonical(stood);
      if (isKept) continue;
      if (!isSettingValue(kind, columns[kind])) {
        taken.push({ centre: centre.name, kind, how: 'not usable, left as it is' });
        continue;
      }
      const asked = { centreId: centre.id, kind, value: stood, secrets: {} };
      const how = await take(owner, openKeys(), asked);
      taken.push({ centre: centre.name, kind, how });
    }
  }
  return taken;
}

async function centresOf({ sql }: Database): Promise<Kept[]> {
  return sql<Kept[]>`
    select id, name,
      (select coalesce(jsonb_object_agg(kind, state), '{}'::jsonb) from settings
        where centre_id = centres.id) as kinds
    from centres order by name, id`;
}

async function takeFormer(
  owner: Database,
  openKeys: () => KeyRing,
  { id: centreId, kinds }: Kept,
  kind: SettingKind,
  former: FormerSettings,
): Promise<Taken['how'] | null> {
  const stood = formerOf(kind, former);
  if (kind === 'webhooks') return takeWebhook(owner, openKeys, centreId, { kinds, former });
  if (!stood) return null;
  const { secrets, ...rest } = stood;
  if (!secrets) return take(owner, openKeys(), { centreId, kind, value: rest, secrets: {} });
  const given = Object.fromEntries(secrets.map((secret) => [randomUUID(), secret]));
  const value = { ...rest, secretIds: Object.keys(given) };
  return take(owner, openKeys(), { centreId, kind, value, secrets: given });
}

type Stood = { secrets?: readonly string[]; [field: string]: unknown };

function formerOf(kind: SettingKind, former: FormerSettings): Stood | null {
  switch (kind) {
    case 'paging':
    case 'mail':
    case 'sms':
      return former[kind];
    default:
      return null;
  }
}

/** The one system that the centre had, by its own setting of a release before or for all centres. */
async function takeWebhook(
  owner: Database,
  openKeys: () => KeyRing,
  centreId: string,
  { kinds, former: { policeWebhook } }: { kinds: Kept['kinds']; former: FormerSettings },
): Promise<Taken['how'] | null> {
  const former = kinds['police-webhook'];
  if (former) {
    const kept = former.valueVersion > 0 && settingValueOf('police-webhook', former.value);
    if (!kept) return null;
    const value = webhooksOf([receiverOf(kept, kept.secretIds)]);
    return take(owner, openKeys(), { centreId, kind: 'webhooks', value, secrets: {} });
  }
  if (!policeWebhook) return null;
  const secrets = Object.fromEntries(policeWebhook.secrets.map((one) => [randomUUID(), one]));
  const value = webhooksOf([receiverOf(policeWebhook, Object.keys(secrets))]);
  return take(owner, openKeys(), { centreId, kind: 'webhooks', value, secrets });
}

function receiverOf(
  { url, format, rooms }: Pick<Webhook, 'url' | 'format' | 'rooms'>,
  secretIds: string[],
): Webhook {
  const [only, ...others] = rooms;
  const name = only && others.length === 0 ? `Meldkamer ${controlRooms[only].name}` : 'Meldkamer';
  return { id: randomUUID(), name, url, format, rooms, isOn: true, secretIds };
}

type ToTake = { centreId: string; kind: SettingKind; value: object | null; secrets: GivenSecrets };

async function take(
  owner: Database,
  keys: KeyRing,
  { centreId, kind, value, secrets }: ToTake,
): Promise<Taken['how']> {
  const parts = { keys, clock: { now: () => new Date() } };
  const actor = { type: 'system', part: 'take-over' } as const;
  const refused = await withKeysMade(keys, () =>
    owner.transaction(async (tx): Promise<SettingRefusal | null> => {
      const waiting = await proposalOf(tx, keys, centreId, kind);
      // Whether it is one of its kind is asked there.
      const command = { type: 'ProposeSetting', centreId, kind, value: value as never } as const;
      const asked = { centreId, kind, command, actor, secrets };
      const refusal = await changeSetting(parts, tx, asked);
      if (!refusal && waiting) await proposeAgain(parts, tx, { centreId, kind, ...waiting });
      return refusal;
    }),
  );
  // More contacts than a list takes, or one that is too long: nobody's alarms wait for that to be mended.
  return refused ? 'not usable, left as it is' : 'taken over';
}

type Proposal = Pick<NonNullable<Setting['proposed']>, 'value' | 'by'>;

/** What somebody proposed, and nobody has approved or withdrawn. */
async function proposalOf(
  tx: Transaction,
  keys: KeyRing,
  centreId: string,
  kind: SettingKind,
): Promise<Proposal | null> {
  const kept = await locked(tx, keys, centreId, kind);
  return kept?.state.proposed ?? null;
}

/** It waits on, beside what counts now: whoever approves reads it first. */
async function proposeAgain(
  parts: Parts,
  tx: Transaction,
  { centreId, kind, value, by }: Proposal & { centreId: string; kind: SettingKind },
): Promise<void> {
  const before = await locked(tx, parts.keys, centreId, kind);
  if (!before) throw new Error('a setting that was just changed is not there');
  const { written } = writeDown(settingRows, parts, tx, {
    id: before.state.id,
    subjectId: centreId,
    before,
    // Of what has columns nothing names people.
    facts: [{ type: 'SettingProposed', data: { centreId, kind, by, value }, personal: null }],
    actor: { type: 'system', part: 'take-over' },
  });
  await written;
}

async function locked(tx: Transaction, keys: KeyRing, centreId: string, kind: SettingKind) {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from settings where centre_id = ${centreId} and kind = ${kind}`;
  return row ? lock(settingRows, tx, keys, row.id) : null;
}
