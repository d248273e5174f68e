// What is kept, and for how long: every class that is erased by itself is a row here, and nothing else of anybody's is.
// Whoever owns what is erased gives the erasing of it (`eraser`, in the folder's `erasers`); main.ts puts both together,
// and the program does not start with a class that nobody erases.
import type { RetentionClassName } from '@achterwacht/shared/routes/system.ts';
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { Database } from '../db/connect.ts';

type Kept =
  /** As the centre's DPIA says; null there: not by itself. */
  | { setting: keyof SettingValue<'retention'> }
  /** The same at every centre. */
  | { days: number; why: string };

type Class = {
  kept: Kept;
  /** In Dutch, as the command prints it. */
  words: string;
};

export const retentionClasses: Record<RetentionClassName, Class> = {
  'harmless-sound': {
    kept: { setting: 'harmlessSoundDays' },
    words: 'geluid van loos en test, na afhandeling',
  },
  'real-sound': {
    kept: { setting: 'realSoundDays' },
    words: 'geluid van echte alarmen, na afhandeling',
  },
  'harmless-content': {
    kept: { setting: 'harmlessContentDays' },
    words: 'wat er is gezegd van loos en test, na afhandeling',
  },
  'access-lines': {
    kept: {
      // Five years, with a leap day or two. The database refuses to take one away sooner (migration 0046).
      days: 1_827,
      why: `No Dutch norm says how long an alarm centre keeps who looked at what; five years is what NEN 7513 asks of
        care, the only one that names a term, known from memory and to be confirmed with the DPIA.`,
    },
    words: 'wie wat heeft ingezien',
  },
};

/** Where the settings stand, beside the centre that is asked about. */
const columns = {
  harmlessSoundDays: 'harmless_sound_days',
  realSoundDays: 'real_sound_days',
  harmlessContentDays: 'harmless_content_days',
} satisfies Record<keyof SettingValue<'retention'>, string>;

/**
 * Days, in SQL, where `centres` is joined. The column and not what a process remembers: what is erased cannot be
 * brought back.
 */
export function keptDays(sql: Database['sql'], name: RetentionClassName) {
  const { kept } = retentionClasses[name];
  return 'days' in kept
    ? sql`${kept.days}::integer`
    : sql.unsafe(`centres.${columns[kept.setting]}`);
}
