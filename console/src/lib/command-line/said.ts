// What is said of a line that cannot be carried out yet: which word is none of ours, or what it still needs.
import { m } from '../paraglide/messages.js';
import { usageOf } from './commands.ts';
import type { Missing, Parsed } from './parse.ts';

const missingWords = {
  number: m.command_needs_number,
  text: m.command_needs_text,
  contact: m.command_needs_contact,
  outcome: m.command_needs_outcome,
  name: m.command_needs_name,
  time: m.command_needs_time,
  reason: m.command_needs_reason,
  'too-much': m.command_too_much,
} satisfies Record<Missing, () => string>;

type Unfit = Extract<Parsed, { status: 'unknown' | 'incomplete' }>;

/** As it is being typed, in short; what Enter says of it is whole. */
export function saidOf(parsed: Unfit): string {
  if (parsed.status === 'incomplete')
    return `${missingWords[parsed.missing]()}: ${usageOf(parsed.id)}`;
  const { word, meant } = parsed;
  return meant === null ? m.command_unknown({ word }) : m.command_meant({ word, meant });
}
