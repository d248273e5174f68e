// Which telephone numbers a centre may enter as somebody's to be called: those that ring where they are meant to.

/** As it is dialled in the Netherlands, or from the `+` on. */
export const digitsOf = (phone: string) =>
  phone.replaceAll(/[\s()./-]/g, '').replace(/^(\+31|0031)0?/, '0');

const nationalNumber = /^0[1-9]\d{8}$/;
const foreignNumber = /^\+[1-9]\d{7,14}$/;
const freeNumber = /^0800\d{4,7}$/;
/** Whoever dials one comes back to 112, or to a queue of what is not urgent. */
const emergencyNumbers = new Set(['112', '113', '144', '110', '911', '999', '116000', '09008844']);
/** Paid by the minute, or ended by whoever sells it. */
const premiumNumber = /^(0(900|906|909|676|84|87)|18\d{2}$)/;

/** @returns null where it can be called. */
export function phoneProblem(
  phone: string,
): 'wrong-form' | 'emergency-number' | 'premium-number' | null {
  // A line break, or a digit of another script, is dialled as something else or not at all.
  if (!/^[0-9+ ()./-]*$/.test(phone)) return 'wrong-form';
  const digits = digitsOf(phone);
  if (emergencyNumbers.has(digits.replace(/^0(?=112$)/, ''))) return 'emergency-number';
  if (premiumNumber.test(digits)) return 'premium-number';
  const isOne = [nationalNumber, foreignNumber, freeNumber].some((form) => form.test(digits));
  return isOne ? null : 'wrong-form';
}
