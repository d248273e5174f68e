// A setting as somebody at the machine itself sets it: it counts at once, and the centre's access log says who.
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { AccessAction } from '@achterwacht/shared/audit/actions.ts';
import type { AccessResult } from '@achterwacht/shared/routes/audit-results.ts';
import { logSetting } from '../../access/access-log.ts';
import type { Transaction } from '../../db/connect.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { changeSetting } from '../../settings/change-setting.ts';
import type { GivenSecrets } from '../../settings/given-secrets.ts';
import type { Surroundings } from './with-system.ts';

type Asked = {
  kind: SettingKind;
  /** What it becomes, by what is locked until then. */
  valueOf: (
    tx: Transaction,
    centreId: string,
  ) => Promise<{ value: unknown; secrets?: GivenSecrets }>;
  /** What the access log says of it; never what was set where that names people. */
  logged: { action: AccessAction; result: () => AccessResult };
};

/** The centre of that name; without a name the default one. @throws where there is none. */
export async function centreNamed(
  { sql }: Pick<Transaction, 'sql'>,
  name: string | undefined,
): Promise<{ id: string; name: string }> {
  const [centre] = await sql<{ id: string; name: string }[]>`
    select id, name from centres
    where case when ${name ?? null}::text is null then is_default else name = ${name ?? null} end`;
  if (!centre) throw new Error('Er is geen centrale met die naam.');
  return centre;
}

export async function setSetting(
  { config, system, keys }: Surroundings,
  centreName: string | undefined,
  { kind, valueOf, logged }: Asked,
): Promise<void> {
  const now = new Date();
  const parts = { keys, clock: { now: () => now } };
  const actor = { type: 'system', part: 'command-line' } as const;
  const refused = await withKeysMade(keys, () =>
    system.transaction(async (tx) => {
      const { id: centreId } = await centreNamed(tx, centreName);
      await tx.sql`select from centres where id = ${centreId} for no key update`;
      const { value, secrets = {} } = await valueOf(tx, centreId);
      // Judged by its kind.
      const command = { type: 'ProposeSetting', centreId, kind, value: value as never } as const;
      const asked = { centreId, kind, command, actor, secrets };
      const refusal = await changeSetting(parts, tx, asked);
      if (refusal) throw new Refused(refusal.code);
      await logSetting(tx, centreId, {
        at: now,
        by: config.callerName,
        action: logged.action,
        object: centreId,
        result: logged.result(),
      });
    }),
  ).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refused) return error.message;
      throw error;
    },
  );
  if (refused === 'instelling-ongeldig')
    throw new Error(`Dit is geen geldige waarde voor ${kind}; er is niets gewijzigd.`);
  if (refused === 'geheim-ontbreekt')
    throw new Error(`Geef bij ${kind} ook het geheim op, als "secrets"; er is niets gewijzigd.`);
  if (refused !== null)
    throw new Error(`De instelling ${kind} is niet te lezen: ./achterwacht verify-log zegt meer.`);
}

/** Thrown, so that nothing of what came before it stays: no secret is kept for a setting that was refused. */
class Refused extends Error {}
