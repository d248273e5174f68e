// The ten Dutch control rooms (meldkamers) and which municipalities each answers for, along the borders of
// the 25 safety regions. Names and areas are public and stand here; telephone numbers are agreements
// between a centre and a control room, tested by that centre, and stand with the centre.
import * as z from 'zod';
import { municipalities, type Province } from '../places/municipalities.ts';

export const controlRoomCode = z.enum([
  'noord-nederland',
  'oost-nederland',
  'midden-nederland',
  'noord-holland',
  'amsterdam',
  'den-haag',
  'rotterdam',
  'zeeland-west-brabant',
  'oost-brabant',
  'limburg',
]);
export type ControlRoomCode = z.infer<typeof controlRoomCode>;

type Area = {
  name: string;
  /** Where it stands, for two whose names sound alike. */
  seat: string;
  /** Provinces it has but for the municipalities another one names. */
  provinces: readonly Province[];
  /** Municipalities of a province that is divided. */
  municipalities: readonly string[];
};

const codes = (list: string) => list.split(' ');

export const controlRooms = {
  'noord-nederland': {
    name: 'Noord-Nederland',
    seat: 'Drachten',
    provinces: ['01', '02', '04'],
    municipalities: [],
  },
  'oost-nederland': {
    name: 'Oost-Nederland',
    seat: 'Apeldoorn',
    provinces: ['03', '15'],
    municipalities: [],
  },
  'midden-nederland': {
    name: 'Midden-Nederland',
    seat: 'Hilversum',
    provinces: ['09', '16'],
    // Gooi en Vechtstreek.
    municipalities: codes('0376 0402 0406 0417 1696 1942'),
  },
  'noord-holland': {
    name: 'Noord-Holland',
    seat: 'Haarlem',
    provinces: ['07'],
    municipalities: [],
  },
  amsterdam: {
    name: 'Amsterdam',
    seat: 'Amsterdam',
    provinces: [],
    // Amsterdam-Amstelland.
    municipalities: codes('0358 0362 0363 0384 0437 0451'),
  },
  'den-haag': {
    name: 'Den Haag',
    seat: 'Den Haag',
    provinces: [],
    municipalities: [
      // Haaglanden.
      ...codes('0503 0518 0603 0629 0637 1783 1842 1916 1926'),
      // Hollands Midden.
      ...codes('0484 0513 0534 0537 0546 0547 0553 0569 0575 0579 0626 0627 0638'),
      ...codes('1525 1884 1892 1901 1931'),
    ],
  },
  rotterdam: {
    name: 'Rotterdam',
    seat: 'Rotterdam',
    // Rotterdam-Rijnmond and Zuid-Holland Zuid.
    provinces: ['11'],
    municipalities: [],
  },
  'zeeland-west-brabant': {
    name: 'Zeeland–West-Brabant',
    seat: 'Bergen op Zoom',
    provinces: ['10'],
    // Midden- en West-Brabant.
    municipalities: [
      ...codes('0744 0748 0758 0766 0777 0779 0784 0785 0797 0798 0809 0824 0826 0840 0851 0855'),
      ...codes('0867 0873 0879 1655 1674 1709 1719 1723 1959'),
    ],
  },
  'oost-brabant': {
    name: 'Oost-Brabant',
    seat: "'s-Hertogenbosch",
    // Brabant-Noord and Brabant-Zuidoost.
    provinces: ['06'],
    municipalities: [],
  },
  limburg: {
    name: 'Limburg',
    seat: 'Maastricht',
    provinces: ['05'],
    municipalities: [],
  },
} satisfies Record<ControlRoomCode, Area>;

const areas: [ControlRoomCode, Area][] = controlRoomCode.options.map((code) => [
  code,
  controlRooms[code],
]);

/** By its name, as a centre knows it; null for one that no list has, or that two share. */
export function controlRoomOfNamed(municipality: string): ControlRoomCode | null {
  const named = [...municipalities.values()].filter(({ name }) => name === municipality);
  return named.length === 1 ? controlRoomOf(named[0]!.code) : null; // just counted
}

/** Which control room answers for a municipality; null for a code that is no Dutch municipality. */
export function controlRoomOf(municipalityCode: string): ControlRoomCode | null {
  const named = areas.find(([, area]) => area.municipalities.includes(municipalityCode));
  if (named) return named[0];
  const province = municipalities.get(municipalityCode)?.province;
  const [code] = areas.find(([, { provinces }]) => province && provinces.includes(province)) ?? [];
  return code ?? null;
}
