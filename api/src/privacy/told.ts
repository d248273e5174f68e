// What the law has told beside the data itself (AVG art. 15, first and second paragraph): why it is kept, from whom it
// came, who gets it, for how long, and what one may ask. From memory; to be confirmed by a jurist.
import type { AccessExport } from '@achterwacht/shared/routes/privacy.ts';
import { retention } from '@achterwacht/shared/setting/kinds/retention.ts';
import { settingKinds } from '@achterwacht/shared/setting/kinds.ts';
import type { TransactionSql } from '../db/connect.ts';
import { textOf } from '../http/texts.ts';

const texts = {
  holder: {
    why: 'privacy_told_why_holder',
    from: 'privacy_told_from_holder',
    to: 'privacy_told_to_holder',
  },
  member: {
    why: 'privacy_told_why_member',
    from: 'privacy_told_from_member',
    to: 'privacy_told_to_member',
  },
};

export async function toldOf(
  sql: TransactionSql,
  of: 'holder' | 'member',
): Promise<AccessExport['told']> {
  const terms = await termsOf(sql);
  const section = (title: string, ...sentences: string[]) => ({ title: textOf(title), sentences });
  return [
    section('privacy_told_why', textOf(texts[of].why)),
    section('privacy_told_from', textOf(texts[of].from)),
    section('privacy_told_to', textOf(texts[of].to), textOf('privacy_told_to_upkeep')),
    section('privacy_told_term', ...(of === 'holder' ? terms : terms.slice(-1))),
    section(
      'privacy_told_rights',
      textOf('privacy_told_rights_ask'),
      textOf('privacy_told_rights_complain'),
      textOf('privacy_told_rights_no_machine'),
    ),
  ];
}

/** Of who looked last. */
async function termsOf(sql: TransactionSql): Promise<string[]> {
  const [row] = await sql<{ value: unknown }[]>`
    select state -> 'value' as value from settings where kind = 'retention'`;
  const set = retention.safeParse(row?.value);
  const { realSoundDays, realContentDays, harmlessContentDays, accessLineDays } = set.success
    ? set.data
    : settingKinds.retention.usual;
  const term = (what: string, days: number | null) =>
    days === null
      ? textOf('privacy_told_term_not_set', { what: textOf(what) })
      : textOf('privacy_told_term_days', { what: textOf(what), days });
  return [
    term('privacy_held_sound', realSoundDays),
    term('privacy_told_real_content', realContentDays),
    term('privacy_told_harmless_content', harmlessContentDays),
    term('privacy_held_looks', accessLineDays),
  ];
}
