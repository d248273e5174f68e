// In which language those on a list are told: an address of somebody who works here in his own, all others in what the
// centre's people usually read, for nobody knows what the owner of a telephone chose.
import type { Language } from '@achterwacht/shared/language.ts';
import type { Database } from '../db/connect.ts';
import type { Settings } from '../settings/settings.ts';
import { readLanguages } from './read-languages.ts';

type Parts = { system: Database; settings: Pick<Settings, 'settingOf'> };

/** Of every contact that is asked about there is one. */
export type LanguagesOf = (
  centreId: string,
  contacts: readonly string[],
) => Promise<ReadonlyMap<string, Language>>;

export function createLanguagesOf({ system: { sql }, settings }: Parts): LanguagesOf {
  return async (centreId, contacts) => {
    const { usual } = settings.settingOf(centreId, 'languages');
    const addresses = contacts.filter((one) => one.includes('@')).map((one) => one.toLowerCase());
    // By telephone alone nobody is looked up, and a page waits for no question.
    const members =
      addresses.length === 0
        ? []
        : await sql<{ id: string; email: string }[]>`
            select user_id as id, lower(email) as email from members
            where centre_id = ${centreId} and status = 'active' and lower(email) = any(${addresses})`;
    const userIds = members.map(({ id }) => id);
    const chosen =
      userIds.length === 0
        ? new Map<string, Language>()
        : await readLanguages({ sql, settings }, { centreId, userIds });
    return new Map(
      contacts.map((contact) => {
        const member = members.find(({ email }) => email === contact.toLowerCase());
        return [contact, (member && chosen.get(member.id)) ?? usual];
      }),
    );
  };
}
