// What is kept, and for how long: every class that is erased by itself is a row here, and nothing else of anybody's is.
// Whoever owns what is erased gives the erasing of it (`eraser`, in the folder's `erasers`); main.ts puts both together,
// and the program does not start with a class that nobody erases.
import type { RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { Database } from '../db/connect.ts';

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
};

/** Where the settings stand, beside the centre that is asked about. */
const columns = {
  harmlessSoundDays: 'harmless_sound_days',
  realSoundDays: 'real_sound_days',
  harmlessContentDays: 'harmless_content_days',
  realContentDays: 'real_content_days',
  accessLineDays: 'access_line_days',
} satisfies Record<keyof SettingValue<'retention'>, string>;

/**
 * Days, in SQL, where `centres` is joined. The column and not what a process remembers: what is erased cannot be
 * brought back.
 */
export function keptDays(sql: Database['sql'], name: RetentionClassName) {
  return sql.unsafe(`centres.${columns[retentionClasses[name].setting]}`);
}
