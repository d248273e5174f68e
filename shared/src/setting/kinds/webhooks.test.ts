// Several systems outside: which of them is told of what, and how one gets a new secret without missing a notice.
import { expect, test } from 'vitest';
import {
  roomsByData,
  webhooks,
  webhooksFor,
  webhooksOf,
  withNewestSecretAlone,
  withNewSecret,
  type Webhook,
} from './webhooks.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const one: Webhook = {
  id: uuid(1),
  name: 'Meldkamer Limburg',
  url: 'https://limburg.example/in',
  format: 'json',
  rooms: ['limburg'],
  isOn: true,
  secretIds: [uuid(11)],
};
const off: Webhook = { ...one, id: uuid(2), isOn: false, secretIds: [uuid(12)] };
const both: Webhook = {
  ...one,
  id: uuid(3),
  rooms: ['limburg', 'den-haag'],
  secretIds: [uuid(13), uuid(14)],
};

test('is told of its rooms, while it is on', () => {
  const list = webhooksOf([one, off, both]);
  expect(webhooks.safeParse(list).success).toBe(true);
  expect(webhooksFor(list, 'limburg')).toEqual([one, both]);
  expect(webhooksFor(list, 'den-haag')).toEqual([both]);
  expect(webhooksFor(list, null)).toEqual([]);
  expect(roomsByData(list).toSorted()).toEqual(['den-haag', 'limburg']);
  expect(roomsByData(webhooksOf([off]))).toEqual([]);
});

test('a new secret follows the one before it, which then goes', () => {
  const two = withNewSecret(one, uuid(20));
  expect(two.secretIds).toEqual([uuid(20), uuid(11)]);
  expect(withNewSecret(two, uuid(21)).secretIds).toEqual([uuid(21), uuid(20)]);
  expect(withNewestSecretAlone(two).secretIds).toEqual([uuid(20)]);
});
