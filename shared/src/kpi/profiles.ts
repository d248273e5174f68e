// What an answer time is measured against: so many of the alarms taken within so many seconds. The figures are a
// standard's, not ours, and each profile says whether somebody could read them there; a centre may have one of its own.
import * as z from 'zod';

const standardName = z.enum(['en-50518-hold-up', 'bs-8484-2016']);
/** `own`: as the centre agreed on it, in its settings. */
export const profileName = z.enum([...standardName.options, 'own']);
export type ProfileName = z.infer<typeof profileName>;

/** `permille` of the alarms have to be taken within `seconds`; whole numbers, so that no rounding decides. */
export const limit = z.object({
  seconds: z.int().positive(),
  permille: z.int().positive().max(1000),
});
export type Limit = z.infer<typeof limit>;

export type Profile = {
  /** As it is printed; the name of a standard is the same in every language. */
  title: string;
  /** False: the paid standard could not be read, and whoever shows its figures says so. */
  verified: boolean;
  limits: readonly [Limit, Limit];
};

export const profiles: Record<z.infer<typeof standardName>, Profile> = {
  'en-50518-hold-up': {
    title: 'EN 50518, hold-up',
    verified: false,
    limits: [
      { seconds: 30, permille: 800 },
      { seconds: 60, permille: 985 },
    ],
  },
  'bs-8484-2016': {
    title: 'BS 8484:2016',
    verified: true,
    limits: [
      { seconds: 10, permille: 800 },
      { seconds: 40, permille: 985 },
    ],
  },
};
