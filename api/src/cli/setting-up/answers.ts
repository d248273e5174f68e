// What must be known of a new centre, and whether what somebody says can be right. Everything that is wrong or missing
// is found at once; nothing is asked here that can be set later on a page.
import * as z from 'zod';
import { dialled } from '@achterwacht/shared/municipality/state.ts';
import { municipalities, provinceNames } from '@achterwacht/shared/places/municipalities.ts';
import { controlRoomCode, type ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import { phoneProblem } from '@achterwacht/shared/setting/kinds/phone-number.ts';
import { lastRoute } from '@achterwacht/shared/police/route.ts';
import type { Asked, Said } from './said.ts';
import { inWords, type Language } from './words.ts';

/** Checked, as `init` takes it. */
export const answers = z.object({
  language: z.enum(['nl', 'en']),
  centre: z.object({ name: z.string(), phone: z.string() }),
  controlRooms: z
    .array(
      z.object({ regionCode: controlRoomCode, phone: z.string(), second: z.string().nullable() }),
    )
    .min(1),
  /** Its code; null: none yet. */
  municipality: z.string().nullable(),
  administrator: z.object({ name: z.string(), email: z.string() }),
});
export type Answers = z.infer<typeof answers>;

const needed: readonly Asked[] = ['centre', 'phone', 'control-room', 'name', 'email'];
const order: readonly Asked[] = [
  'centre',
  'phone',
  'municipality',
  'control-room',
  'name',
  'email',
];

/** @returns what is wrong, a sentence each; null where it can be. */
export function problemWith(language: Language, asked: Asked, said: Said): string | null {
  const words = inWords[language];
  const value = said[asked];
  const isEmpty = Array.isArray(value) ? value.length === 0 : (value ?? '').trim() === '';
  if (isEmpty) return needed.includes(asked) ? words.missing[asked] : null;
  switch (asked) {
    case 'phone':
      return dialled.safeParse(value).success && phoneProblem(String(value).trim()) === null
        ? null
        : words.noPhone(String(value));
    case 'email':
      return z.email().safeParse(String(value).trim()).success ? null : words.noMail(String(value));
    case 'municipality':
      return codeOf(String(value)) === null ? words.notListed(String(value)) : null;
    case 'control-room': {
      const wrong = said['control-room']!.map((one) => problemWithRoom(language, one)); // not empty
      return wrong.find((problem) => problem !== null) ?? null;
    }
    default:
      return String(value).trim().length > 120 ? words.tooLong : null;
  }
}

function problemWithRoom(language: Language, said: string): string | null {
  const words = inWords[language];
  const { region, phones } = partsOf(said);
  if (!controlRoomCode.safeParse(region).success)
    return words.noRegion(region, controlRoomCode.options.join(', '));
  const wrong = phones.find((phone) => !dialled.safeParse(phone).success);
  if (phones.length === 0 || phones.length > 2 || wrong !== undefined)
    return words.noPhone(wrong ?? '');
  return phones.includes(lastRoute) ? words.isLastRoute : null;
}

function partsOf(said: string) {
  const [region = '', numbers = ''] = said.split(/=(.*)/s);
  const phones = numbers.split(',').map((phone) => phone.trim());
  return { region: region.trim(), phones: phones.filter((phone) => phone !== '') };
}

/** Of a name as the list has it; with its province where two are called the same. Null: no such one, or two. */
export function codeOf(name: string): string | null {
  const asked = name.trim().toLowerCase();
  const named = [...municipalities.values()].filter(
    (one) =>
      one.name.toLowerCase() === asked ||
      `${one.name} (${provinceNames[one.province]})`.toLowerCase() === asked,
  );
  return named.length === 1 ? named[0]!.code : null; // just counted
}

export function readAnswers(
  language: Language,
  said: Said,
): { answers: Answers } | { problems: string[] } {
  const problems = order.flatMap((asked) => problemWith(language, asked, said) ?? []);
  if (problems.length > 0) return { problems };
  const text = (asked: 'centre' | 'phone' | 'name' | 'email') => said[asked]!.trim(); // looked at above
  return {
    answers: {
      language,
      centre: { name: text('centre'), phone: text('phone') },
      controlRooms: said['control-room']!.map((one) => {
        const { region, phones } = partsOf(one);
        const [phone = '', second = null] = phones;
        return { regionCode: region as ControlRoomCode, phone, second }; // looked at above
      }),
      municipality: said.municipality?.trim() ? codeOf(said.municipality) : null,
      administrator: { name: text('name'), email: text('email').toLowerCase() },
    },
  };
}
