// In which language people of a centre are written to: each in the one that he chose himself, or else that whoever invited
// him chose, or else that was chosen for his municipality, where the centre offers it; otherwise in the centre's usual one.
import type { Language } from '@achterwacht/shared/language.ts';
import { languageFor } from '@achterwacht/shared/which-language.ts';
import type { Sql } from '../db/connect.ts';
import type { Settings } from '../settings/settings.ts';

type Parts = { sql: Sql; settings: Pick<Settings, 'settingOf'> };
type Whom = { centreId: string; userIds: readonly string[] };

/** As the system, which alone may read what people chose beside where they belong. Of everybody asked there is one. */
export async function readLanguages(
  { sql, settings }: Parts,
  { centreId, userIds }: Whom,
): Promise<Map<string, Language>> {
  const rows = await sql<
    { id: string; own: string | null; invited: string | null; chosen: string | null }[]
  >`
    select members.user_id as id, preference.language as own,
      member_records.state -> 'invitation' ->> 'language' as invited,
      municipalities.state ->> 'language' as chosen
    from members left join member_records on member_records.id = members.user_id
      left join auth.preference on preference.user_id = members.user_id
      left join municipalities on municipalities.id = members.municipality_id
    where members.centre_id = ${centreId} and members.user_id = any(${[...userIds]})`;
  const languages = settings.settingOf(centreId, 'languages');
  return new Map(
    userIds.map((id) => {
      const wishes = rows.find((row) => row.id === id);
      return [id, languageFor(languages, [wishes?.own, wishes?.invited, wishes?.chosen])];
    }),
  );
}
