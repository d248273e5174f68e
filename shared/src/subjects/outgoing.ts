// What goes out, in another language than it was stored in. The outbox keeps every text and receiver in Dutch, as its first
// receivers read them: each is known again by its Dutch words, and said by its name in whichever language is asked. That
// every effect has words here is a test beside the page that shows them all (console/src/lib/outbox).

export const outgoingTexts = [
  'outgoing_waits',
  'outgoing_waits_free',
  'outgoing_on_call',
  'outgoing_on_call_free',
  'outgoing_on_call_over',
  'outgoing_owner_idle',
  'outgoing_no_decision',
  'outgoing_unverifiable',
  'outgoing_unconfirmed',
  'outgoing_unconfirmed_last',
  'outgoing_upgrade',
  'outgoing_upgrade_last',
  'outgoing_draft',
  'outgoing_notice',
  'outgoing_notice_more',
  'outgoing_invitation',
  'outgoing_paper_ended',
  'outgoing_paper_today',
  'outgoing_paper_tomorrow',
  'outgoing_paper_in_days',
  'outgoing_factor_code',
  'outgoing_factor_replaced',
  'outgoing_no_administrator',
  'outgoing_clock_slow_minutes',
  'outgoing_clock_slow_hours',
  'outgoing_clock_fast_minutes',
  'outgoing_clock_fast_hours',
] as const;

export const outgoingRecipients = [
  'outgoing_to_supervisor',
  'outgoing_to_on_call',
  'outgoing_to_administrator',
  'outgoing_to_municipality',
  'outgoing_to_control_room',
  'outgoing_to_control_room_named',
  'outgoing_to_invited',
  'outgoing_to_member_administrators',
  'outgoing_to_member_supervisors',
] as const;

export type OutgoingKey = (typeof outgoingTexts)[number] | (typeof outgoingRecipients)[number];

/** What is filled in; a sentence without one of them leaves it out. */
export type Filled = { number: string; much: string; name: string };

export type Tongue = {
  inDutch: (key: OutgoingKey, filled: Filled) => string;
  /** In the language that is asked for. */
  say: (key: OutgoingKey, filled: Filled) => string;
};

/** @returns what was stored, where it is of a release to come. */
export const outgoingText = (stored: string, tongue: Tongue): string =>
  inOtherWords(outgoingTexts, stored, tongue);

/** Of several systems of one control room each has its name behind it. */
export function recipientText(stored: string, tongue: Tongue): string {
  const [recipient = '', ...system] = stored.split(' · ');
  return [inOtherWords(outgoingRecipients, recipient, tongue), ...system].join(' · ');
}

function inOtherWords(
  keys: readonly OutgoingKey[],
  stored: string,
  { inDutch, say }: Tongue,
): string {
  for (const key of keys) {
    const found = patternOf(key, inDutch).exec(stored);
    if (found) return say(key, { number: '', much: '', name: '', ...found.groups });
  }
  return stored;
}

/** The Dutch words never change while a program runs. */
const patterns = new Map<OutgoingKey, RegExp>();

function patternOf(key: OutgoingKey, inDutch: Tongue['inDutch']): RegExp {
  const known = patterns.get(key);
  if (known) return known;
  const marks = { number: '‹number›', much: '‹much›', name: '‹name›' };
  const words = inDutch(key, marks).replaceAll(/[.?]/g, String.raw`\$&`);
  const pattern = new RegExp(`^${words.replaceAll(/‹(\w+)›/g, '(?<$1>.+?)')}$`, 'u');
  patterns.set(key, pattern);
  return pattern;
}
