// What may be entered of a sheet: a number that no telephone can dial would be found out in an alarm. What an earlier
// release, or another system, had kept stays readable as it was.
import { contact, identity, phone } from './state.ts';
import { ringsThere } from '../municipality/state.ts';
import { digitsOf, phoneProblem } from '../setting/kinds/phone-number.ts';
import * as z from 'zod';

/** A municipality's own: 14 and its area code, dialled as it is. */
const municipalityNumber = /^14\d{3,4}$/;

export const callable = ringsThere.refine(
  (number) => phoneProblem(number) !== 'wrong-form' || municipalityNumber.test(digitsOf(number)),
  'wrong-form',
);

export const enteredIdentity = identity.extend({
  phones: z.array(phone.extend({ number: callable })).max(5),
});

export const enteredContact = contact.extend({ phone: callable });
