// The demo's centre, its municipalities and its staff, all invented.
import type { Contract, MunicipalityDetails } from '@achterwacht/shared/municipality/state.ts';
import { controlRoomCode, type ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import type { ControlRoomLine } from '@achterwacht/shared/police/line-test.ts';
import type { Role } from '@achterwacht/shared/roles.ts';

export const centre = {
  name: 'Alarmcentrale Noord',
  phone: '088 123 45 67',
  // Invented like the lines below: not the number for what is not urgent, which nobody calls with an alarm.
  policePhone: '088 000 09 01',
};

/** Each called within the week, but for one that was forgotten. */
export const controlRoomLines = (now: Date): ControlRoomLine[] =>
  controlRoomCode.options.flatMap((regionCode, index) => linesOf(regionCode, index, now));

/** Invented, in a range that nobody has: a demo that dials reaches nobody. */
function linesOf(regionCode: ControlRoomCode, index: number, now: Date): ControlRoomLine[] {
  const phone = (last: number) => `088 000 ${String(index + 10)} ${String(last).padStart(2, '0')}`;
  const tested = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString();
  const line = { regionCode, discipline: 'police' } as const;
  return [
    { ...line, which: 'first', phone: phone(1), lastTestedAt: tested(1 + (index % 4)) },
    {
      ...line,
      which: 'second',
      phone: phone(2),
      lastTestedAt: tested(regionCode === 'limburg' ? 40 : 2),
    },
    {
      regionCode,
      discipline: 'ambulance',
      which: 'first',
      phone: phone(3),
      lastTestedAt: tested(2),
    },
  ];
}

export type MunicipalityName = 'Haarlem' | 'Zwolle' | 'Maastricht';

const agreed = {
  since: '2026-01-01',
  until: null,
  otherResponder: null,
  closingText: null,
} satisfies Contract;

/** Numbers are of the same range as all others here; one contract names somebody who may go instead of the police. */
export const municipalities: Record<MunicipalityName, MunicipalityDetails> = {
  Haarlem: {
    code: '0392',
    dayAndNightPhone: '023 511 50 01',
    office: { name: 'Fatima el Amrani', phone: '023 511 50 10', mail: 'oov@haarlem.demo' },
    contract: { ...agreed, closingText: 'Bel na elke echte melding ook de piketambtenaar.' },
    theme: { fill: '#1f4e5f', text: '#ffffff' },
    language: null,
  },
  Zwolle: {
    code: '0193',
    dayAndNightPhone: '038 498 90 01',
    office: { name: 'Gert Hofstra', phone: '038 498 90 10', mail: 'oov@zwolle.demo' },
    contract: { ...agreed, otherResponder: 'Stadsbeveiliging IJssel (verzonnen)' },
    theme: { fill: '#0b4fb3', text: '#ffffff' },
    language: null,
  },
  Maastricht: {
    code: '0935',
    dayAndNightPhone: '043 350 40 01',
    office: { name: 'Hanneke Smeets', phone: '043 350 40 10', mail: 'oov@maastricht.demo' },
    contract: agreed,
    theme: null,
    language: null,
  },
};

export const staff: {
  name: string;
  email: string;
  role: Role;
  municipality?: MunicipalityName;
  /** Of the cast: he sees his own sheet, button and alarms. */
  isPerson?: true;
}[] = [
  { name: 'Anna de Wit', email: 'anna@noord.demo', role: 'centralist' },
  { name: 'Bram Jansen', email: 'bram@noord.demo', role: 'centralist' },
  { name: 'Chantal Visser', email: 'chantal@noord.demo', role: 'centralist' },
  { name: 'Dirk Mulder', email: 'dirk@noord.demo', role: 'supervisor' },
  { name: 'Els Bakker', email: 'els@noord.demo', role: 'administrator' },
  {
    name: 'Fatima el Amrani',
    email: 'oov@haarlem.demo',
    role: 'oov-officer',
    municipality: 'Haarlem',
  },
  { name: 'Gert Hofstra', email: 'oov@zwolle.demo', role: 'oov-officer', municipality: 'Zwolle' },
  {
    name: 'Hanneke Smeets',
    email: 'oov@maastricht.demo',
    role: 'oov-officer',
    municipality: 'Maastricht',
  },
  {
    name: 'Thijs Groen',
    email: 'thijs@haarlem.demo',
    role: 'holder',
    municipality: 'Haarlem',
    isPerson: true,
  },
];
