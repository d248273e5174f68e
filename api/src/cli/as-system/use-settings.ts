// What `achterwacht settings` does: what each centre runs by. `get KIND` gives one, `set KIND JSON` (or `-`, from standard
// input) sets it, which counts at once in every process; `history KIND` gives what counted from when to when, and by whom,
// and `at MOMENT KIND` what counted then. Secrets go in and never come out: a setting names them by id.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { SettingPeriod } from '@achterwacht/shared/routes/settings.ts';
import { isFormerKind, settingKind, type SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { mostWebhooks } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import { openLogger } from '../../logger.ts';
import type { GivenSecrets } from '../../settings/given-secrets.ts';
import { readHistory, readPeriodAt } from '../../settings/read-settings.ts';
import { readSettings } from '../../settings/settings.ts';
import { centreNamed, setSetting } from './set-setting.ts';
import { option, type Surroundings } from './with-system.ts';

const kinds = settingKind.options.filter((kind) => !isFormerKind(kind));

/** A value as it is typed: with the secrets that belong to it, which stand in it by their ids alone. */
const typed = z.looseObject({ secrets: z.array(z.string()).max(2) });
/** Webhooks as they are typed: each with its own, and with an id where it had one before. */
const typedWebhooks = z.looseObject({ webhooks: z.array(typed).max(mostWebhooks) });

/**
 * @param readInput What came in by standard input.
 * @returns What is printed. @throws with the sentence of what is refused, which repeats nothing that may be secret.
 */
export async function useSettings(
  surroundings: Surroundings,
  args: string[],
  readInput: () => Promise<string>,
): Promise<unknown> {
  const { system, keys, json } = surroundings;
  const name = option(args, 'centre');
  const [what, ...rest] = args.filter(
    (arg, index) => arg !== '--centre' && args[index - 1] !== '--centre',
  );
  if (what === undefined) return listAll(surroundings, name);
  if (what === 'history' || what === 'at') {
    const { id: centreId } = await centreNamed(system, name);
    const asked = { centreId, kind: kindIn(rest[what === 'at' ? 1 : 0]) };
    if (what === 'history') return history(surroundings, asked);
    const at = momentIn(rest[0]);
    const period = await system.transaction((tx) => readPeriodAt(tx, keys, { ...asked, at }));
    if (!period) throw new Error('Toen was deze instelling nog niet vastgelegd.');
    return json ? period : inWords(period);
  }
  const kind = kindIn(rest[0]);
  if (what === 'get') return valueNow(surroundings, name, kind);
  if (what !== 'set' || rest[1] === undefined)
    throw new Error(
      'Vraag: settings, settings get SOORT, settings set SOORT JSON (of -), settings history SOORT of settings at MOMENT SOORT.',
    );
  const given = parsed(rest[1] === '-' ? await readInput() : rest[1]);
  await setSetting(surroundings, name, {
    kind,
    valueOf: () => Promise.resolve(withIds(given)),
    logged: { action: 'setting.set', result: () => kind },
  });
  return valueNow(surroundings, name, kind);
}

function allOf({ system, keys }: Surroundings) {
  return readSettings(system.sql, keys, openLogger('warn'));
}

async function valueNow(surroundings: Surroundings, name: string | undefined, kind: SettingKind) {
  const { id } = await centreNamed(surroundings.system, name);
  return (await allOf(surroundings)).get(id)![kind];
}

async function listAll(surroundings: Surroundings, name: string | undefined): Promise<unknown> {
  const { system, json } = surroundings;
  const values = await allOf(surroundings);
  const centres = name
    ? [await centreNamed(system, name)]
    : await system.sql<{ id: string; name: string }[]>`select id, name from centres order by name`;
  const all = centres.map(({ id, name: centre }) => ({ centre, settings: values.get(id)! }));
  if (json) return all;
  return all
    .flatMap(({ centre, settings }) => [
      centre,
      ...kinds.map((kind) => `  ${kind.padEnd(15)} ${JSON.stringify(settings[kind])}`),
    ])
    .join('\n');
}

/** A page at a time, the newest first. */
async function history(
  { system, keys, json }: Surroundings,
  asked: { centreId: string; kind: SettingKind },
): Promise<unknown> {
  const all: SettingPeriod[] = [];
  let before: number | undefined;
  for (;;) {
    const of = { ...asked, before };
    const { periods, hasMore } = await system.transaction((tx) => readHistory(tx, keys, of));
    all.push(...periods);
    before = periods.at(-1)?.version;
    if (!hasMore) break;
  }
  return json ? all : all.map(inWords).join('\n');
}

function inWords({ from, until, value, decided }: SettingPeriod): string {
  const { proposedBy, by, alone } = decided;
  const whom =
    alone === 'by-system'
      ? 'aan de machine'
      : [proposedBy, by?.id === proposedBy?.id ? null : by]
          .flatMap((one) => one?.name ?? [])
          .join(' en ');
  return `${from} – ${until ?? 'nu'}  ${whom}  ${JSON.stringify(value)}`;
}

function momentIn(given: string | undefined): string {
  const moment = z.iso.datetime({ offset: true }).safeParse(given);
  if (moment.success) return new Date(moment.data).toISOString();
  throw new Error('Geef het moment als 2026-11-21T09:00:00Z.');
}

function kindIn(given: string | undefined): SettingKind {
  const kind = settingKind.safeParse(given);
  if (kind.success && !isFormerKind(kind.data)) return kind.data;
  throw new Error(`Een instelling is een van: ${kinds.join(', ')}.`);
}

function parsed(given: string): unknown {
  try {
    return JSON.parse(given) as unknown;
  } catch {
    // Without the text: it may hold a secret.
    throw new Error('Dit is geen JSON.');
  }
}

/** Without `secrets` the ids stay as they were given. */
function withIds(given: unknown): { value: unknown; secrets: GivenSecrets } {
  const secrets: Record<string, string> = {};
  const named = ({ secrets: those, ...value }: z.infer<typeof typed>) => {
    const secretIds = those.map(() => randomUUID());
    secretIds.forEach((id, place) => (secrets[id] = those[place]!)); // as many as there are
    return { ...value, secretIds };
  };
  const several = typedWebhooks.safeParse(given);
  if (several.success) {
    const list = several.data.webhooks.map((one) => ({
      id: randomUUID(),
      isOn: true,
      ...named(one),
    }));
    return { value: { webhooks: list, secretIds: list.flatMap((one) => one.secretIds) }, secrets };
  }
  const one = typed.safeParse(given);
  return one.success ? { value: named(one.data), secrets } : { value: given, secrets: {} };
}
