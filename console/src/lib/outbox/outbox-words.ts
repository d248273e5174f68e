// What went out, in words of whoever reads it: the language of the screen.
import type { EffectKind } from '@achterwacht/shared/subjects/effects.ts';
import {
  outgoingText as textIn,
  recipientText as recipientIn,
  type Filled,
  type OutgoingKey,
  type Tongue,
} from '@achterwacht/shared/subjects/outgoing.ts';
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

type Sentence = (filled: Filled, options?: { locale?: 'nl' | 'en' }) => string;

const sentences: Record<OutgoingKey, Sentence> = {
  outgoing_waits: m.outgoing_waits,
  outgoing_waits_free: m.outgoing_waits_free,
  outgoing_on_call: m.outgoing_on_call,
  outgoing_on_call_free: m.outgoing_on_call_free,
  outgoing_on_call_over: m.outgoing_on_call_over,
  outgoing_owner_idle: m.outgoing_owner_idle,
  outgoing_no_decision: m.outgoing_no_decision,
  outgoing_unverifiable: m.outgoing_unverifiable,
  outgoing_unconfirmed: m.outgoing_unconfirmed,
  outgoing_unconfirmed_last: m.outgoing_unconfirmed_last,
  outgoing_upgrade: m.outgoing_upgrade,
  outgoing_upgrade_last: m.outgoing_upgrade_last,
  outgoing_draft: m.outgoing_draft,
  outgoing_notice: m.outgoing_notice,
  outgoing_notice_more: m.outgoing_notice_more,
  outgoing_invitation: m.outgoing_invitation,
  outgoing_paper_ended: m.outgoing_paper_ended,
  outgoing_paper_today: m.outgoing_paper_today,
  outgoing_paper_tomorrow: m.outgoing_paper_tomorrow,
  outgoing_paper_in_days: m.outgoing_paper_in_days,
  outgoing_factor_code: m.outgoing_factor_code,
  outgoing_factor_replaced: m.outgoing_factor_replaced,
  outgoing_no_administrator: m.outgoing_no_administrator,
  outgoing_clock_slow_minutes: m.outgoing_clock_slow_minutes,
  outgoing_clock_slow_hours: m.outgoing_clock_slow_hours,
  outgoing_clock_fast_minutes: m.outgoing_clock_fast_minutes,
  outgoing_clock_fast_hours: m.outgoing_clock_fast_hours,
  outgoing_to_supervisor: m.outgoing_to_supervisor,
  outgoing_to_on_call: m.outgoing_to_on_call,
  outgoing_to_administrator: m.outgoing_to_administrator,
  outgoing_to_municipality: m.outgoing_to_municipality,
  outgoing_to_control_room: m.outgoing_to_control_room,
  outgoing_to_control_room_named: m.outgoing_to_control_room_named,
  outgoing_to_invited: m.outgoing_to_invited,
  outgoing_to_member_administrators: m.outgoing_to_member_administrators,
  outgoing_to_member_supervisors: m.outgoing_to_member_supervisors,
};

const tongue: Tongue = {
  inDutch: (key, filled) => sentences[key](filled, { locale: baseLocale }),
  say: (key, filled) => sentences[key](filled),
};

/** One of a release to come stands as it was stored. */
export const outgoingText = (stored: string): string => textIn(stored, tongue);
export const recipientText = (stored: string): string => recipientIn(stored, tongue);
