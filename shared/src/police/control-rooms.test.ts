import { expect, it, test } from 'vitest';
import { municipalities } from '../places/municipalities.ts';
import { controlRoomCode, controlRoomOf, controlRooms } from './control-rooms.ts';

test('there are ten, and every municipality has one', () => {
  expect(controlRoomCode.options).toHaveLength(10);
  const homeless = [...municipalities.keys()].filter((code) => controlRoomOf(code) === null);
  expect(homeless).toEqual([]);
  expect(municipalities.size).toBe(342);
});

test('each has some, and no municipality is named twice', () => {
  const used = new Set([...municipalities.keys()].map(controlRoomOf));
  expect(used).toEqual(new Set(controlRoomCode.options));
  const named = Object.values(controlRooms).flatMap((area) => area.municipalities);
  expect(new Set(named).size).toBe(named.length);
  expect(named.filter((code) => !municipalities.has(code))).toEqual([]);
});

it.each([
  ['Leeuwarden', 'noord-nederland'],
  ['Emmen', 'noord-nederland'],
  ['Nijmegen', 'oost-nederland'],
  ['Zwolle', 'oost-nederland'],
  ['Hilversum', 'midden-nederland'],
  ['Gooise Meren', 'midden-nederland'],
  ['Vijfheerenlanden', 'midden-nederland'],
  ['Urk', 'midden-nederland'],
  ['Haarlem', 'noord-holland'],
  ['Haarlemmermeer', 'noord-holland'],
  ['Texel', 'noord-holland'],
  ['Amstelveen', 'amsterdam'],
  ['Aalsmeer', 'amsterdam'],
  ['Leiden', 'den-haag'],
  ['Gouda', 'den-haag'],
  ['Westland', 'den-haag'],
  ['Krimpen aan den IJssel', 'rotterdam'],
  ['Gorinchem', 'rotterdam'],
  ['Goeree-Overflakkee', 'rotterdam'],
  ['Middelburg', 'zeeland-west-brabant'],
  ['Tilburg', 'zeeland-west-brabant'],
  ['Altena', 'zeeland-west-brabant'],
  ['Oisterwijk', 'zeeland-west-brabant'],
  ['Eindhoven', 'oost-brabant'],
  ["'s-Hertogenbosch", 'oost-brabant'],
  ['Boxtel', 'oost-brabant'],
  ['Venlo', 'limburg'],
] as const)('%s: %s', (name, code) => {
  const found = [...municipalities.values()].find((area) => area.name === name);
  expect(found && controlRoomOf(found.code)).toBe(code);
});

it('has none for a code that is no municipality', () => {
  expect(controlRoomOf('9999')).toBeNull();
});
