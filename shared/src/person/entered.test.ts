import { expect, it } from 'vitest';
import { enteredContact, enteredIdentity } from './entered.ts';
import { contact } from './state.ts';

const dials = (number: string) =>
  enteredIdentity.safeParse({ name: 'A', function: '', phones: [{ label: null, number }] }).success;

it('takes what a telephone dials, a municipality’s own number too', () => {
  for (const number of [
    '06 12 34 56 78',
    '+31 6 12345678',
    '023 511 51 15',
    '+32 2 555 12 12',
    '14 023',
    '14 0413',
  ])
    expect([number, dials(number)]).toEqual([number, true]);
});

it('refuses half a number, and one that rings elsewhere', () => {
  for (const number of ['06 123', '0612', '123456', '112', '0900 8844', '06 12 34 56 789'])
    expect([number, dials(number)]).toEqual([number, false]);
});

it('asks no more of a contact that is kept than when it was written', () => {
  const kept = {
    id: '0190a1b2-0000-7000-8000-000000000001',
    name: 'B',
    relation: 'buur',
    phone: '06 123',
    sameAddress: false,
    mayBeInvolved: false,
  };
  expect([contact.safeParse(kept).success, enteredContact.safeParse(kept).success]).toEqual([
    true,
    false,
  ]);
});
