// What whoever asked is told when his request takes longer: since when it is there, why, until when, and where he may
// complain. In the language that he reads, whichever the screen is in.
import type { Language } from '@achterwacht/shared/language.ts';
import type { PrivacyRequestView } from '@achterwacht/shared/routes/privacy.ts';
import { m } from '../paraglide/messages.js';
import { dayText } from '../time/format.ts';
import { requestWords } from './privacy-words.ts';

type Extended = Pick<PrivacyRequestView, 'kind' | 'receivedAt' | 'dueAt'> & { why: string };

export function extendedLetter(
  { kind, receivedAt, dueAt, why }: Extended,
  centre: string,
  locale: Language,
): string {
  const said = {
    centre,
    kind: requestWords[kind]({}, { locale }).toLowerCase(),
    received: dayText(receivedAt, locale),
    due: dayText(dueAt, locale),
    why: why.trim(),
  };
  return m.privacy_extended_letter(said, { locale });
}
