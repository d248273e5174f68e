// The register and the pool over HTTP. What a person asks is read under his own rights and carried out by the system's
// part that registers, which holds the button and looks once more whether it is in his reach.
import type { FastifyInstance } from 'fastify';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import type { ButtonRefusal } from '@achterwacht/shared/button/rule.ts';
import type { Button } from '@achterwacht/shared/button/state.ts';
import type { Permission } from '@achterwacht/shared/roles.ts';
import type { ButtonDetail } from '@achterwacht/shared/routes/buttons.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Visitor } from '../../access/as-actor.ts';
import { logAccess, type Look } from '../../access/access-log.ts';
import type { Transaction } from '../../db/connect.ts';
import { violatedConstraint } from '../../db/errors.ts';
import { Failure, notFound, serve, type Reply } from '../../http/server.ts';
import { withKeysMade } from '../../sealing/key-ring.ts';
import { readKey } from '../register/button-lines.ts';
import type { Parts } from '../parts.ts';
import { setMessageKey, setSoundToken } from '../register/keys.ts';
import { readSoundToken } from '../register/sound-token.ts';
import { changeButton, isRefused, registerButton } from '../row/change-button.ts';
import { findTest } from '../row/look-up.ts';
import { readCalendar } from './calendar.ts';
import { readOverview } from './overview.ts';
import { readButton } from './read-button.ts';
import { listButtons, testAnswer } from './read-buttons.ts';

type Changed = (tx: Transaction) => Promise<Button | ButtonRefusal>;

export function serveButtons(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, accounts, keys, clock } = parts;
  const sightOf = ({ role }: Visitor) => ({ now: clock.now(), role });

  /** In the transaction that shows it. */
  const looked = (
    tx: Transaction,
    visitor: Visitor,
    { ip: origin }: { ip: string },
    { whom = [null], ...look }: Pick<Look, 'action' | 'object'> & { whom?: Look['whom'][] },
  ) => {
    const line = { at: clock.now(), result: 'shown', origin, ...look } as const;
    return logAccess(
      tx,
      visitor,
      whom.map((each) => ({ ...line, whom: each })),
    );
  };

  const shown = (visitor: Visitor, buttonId: string, permission: Permission) =>
    asActor(visitor, permission, (tx) => readButton(tx, keys, buttonId, sightOf(visitor)));

  /** What it is after it; refused where two who were first at once had the same. */
  async function carriedOut(
    visitor: Visitor,
    permission: Permission,
    change: Changed,
  ): Promise<Reply<ButtonDetail>> {
    // Asked first, so that a role that may not is told so by the door that all others go through.
    await asActor(visitor, permission, () => Promise.resolve());
    let changed: Button | ButtonRefusal;
    try {
      // Whoever wears it hears of it, and is sealed under a key of his own.
      changed = await withKeysMade(keys, () => accounts.transaction(change));
    } catch (error) {
      const code = refusedBy[violatedConstraint(error) ?? ''];
      if (code === undefined) throw error;
      return new Failure(409, code, {});
    }
    if (isRefused(changed))
      return changed.code === 'knop-onbekend'
        ? notFound()
        : new Failure(409, changed.code, changed.details);
    return (await shown(visitor, changed.id, permission)) ?? notFound();
  }

  const change = (
    visitor: Visitor,
    permission: Permission,
    buttonId: string,
    command: Exclude<ButtonCommand, { type: 'Register' }>,
  ) =>
    carriedOut(visitor, permission, (tx) =>
      changeButton(parts, tx, { buttonId, command, ...askedBy(visitor) }),
    );

  serve(app, authentication, routes.buttons, ({ visitor, query, request }) =>
    asActor(visitor, 'button.read', async (tx) => {
      await looked(tx, visitor, request, { action: 'register.listed', object: 'buttons' });
      return listButtons(tx, query, sightOf(visitor));
    }),
  );

  serve(app, authentication, routes.button, ({ visitor, params, request }) =>
    asActor(visitor, 'button.read', async (tx) => {
      const button = await readButton(tx, keys, params.buttonId, sightOf(visitor));
      if (!button) return notFound();
      // Whoever wears it, and whoever did: each is told that he was looked at.
      const named = new Set(button.loans.map(({ holder }) => holder.id));
      const whom = named.size > 0 ? [...named] : [null];
      await looked(tx, visitor, request, { action: 'register.opened', object: button.id, whom });
      return button;
    }),
  );

  serve(app, authentication, routes.buttonRegister, ({ visitor, body }) =>
    carriedOut(visitor, 'button.change', (tx) => {
      const { actor, within } = askedBy(visitor);
      return registerButton(parts, tx, { centreId: within.centreId, actor, ...body });
    }),
  );

  serve(app, authentication, routes.buttonChange, ({ visitor, params, body }) =>
    change(visitor, 'button.change', params.buttonId, { type: 'ChangeRegistration', ...body }),
  );

  serve(
    app,
    authentication,
    routes.buttonKey,
    async ({ visitor, params, body: { key, value } }) => {
      const of = { buttonId: params.buttonId, ...askedBy(visitor) };
      const read = value === null ? null : readSafely(() => readWritten(key, value));
      if (read === undefined || (key === 'sound' && read === null))
        return new Failure(409, 'sleutel-ongeldig', {});
      return carriedOut(visitor, 'button.change', (tx) =>
        typeof read === 'string'
          ? setSoundToken(parts, tx, { ...of, token: read })
          : setMessageKey(parts, tx, { ...of, key: read }),
      );
    },
  );

  serve(app, authentication, routes.buttonAside, ({ visitor, params, body: { why } }) =>
    change(
      visitor,
      'button.change',
      params.buttonId,
      why === null ? { type: 'PutBack' } : { type: 'SetAside', why },
    ),
  );

  serve(app, authentication, routes.buttonRetire, ({ visitor, params, body }) =>
    change(visitor, 'button.change', params.buttonId, { type: 'Retire', ...body }),
  );

  serve(app, authentication, routes.buttonMissing, ({ visitor, params, body: { missing } }) =>
    change(visitor, 'loan.change', params.buttonId, {
      type: missing ? 'ReportMissing' : 'ReportFound',
    }),
  );

  serve(app, authentication, routes.buttonTest, async ({ visitor, params: { buttonId } }) => {
    if (!(await shown(visitor, buttonId, 'loan.change'))) return notFound();
    return testAnswer(await accounts.transaction((tx) => findTest(tx, buttonId)), clock.now());
  });

  serve(app, authentication, routes.buttonLend, async ({ visitor, params: { buttonId }, body }) => {
    const { within } = askedBy(visitor);
    const { withoutSoundTest, startsAt, ...asked } = body;
    const button = await shown(visitor, buttonId, 'loan.change');
    if (!button) return notFound();
    // One that is nobody's yet is lent to nobody.
    if (!button.municipality) return new Failure(409, 'gemeente-anders', {});
    const command = {
      type: 'Lend',
      ...asked,
      centreId: within.centreId,
      municipalityId: button.municipality.id,
      startsAt: startsAt ?? clock.now().toISOString(),
      ...(withoutSoundTest && { withoutSoundTest: { reason: withoutSoundTest } }),
    } as const;
    return change(visitor, 'loan.change', buttonId, command);
  });

  serve(app, authentication, routes.loanReturn, ({ visitor, params: { buttonId, loanId } }) =>
    change(visitor, 'loan.change', buttonId, { type: 'Return', loanId }),
  );

  serve(app, authentication, routes.loanTerm, ({ visitor, params, body }) =>
    change(visitor, 'loan.change', params.buttonId, {
      type: 'ChangeTerm',
      loanId: params.loanId,
      ...body,
    }),
  );

  serve(app, authentication, routes.loanTalk, ({ visitor, params, body }) =>
    change(visitor, 'loan.change', params.buttonId, {
      type: 'KeepTalk',
      loanId: params.loanId,
      ...body,
    }),
  );

  serve(app, authentication, routes.loanOverview, ({ visitor, query, request }) =>
    asActor(visitor, 'loan.read', async (tx) => {
      await looked(tx, visitor, request, { action: 'register.listed', object: 'loans' });
      return readOverview(tx, sightOf(visitor), query.of);
    }),
  );

  serve(app, authentication, routes.loanCalendar, ({ visitor, query, request }) =>
    asActor(visitor, 'loan.read', async (tx) => {
      await looked(tx, visitor, request, { action: 'register.listed', object: 'loans' });
      return readCalendar(tx, query, sightOf(visitor));
    }),
  );
}

/** Rules over several buttons, which an index says: what the second of two who were at it at once is told. */
const refusedBy: Record<string, ButtonRefusal['code']> = {
  buttons_serial: 'knop-bestaat-al',
  buttons_account: 'account-bezet',
};

function askedBy({ type, id, name, role, centreId, municipalityId }: Visitor) {
  return { actor: { type, id, name, role }, within: { centreId, municipalityId } };
}

const readWritten = (key: 'messages' | 'sound', value: string): string | Uint8Array | null =>
  key === 'sound' ? readSoundToken(value) : readKey(value);

/** Undefined where it is none: what was typed is in no message. */
function readSafely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
