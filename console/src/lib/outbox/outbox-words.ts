// What went out, in words of whoever reads it. The outbox keeps every text and receiver in Dutch, as its first receivers
// read them; here each is known by its Dutch words and said in the language of the screen.
import type { EffectKind } from '@achterwacht/shared/subjects/effects.ts';
import { m } from '../paraglide/messages.js';
import { baseLocale } from '../paraglide/runtime.js';

const kindWords = {
  'page-supervisor': m.effect_page_supervisor,
  'page-on-call': m.effect_page_on_call,
  'draft-incident': m.effect_draft_incident,
  'police-webhook': m.effect_police_webhook,
  'tell-administrator': m.effect_tell_administrator,
  'mail-invitation': m.effect_mail_invitation,
  'tell-papers-end': m.effect_tell_papers_end,
  'tell-factor-reset': m.effect_tell_factor_reset,
  'tell-no-administrator': m.effect_tell_no_administrator,
} satisfies Record<EffectKind, () => string>;

/** One of a release to come is shown as the server names it. */
export const effectKindText = (kind: string): string =>
  (kindWords as Record<string, () => string>)[kind]?.() ?? kind;

/** What is filled in; a sentence without one of them leaves it out. */
type Filled = { number: string; much: string; name: string };
type Sentence = (filled: Filled, options?: { locale?: 'nl' | 'en' }) => string;

const texts: Sentence[] = [
  m.outgoing_waits,
  m.outgoing_waits_free,
  m.outgoing_on_call,
  m.outgoing_on_call_free,
  m.outgoing_on_call_over,
  m.outgoing_owner_idle,
  m.outgoing_no_decision,
  m.outgoing_unverifiable,
  m.outgoing_unconfirmed,
  m.outgoing_unconfirmed_last,
  m.outgoing_upgrade,
  m.outgoing_upgrade_last,
  m.outgoing_draft,
  m.outgoing_notice,
  m.outgoing_notice_more,
  m.outgoing_invitation,
  m.outgoing_paper_ended,
  m.outgoing_paper_today,
  m.outgoing_paper_tomorrow,
  m.outgoing_paper_in_days,
  m.outgoing_factor_code,
  m.outgoing_factor_replaced,
  m.outgoing_no_administrator,
  m.outgoing_clock_slow_minutes,
  m.outgoing_clock_slow_hours,
  m.outgoing_clock_fast_minutes,
  m.outgoing_clock_fast_hours,
];

const recipients: Sentence[] = [
  m.outgoing_to_supervisor,
  m.outgoing_to_on_call,
  m.outgoing_to_administrator,
  m.outgoing_to_municipality,
  m.outgoing_to_control_room,
  m.outgoing_to_control_room_named,
  m.outgoing_to_invited,
  m.outgoing_to_member_administrators,
  m.outgoing_to_member_supervisors,
];

/** One of a release to come stands as it was stored. */
export const outgoingText = (stored: string): string => inOwnWords(texts, stored);

/** Of several systems of one control room each has its name behind it. */
export function recipientText(stored: string): string {
  const [recipient = '', ...system] = stored.split(' · ');
  return [inOwnWords(recipients, recipient), ...system].join(' · ');
}

function inOwnWords(sentences: readonly Sentence[], stored: string): string {
  for (const say of sentences) {
    const found = patternOf(say).exec(stored);
    if (found) return say({ number: '', much: '', name: '', ...found.groups });
  }
  return stored;
}

const patterns = new Map<Sentence, RegExp>();

function patternOf(say: Sentence): RegExp {
  const known = patterns.get(say);
  if (known) return known;
  const marks = { number: '‹number›', much: '‹much›', name: '‹name›' };
  const words = say(marks, { locale: baseLocale }).replaceAll(/[.?]/g, String.raw`\$&`);
  const pattern = new RegExp(`^${words.replaceAll(/‹(\w+)›/g, '(?<$1>.+?)')}$`, 'u');
  patterns.set(say, pattern);
  return pattern;
}
