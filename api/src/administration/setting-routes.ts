// What a centre runs by, over HTTP. A change is answered with the setting as it stands then.
import type { FastifyInstance } from 'fastify';
import { aloneFrom, remembered } from '@achterwacht/shared/member/four-eyes.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { SettingCommand } from '@achterwacht/shared/setting/commands.ts';
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import { Failure, serve } from '../http/server.ts';
import { withKeysMade, type KeyRing } from '../sealing/key-ring.ts';
import { administratorsOf, changeSetting } from '../settings/change-setting.ts';
import type { GivenSecrets } from '../settings/given-secrets.ts';
import { SecretTaken } from '../settings/secrets.ts';
import { createContactLooks } from './contact-looks.ts';
import { listSettings, readHistory, readPeriodAt, readSetting } from '../settings/read-settings.ts';

type Parts = { authentication: Authentication; asActor: AsActor; keys: KeyRing; clock: Clock };

export function serveSettings(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, keys, clock } = parts;

  const look = createContactLooks(parts);

  serve(app, authentication, routes.settings, ({ visitor, query: { kind }, request: { ip } }) =>
    look(visitor, { kind, origin: ip }, async (tx) => {
      const { centreId } = visitor;
      const administrators = await administratorsOf(tx, centreId);
      const found = kind
        ? { settings: [await readSetting(tx, keys, centreId, kind)], paged: null }
        : await listSettings(tx, keys, centreId);
      return {
        ...found,
        administrators: remembered(administrators, clock.now()).length,
        aloneFrom: aloneFrom(administrators, clock.now()),
      };
    }),
  );

  serve(app, authentication, routes.settingHistory, ({ visitor, params, query, request }) =>
    look(visitor, { ...params, origin: request.ip }, (tx) =>
      readHistory(tx, keys, { centreId: visitor.centreId, ...params, before: query.before }),
    ),
  );

  serve(app, authentication, routes.settingAt, ({ visitor, params, query, request }) =>
    look(visitor, { ...params, origin: request.ip }, async (tx) => {
      const asked = { centreId: visitor.centreId, ...params, ...query };
      return { period: await readPeriodAt(tx, keys, asked) };
    }),
  );

  const change = (
    visitor: Visitor,
    kind: SettingKind,
    command: SettingCommand,
    secrets?: GivenSecrets,
  ) =>
    withKeysMade(keys, () =>
      asActor(visitor, 'setting.change', async (tx) => {
        const { type, id, name, role, centreId } = visitor;
        const actor = { type, id, name, role };
        const refused = await changeSetting(parts, tx, { centreId, kind, command, actor, secrets });
        return refused
          ? new Failure(409, refused.code, refused.details)
          : readSetting(tx, keys, centreId, kind);
      }),
    ).catch((error: unknown) => {
      if (!(error instanceof SecretTaken)) throw error;
      const problems = [{ path: 'secretIds', code: 'secret-twice' }];
      return new Failure(409, 'instelling-ongeldig', { kind, problems });
    });

  serve(app, authentication, routes.settingPropose, ({ visitor, params: { kind }, body }) =>
    change(
      visitor,
      kind,
      {
        type: 'ProposeSetting',
        centreId: visitor.centreId,
        kind,
        expectedVersion: body.expectedVersion,
        value: body.value as never, // judged by its kind
      },
      body.secrets,
    ),
  );

  serve(app, authentication, routes.settingApprove, ({ visitor, params: { kind }, body }) =>
    change(visitor, kind, { type: 'ApproveSetting', ...body }),
  );

  serve(app, authentication, routes.settingWithdraw, ({ visitor, params: { kind }, body }) =>
    change(visitor, kind, { type: 'WithdrawSetting', ...body }),
  );
}
