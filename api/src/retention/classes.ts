// What is kept, and for how long: every class that is erased by itself is a row here, and nothing else of anybody's is.
// Whoever owns what is erased gives the erasing of it (`eraser`, in the folder's `erasers`); main.ts puts both together,
// and the program does not start with a class that nobody erases.
import type { RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { Sql, TransactionSql } from '../db/connect.ts';
import { strayMessageDays, unusedSheetDays } from '../db/terms-without-column.ts';

type Class = {
  /** As the centre's DPIA says; null there: not by itself. */
  setting: keyof SettingValue<'retention'>;
  /** In Dutch, as the command prints it. */
  words: string;
};

export const retentionClasses: Record<RetentionClassName, Class> = {
  'harmless-sound': {
    setting: 'harmlessSoundDays',
    words: 'geluid van loos en test, na afhandeling',
  },
  'real-sound': {
    setting: 'realSoundDays',
    words: 'geluid van echte alarmen, na afhandeling',
  },
  'harmless-content': {
    setting: 'harmlessContentDays',
    words: 'wat er is gezegd van loos en test, na afhandeling',
  },
  'real-content': {
    setting: 'realContentDays',
    words: 'wat er is gezegd van echte alarmen, na afhandeling',
  },
  'access-lines': {
    setting: 'accessLineDays',
    words: 'wie wat heeft ingezien, na het inzien',
  },
  'stray-messages': {
    setting: 'strayMessageDays',
    words: 'wat er stond in berichten zonder alarm, na ontvangst',
  },
  'unused-sheets': {
    setting: 'unusedSheetDays',
    words: 'persoonsblad zonder uitleen, na de laatste wijziging',
  },
};

/** Where the settings stand, beside the centre that is asked about: in its columns, or in the setting's own row. */
const standing = {
  harmlessSoundDays: 'centres.harmless_sound_days',
  realSoundDays: 'centres.real_sound_days',
  harmlessContentDays: 'centres.harmless_content_days',
  realContentDays: 'centres.real_content_days',
  accessLineDays: 'centres.access_line_days',
  strayMessageDays,
  unusedSheetDays,
} satisfies Record<keyof SettingValue<'retention'>, string>;

/**
 * Days, in SQL, where `centres` is joined. As they stand there and not as a process remembers them: what is erased cannot
 * be brought back.
 */
export function keptDays(sql: Sql | TransactionSql, name: RetentionClassName) {
  return sql.unsafe(standing[retentionClasses[name].setting]);
}
