// What the server says to a police page, known for what it is. Without the schema library, which would be a quarter of the page:
// looked at is what else would be drawn as an answer and is none, such as a sign-on page of somebody's network, and words of a
// later release that this page has no text for. Either counts as no answer, so that what stands there stays and says how old it is.
import { noticeReasons, pageClasses, pageDoubts } from '@achterwacht/shared/police/page-words.ts';
import type { PoliceAnswer, PoliceView } from '@achterwacht/shared/police/page.ts';

export type Centre = { name: string; phone: string };

/** @throws {Error} it is no answer of ours. */
export function readAnswer(value: unknown): PoliceAnswer {
  if (!isAnswer(value) || (value.view !== null && !isView(value.view)))
    throw new Error('no answer to a police page');
  return value;
}

/** Whom to call instead; null where that is not said. */
export function centreOf(details: unknown): Centre | null {
  const centre = isRecord(details) ? details['centre'] : null;
  return isCentre(centre) && centre.phone !== ''
    ? { name: centre.name, phone: centre.phone }
    : null;
}

const isAnswer = (value: unknown): value is PoliceAnswer =>
  isRecord(value) &&
  isMoment(value['serverTime']) &&
  isMoment(value['until']) &&
  Number.isInteger(value['version']) &&
  isCentre(value['centre']) &&
  (value['view'] === null || isRecord(value['view']));

const isView = ({ number, class: as, doubts, notices, reports, trail }: PoliceView): boolean =>
  Number.isInteger(number) &&
  (as === null || pageClasses.includes(as)) &&
  doubts.every((doubt) => pageDoubts.includes(doubt)) &&
  notices.every(({ why }) => noticeReasons.includes(why)) &&
  Array.isArray(reports) &&
  Array.isArray(trail);

const isCentre = (value: unknown): value is Centre =>
  isRecord(value) && typeof value['name'] === 'string' && typeof value['phone'] === 'string';

const isMoment = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
