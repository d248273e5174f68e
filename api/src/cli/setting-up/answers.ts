// What must be known of a new centre, and whether what somebody says can be right, as the settings judge it that it
// becomes. Everything that is wrong or missing is found at once; nothing is asked here that can be set later on a page.
import * as z from 'zod';
import { codeOfNamed } from '@achterwacht/shared/places/municipalities.ts';
import { controlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import type { ControlRoomLine } from '@achterwacht/shared/police/line-test.ts';
import { lastRoute } from '@achterwacht/shared/police/route.ts';
import { memberEmail, memberName } from '@achterwacht/shared/routes/people.ts';
import { askedCentreDetails } from '@achterwacht/shared/setting/kinds/centre.ts';
import { problemsOf } from '@achterwacht/shared/setting/problems.ts';
import type { Asked, Said } from './said.ts';
import { inWords, type Language } from './words.ts';

const controlRoom = z.object({
  regionCode: controlRoomCode,
  phone: z.string(),
  second: z.string().nullable(),
});
type ControlRoom = z.infer<typeof controlRoom>;

/** Checked, as `init` takes it. */
export const answers = z.object({
  language: z.enum(['nl', 'en']),
  centre: z.object({ name: z.string(), phone: z.string() }),
  controlRooms: z.array(controlRoom).min(1),
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
    case 'centre':
      return isRight(askedCentreDetails.shape.name, value) ? null : words.tooLong(80);
    case 'phone':
      return isRight(askedCentreDetails.shape.phone, value) ? null : words.noPhone(String(value));
    case 'name':
      return isRight(memberName, value) ? null : words.tooLong(120);
    case 'email':
      return isRight(memberEmail, String(value).trim()) ? null : words.noMail(String(value));
    case 'municipality':
      return codeOfNamed(String(value)) === null ? words.notListed(String(value)) : null;
    case 'control-room':
      return problemWithRooms(language, said['control-room']!); // not empty
  }
}

const isRight = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

function problemWithRooms(language: Language, said: readonly string[]): string | null {
  const words = inWords[language];
  const rooms: ControlRoom[] = [];
  for (const one of said) {
    const { region, phones } = partsOf(one);
    const regionCode = controlRoomCode.safeParse(region).data;
    if (!regionCode) return words.noRegion(region, controlRoomCode.options.join(', '));
    const [phone, second = null] = phones;
    if (phone === undefined || phones.length > 2) return words.noPhone(phones[2] ?? '');
    rooms.push({ regionCode, phone, second });
  }
  const lines = linesOf(rooms);
  const [problem] = problemsOf('control-rooms', lines);
  if (!problem) return null;
  const { phone = '', regionCode = '' } = lines[Number.parseInt(problem.path, 10)] ?? {};
  switch (problem.code) {
    case 'emergency-number':
    case 'premium-number':
      return phone === lastRoute ? words.isLastRoute : words.noAgreedNumber(phone);
    case 'line-twice':
      return words.regionTwice(regionCode);
    case 'number-twice':
      return words.numberTwice(phone);
    default:
      return words.noPhone(phone);
  }
}

/** As the centre's setting has them. */
export function linesOf(rooms: readonly ControlRoom[]): ControlRoomLine[] {
  const line = { discipline: 'police', lastTestedAt: null } as const;
  return rooms.flatMap(({ regionCode, phone, second }) => [
    { ...line, regionCode, which: 'first' as const, phone },
    ...(second === null ? [] : [{ ...line, regionCode, which: 'second' as const, phone: second }]),
  ]);
}

function partsOf(said: string) {
  const [region = '', numbers = ''] = said.split(/=(.*)/s);
  const phones = numbers.split(',').map((phone) => phone.trim());
  return { region: region.trim(), phones: phones.filter((phone) => phone !== '') };
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
        return { regionCode: controlRoomCode.parse(region), phone, second }; // looked at above
      }),
      municipality: said.municipality?.trim() ? codeOfNamed(said.municipality) : null,
      administrator: { name: text('name'), email: text('email').toLowerCase() },
    },
  };
}
