// What is said of an answer time: never a share without how many and against what, and nothing of a few.
import type { AnswerTimeFigures } from '@achterwacht/shared/routes/answer-times.ts';
import { m } from '../paraglide/messages.js';
import { getLocale } from '../paraglide/runtime.js';

export type Judged = AnswerTimeFigures['total']['limits'][number];

const languages = { nl: 'nl-NL', en: 'en-GB' };

/** `98,5 %`, `98.5%`; rounded down, so that a norm that was missed is never shown as reached. */
export function percent(permille: number): string {
  const format = new Intl.NumberFormat(languages[getLocale()], {
    style: 'percent',
    maximumFractionDigits: 1,
  });
  return format.format(Math.floor(permille) / 1000);
}

const shareOf = ({ claimedInTime, n }: Judged) => percent((claimedInTime * 1000) / n);

/** `9 van 11`, and its share where there are enough. */
export function countText(judged: Judged): string {
  const { n, claimedInTime, verdict } = judged;
  const count = m.answer_times_count({ claimedInTime, n });
  return verdict === 'too-few' ? count : `${count}, ${shareOf(judged)}`;
}

export function verdictText({ verdict, missesLeft }: Judged): string {
  if (verdict === 'too-few') return m.answer_times_too_few();
  return verdict === 'met' ? m.answer_times_met({ left: missesLeft }) : m.answer_times_missed();
}

/** One sentence that says what the table shows. */
export function sentenceOf(judged: Judged): string {
  const { n, claimedInTime, seconds, permille, verdict } = judged;
  if (verdict === 'too-few') return m.answer_times_sentence_few({ n });
  const figures = { claimedInTime, n, seconds, percent: shareOf(judged), norm: percent(permille) };
  return verdict === 'met'
    ? m.answer_times_sentence_met(figures)
    : m.answer_times_sentence_missed(figures);
}
