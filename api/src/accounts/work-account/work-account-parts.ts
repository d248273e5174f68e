// What sending somebody to his centre's provider and taking him back have in common.
import type { Role } from '@achterwacht/shared/roles.ts';
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { createProviders, type Provider } from '../../access/oidc/provider.ts';
import type { TransactionSql } from '../../db/connect.ts';
import type { Logger } from '../../logger.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { openSecrets } from '../../settings/secrets.ts';
import type { Settings } from '../../settings/settings.ts';
import type { AccountParts } from '../account-parts.ts';

/** Of invitations what a work account needs: which one a link is, and that it is accepted. */
export type Invitations = {
  /** Null where the link opens nothing. */
  find: (secret: string) => Promise<(Invitation & { centreId: string }) | null>;
  /**
   * Makes a log-in without a password; in its transaction `letIn` makes that one of use. False: it opens nothing any
   * more.
   */
  accept: (
    invitation: Invitation,
    letIn: (sql: TransactionSql, role: Role) => Promise<void>,
  ) => Promise<boolean>;
};
type Invitation = { memberId: string; hash: string };

export type WorkAccountParts = AccountParts & {
  invitations: Invitations;
  log: Pick<Logger, 'warn'>;
  /** Null: the centre has none. As it is set at this moment. */
  providerOf: (centreId: string) => Promise<(Provider & { issuer: string }) | null>;
  /** What stands on the button, by centre. */
  buttons: () => { id: string; buttonText: string }[];
  settingOf: Settings['settingOf'];
  /** Throws as `provider.ts` says. */
  look: (issuer: string) => Promise<void>;
  emailOf: (userId: string) => Promise<string>;
};

export const settingName = 'oidc' satisfies SettingKind;

type Given = AccountParts & {
  invitations: Invitations;
  keys: Pick<KeyRing, 'master'>;
  settings: Settings;
  log: Pick<Logger, 'warn'>;
};

export function workAccountParts(given: Given): WorkAccountParts {
  const { keys, settings, database } = given;
  const { settingOf } = settings;
  const providers = createProviders();
  return {
    ...given,
    settingOf,
    async providerOf(centreId) {
      const setting = settings.centreIds().includes(centreId) && settingOf(centreId, settingName);
      if (!setting) return null;
      const [secret = ''] = await openSecrets(database.sql, keys, {
        centreId,
        ids: setting.secretIds,
      });
      return { issuer: setting.issuer, ...providers.at({ setting, secret }) };
    },
    buttons: () =>
      settings.centreIds().flatMap((centreId) => {
        const setting = settingOf(centreId, settingName);
        return setting ? [{ id: centreId, buttonText: setting.buttonText }] : [];
      }),
    look: (issuer) => providers.look(issuer),
    async emailOf(userId) {
      const [row] = await database.sql<{ email: string }[]>`
        select email from auth.user where id = ${userId}`;
      return row?.email ?? '';
    },
  };
}
