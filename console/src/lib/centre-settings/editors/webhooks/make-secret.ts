// A signing secret in the form of Standard Webhooks, made where it is shown: nobody sends it before it is saved.
const bytes = 32;

export function makeSecret(): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return `whsec_${btoa(String.fromCharCode(...random))}`;
}
