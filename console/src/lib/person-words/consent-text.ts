// A consent as a line of text, wherever it is read.
import type { Consent, ConsentKind } from '@achterwacht/shared/person/state.ts';
import { m } from '../paraglide/messages.js';
import { dateText } from '../time/format.ts';

export const consentWords = {
  'listen-on-missed-check': m.person_consent_listen,
  'sound-to-police': m.person_consent_sound,
  'contacts-told': m.person_consent_contacts,
  other: m.person_consent_other,
} satisfies Record<ConsentKind, () => string>;

export function consentText({ kind, givenOn, withdrawnOn, words }: Consent): string {
  const what = [consentWords[kind](), words].filter(Boolean).join(': ');
  return withdrawnOn === null
    ? m.person_consent_given({ what, on: dateText(givenOn) })
    : m.person_consent_withdrawn({ what, on: dateText(givenOn), until: dateText(withdrawnOn) });
}
