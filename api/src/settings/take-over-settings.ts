// Settings that stand where a release before kept them get a history, with the migrations: of each centre what its
// columns say, and of the default centre what the environment said of whom to page and of the control room's system.
// Also what that release writes in the columns afterwards, when somebody went back to it for a while.
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import type { SettingRefusal } from '@achterwacht/shared/setting/decide.ts';
import {
  isSettingValue,
  settingKind,
  settingValueOf,
  type Setting,
  type SettingKind,
  type SettingValue,
} from '@achterwacht/shared/setting/state.ts';
import { ConfigError, type FormerSettings } from '../config.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { changeSetting } from './change-setting.ts';
import { keepSecret } from './secrets.ts';
import { hasColumns } from './setting-row.ts';
import { readColumns } from './settings.ts';

type Taken = { centre: string; kind: SettingKind; how: 'taken over' | 'not usable, left as it is' };
type Kept = {
  id: string;
  name: string;
  isDefault: boolean;
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
        if (
          !before &&
          centre.isDefault &&
          (await takeFormer(owner, openKeys, centre.id, kind, readFormer()))
        )
          taken.push({ centre: centre.name, kind, how: 'taken over' });
        continue;
      }
      const said = settingValueOf(kind, columns[kind]);
      const isKept =
        before && before.valueVersion > 0 && canonical(before.value) === canonical(said);
      if (isKept) continue;
      if (!isSettingValue(kind, columns[kind])) {
        taken.push({ centre: centre.name, kind, how: 'not usable, left as it is' });
        continue;
      }
      await take(owner, openKeys(), {
        centreId: centre.id,
        kind,
        valueOf: () => Promise.resolve(said),
      });
      taken.push({ centre: centre.name, kind, how: 'taken over' });
    }
  }
  return taken;
}

async function centresOf({ sql }: Database): Promise<Kept[]> {
  return sql<Kept[]>`
    select id, name, is_default as "isDefault",
      (select coalesce(jsonb_object_agg(kind, state), '{}'::jsonb) from settings
        where centre_id = centres.id) as kinds
    from centres order by name, id`;
}

async function takeFormer(
  owner: Database,
  openKeys: () => KeyRing,
  centreId: string,
  kind: SettingKind,
  { paging, policeWebhook }: FormerSettings,
): Promise<boolean> {
  if (kind === 'paging' && paging)
    await take(owner, openKeys(), { centreId, kind, valueOf: () => Promise.resolve(paging) });
  else if (kind === 'police-webhook' && policeWebhook) {
    const keys = openKeys();
    const { secrets, ...rest } = policeWebhook;
    const valueOf = async ({ sql }: Transaction) => {
      const secretIds: string[] = [];
      for (const secret of secrets)
        secretIds.push(await keepSecret(sql, keys, { centreId, secret }));
      return { ...rest, secretIds };
    };
    await take(owner, keys, { centreId, kind, valueOf });
  } else return false;
  return true;
}

async function take(
  owner: Database,
  keys: KeyRing,
  {
    centreId,
    kind,
    valueOf,
  }: {
    centreId: string;
    kind: SettingKind;
    valueOf: (tx: Transaction) => Promise<SettingValue | null>;
  },
): Promise<void> {
  const parts = { keys, clock: { now: () => new Date() } };
  const actor = { type: 'system', part: 'take-over' } as const;
  const refused = await withKeysMade(keys, () =>
    owner.transaction(async (tx): Promise<SettingRefusal | null> => {
      const value = await valueOf(tx);
      const command = { type: 'ProposeSetting', centreId, kind, value } as const;
      return changeSetting(parts, tx, { centreId, kind, command, actor });
    }),
  );
  // What is not usable of the environment is named, as everything else of it.
  if (refused) throw new ConfigError(`not usable as the setting ${kind}: ${refused.code}`);
}
