// What `achterwacht outbox` prints for people: each line in the language that its centre usually reads.
import type { Language } from '@achterwacht/shared/language.ts';
import { settingValueOf } from '@achterwacht/shared/setting/kinds.ts';
import { usualLanguages } from '@achterwacht/shared/which-language.ts';
import type { Database } from '../../db/connect.ts';
import { outgoingIn, recipientIn, textOf } from '../../http/texts.ts';
import type { ListedEffect } from '../../outbox/list-effects.ts';

export async function outboxInWords(
  system: Pick<Database, 'sql'>,
  entries: readonly ListedEffect[],
): Promise<string> {
  const languages = await readUsual(system);
  if (entries.length === 0) return textOf('outbox_empty', {}, [...languages.values()][0]);
  return entries
    .map(({ centreId, createdAt, status, recipient, text }) => {
      const language = languages.get(centreId);
      const cells = [
        textOf(statusTexts[status], {}, language).padEnd(14),
        recipientIn(recipient, language).padEnd(28),
        outgoingIn(text, language),
      ];
      return `${createdAt}  ${cells.join(' ')}`;
    })
    .join('\n');
}

const statusTexts = {
  waiting: 'outbox_waiting',
  sent: 'outbox_sent',
  failed: 'outbox_failed',
  withheld: 'outbox_withheld',
} satisfies Record<ListedEffect['status'], string>;

/** Of every centre; the one that takes what nobody knows first. */
async function readUsual({ sql }: Pick<Database, 'sql'>): Promise<Map<string, Language>> {
  const rows = await sql<{ id: string; value: unknown }[]>`
    select centres.id, settings.state -> 'value' as value from centres
    left join settings on settings.centre_id = centres.id and kind = 'languages'
    order by is_default desc, centres.name`;
  return new Map(
    rows.map(({ id, value }) => [id, (settingValueOf('languages', value) ?? usualLanguages).usual]),
  );
}
