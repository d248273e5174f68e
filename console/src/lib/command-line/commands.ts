// What can be typed behind the `›`: for each command its words in the reader's language, the first of which is shown,
// and what follows them. The words stand with the other texts, so that a Dutch desk is asked in Dutch.
import { m } from '../paraglide/messages.js';

const table = {
  claim: { words: m.command_words_claim, usage: m.command_usage_claim },
  note: { words: m.command_words_note, usage: m.command_usage_note },
  call: { words: m.command_words_call, usage: m.command_usage_call },
  harmless: { words: m.command_words_harmless, usage: m.command_usage_harmless },
  handover: { words: m.command_words_handover, usage: m.command_usage_handover },
  finish: { words: m.command_words_finish, usage: m.command_usage_finish },
  give: { words: m.command_words_give, usage: m.command_usage_give },
  'take-over': { words: m.command_words_take_over, usage: m.command_usage_take_over },
  park: { words: m.command_words_park, usage: m.command_usage_park },
  go: { words: m.command_words_go, usage: m.command_usage_go },
  search: { words: m.command_words_search, usage: m.command_usage_search },
  timer: { words: m.command_words_timer, usage: m.command_usage_timer },
  marker: { words: m.command_words_marker, usage: m.command_usage_marker },
} as const;

export type CommandId = keyof typeof table;
export const commandIds = Object.keys(table) as CommandId[];

/** The words that are understood, all folded: one small letter for each, without accents. */
export type Vocabulary = {
  commands: ReadonlyMap<CommandId, readonly string[]>;
  /** Behind *loos*, and what is shown for it. */
  harmless: Readonly<Record<HarmlessOutcome, string>>;
  /** Behind *bel*: whom the alarm is about. */
  holder: string;
  /** Before what is looked for: what it is. */
  kinds: readonly string[];
};

export type HarmlessOutcome = 'false-accident' | 'false-technical';

/** As somebody types it who does not look at the keys: no capitals, no accents, no second spaces. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

const wordsOf = (text: string) => fold(text).split(' ');

export const vocabulary = (): Vocabulary => ({
  commands: new Map(commandIds.map((id) => [id, wordsOf(table[id].words())])),
  harmless: {
    'false-accident': fold(m.command_word_accident()),
    'false-technical': fold(m.command_word_technical()),
  },
  holder: fold(m.command_word_holder()),
  kinds: wordsOf(m.command_words_kinds()),
});

/** What it does and what follows its word, in a line. */
export const usageOf = (id: CommandId): string => table[id].usage();
