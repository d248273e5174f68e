// The settings of one centre as its people read them: what counts and what somebody proposes, and what counted when.
// All of it runs inside asActor, under the rights of whoever asks.
import type { SettingPeriod, SettingView } from '@achterwacht/shared/routes/settings.ts';
import {
  isFormerKind,
  settingKind,
  settingKinds,
  settingValueOf,
  type SettingKind,
} from '@achterwacht/shared/setting/kinds.ts';
import type { SettingEvent } from '@achterwacht/shared/setting/evolve.ts';
import type { Setting } from '@achterwacht/shared/setting/state.ts';
import { settingSubject } from '@achterwacht/shared/subjects/setting.ts';
import type { Transaction } from '../db/connect.ts';
import { iso } from '../db/iso.ts';
import { readEvent } from '../log/event-text.ts';
import { find, findAll } from '../log/read-stream.ts';
import { dataKeyOf, openersOfRow } from '../log/stream-keys.ts';
import type { FoldRow } from '../log/stream.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { settingRows } from './setting-row.ts';
import { readColumns, type Values } from './settings.ts';

type Listed = { settings: SettingView[]; paged: { supervisor: number; onCall: number } | null };

/** Whom one names is told of that one alone: a list is read for what stands in it, and not for a telephone number. */
export async function listSettings(
  tx: Transaction,
  keys: KeyRing,
  centreId: string,
): Promise<Listed> {
  const stood = (await readColumns(tx.sql)).get(centreId)!; // whoever asks belongs to one
  const rows = await tx.sql<
    { id: string }[]
  >`select id from settings where centre_id = ${centreId}`;
  const ids = rows.map(({ id }) => id);
  const settings = new Map(
    (await findAll(settingRows, tx, keys, ids)).map(({ state }) => [state.kind, state]),
  );
  const kinds = settingKind.options.filter((each) => !isFormerKind(each));
  const views = kinds.map((kind) => viewOf(kind, settings.get(kind) ?? null, stood));
  const paging = settingValueOf('paging', views.find(({ kind }) => kind === 'paging')?.value);
  return {
    settings: views.map((view) => (settingKinds[view.kind].isPersonal ? withoutValue(view) : view)),
    paged: paging && { supervisor: paging.supervisor.length, onCall: paging.onCall.length },
  };
}

const withoutValue = (view: SettingView): SettingView => ({
  ...view,
  value: null,
  proposed: view.proposed && { ...view.proposed, value: null },
});

export async function readSetting(
  tx: Transaction,
  keys: KeyRing,
  centreId: string,
  kind: SettingKind,
): Promise<SettingView> {
  const stood = (await readColumns(tx.sql)).get(centreId)!; // as above
  return viewOf(kind, await findSetting(tx, keys, centreId, kind), stood);
}

async function findSetting(
  tx: Transaction,
  keys: KeyRing,
  centreId: string,
  kind: SettingKind,
): Promise<Setting | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    select id from settings where centre_id = ${centreId} and kind = ${kind}`;
  const stored = row && (await find(settingRows, tx, keys, row.id));
  return stored?.state ?? null;
}

function viewOf(kind: SettingKind, setting: Setting | null, stood: Values): SettingView {
  const { needsSecond, usual, bounds = {} } = settingKinds[kind];
  const { counts = null, proposed = null, refused = null, version = 0 } = setting ?? {};
  return {
    kind,
    value: settingValueOf(kind, setting && setting.valueVersion > 0 ? setting.value : stood[kind]),
    since: counts?.since ?? null,
    decided: counts && { proposedBy: counts.proposedBy, by: counts.by, alone: counts.alone },
    version,
    proposed,
    refused,
    needsSecond,
    usual,
    bounds,
  };
}

/** A screenful: more than any kind is changed in years. */
const mostPeriods = 50;
/** Events at a time; of each value that counted there are two, and more where proposals were withdrawn. */
const sliceSize = 200;
const lastVersion = 2 ** 31 - 1;

export async function readHistory(
  tx: Transaction,
  keys: KeyRing,
  { before, ...asked }: { centreId: string; kind: SettingKind; before: number | undefined },
): Promise<{ periods: SettingPeriod[]; hasMore: boolean }> {
  // The one that the page before ended with says until when the first of this one counted.
  const most = mostPeriods + (before === undefined ? 1 : 2);
  const read = await readPeriods(tx, keys, { ...asked, upTo: before, most });
  const periods = read.filter(({ version }) => before === undefined || version < before);
  return { periods: periods.slice(0, mostPeriods), hasMore: periods.length > mostPeriods };
}

/** Null where nothing had been written down by then. */
export async function readPeriodAt(
  tx: Transaction,
  keys: KeyRing,
  { at, ...asked }: { centreId: string; kind: SettingKind; at: string },
): Promise<SettingPeriod | null> {
  const [period] = await readPeriods(tx, keys, { ...asked, by: at, most: 1 });
  if (!period) return null;
  const [next] = await tx.sql<{ at: string }[]>`
    select at from log.events
    where stream_id = (select id from settings
        where centre_id = ${asked.centreId} and kind = ${asked.kind})
      and type = 'SettingApproved' and version > ${period.version}
    order by version limit 1`;
  return { ...period, until: next ? iso(next.at) : null };
}

type Approved = Extract<SettingEvent, { type: 'SettingApproved' }>;
type Asked = {
  centreId: string;
  kind: SettingKind;
  /** Of its events those up to this version. */
  upTo?: number | undefined;
  /** The same, up to this moment. */
  by?: string;
  most: number;
};

/**
 * What counted, the newest first. An approval is of the last proposal before it, and ends what the one before it
 * approved.
 */
async function readPeriods(
  { sql }: Transaction,
  keys: KeyRing,
  { centreId, kind, upTo = lastVersion, by = 'infinity', most }: Asked,
): Promise<SettingPeriod[]> {
  const [setting] = await sql<Pick<FoldRow, 'id' | 'subject_id' | 'data_key'>[]>`
    select id, subject_id, ${dataKeyOf(sql, 'settings')} as data_key from settings
    where centre_id = ${centreId} and kind = ${kind}`;
  if (!setting) return [];
  const openers = openersOfRow(settingRows, keys, setting);
  const events = sql<{ text: string }[]>`
    select text from log.events
    where stream_id = ${setting.id} and version <= ${upTo} and at <= ${by}
    order by version desc`;
  const periods: SettingPeriod[] = [];
  let approved: Approved | null = null;
  for await (const slice of events.cursor(sliceSize))
    for (const { text } of slice) {
      const event = readEvent(settingSubject, text, openers);
      if (event.type === 'SettingApproved') approved = event;
      if (event.type !== 'SettingProposed' || !approved) continue;
      periods.push(periodOf(kind, event, approved, periods.at(-1)?.from ?? null));
      approved = null;
      if (periods.length === most) return periods;
    }
  return periods;
}

function periodOf(
  kind: SettingKind,
  { data, personal }: Extract<SettingEvent, { type: 'SettingProposed' }>,
  approved: Approved,
  until: string | null,
): SettingPeriod {
  const { isPersonal } = settingKinds[kind];
  return {
    kind,
    value: settingValueOf(kind, isPersonal ? personal?.value : data.value),
    version: approved.version,
    from: approved.at,
    until,
    decided: { proposedBy: data.by, by: approved.data.by, alone: approved.data.alone },
  };
}
