// Mails what is due of whatever the folders find, to each receiver apart from the others: an address that takes nothing is
// tried again, ever less often (jobs/set-aside.ts), and is a task of whoever administers the centre (refused-mail.ts);
// nobody else hears of it twice. A centre without mail has its tasks on the page, and is mailed what is due by then once
// it sets a way.
import type { Language } from '@achterwacht/shared/language.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { textOf } from '../http/texts.ts';
import { ofItems } from '../jobs/item-job.ts';
import type { Job } from '../jobs/job.ts';
import type { Gateways } from '../notify/gateways.ts';
import { readLanguages } from '../notify/read-languages.ts';
import type { Settings } from '../settings/settings.ts';
import { findLineReminders } from './line-reminders.ts';
import { asideAs, findRefusedMail, markOf } from './refused-mail.ts';
import type { FindReminders, Reminder } from './reminder.ts';

const everyMilliseconds = 300_000;
/** One mail, at a server that is slow. */
const timeoutMilliseconds = 30_000;

export type RemindersParts = {
  background: Database;
  clock: Clock;
  gateways: Pick<Gateways, 'mailOf'>;
  settings: Settings;
  origin: string;
};

/** @param others What the other folders remind of. */
export function openReminders(parts: RemindersParts, others: readonly FindReminders[]) {
  return {
    jobs: [remindersJob(parts, [findLineReminders(parts.settings), ...others])],
    tasks: findRefusedMail(parts),
  };
}

export function remindersJob(parts: RemindersParts, finders: readonly FindReminders[]): Job {
  return ofItems<Letter>({
    name: 'reminders',
    everyMilliseconds,
    timeoutMilliseconds,
    lock: true,
    aside: 'reminder',
    // With another address it is another, and is tried at once.
    idOf: ({ id, centreId, email }) => asideAs(centreId, email, id),
    async *items() {
      for (const find of finders)
        yield await notSent(parts, await find(parts.background, parts.clock.now()));
    },
    work: (letter, signal) => send(parts, letter, signal),
  });
}

/** A reminder to one of its receivers. */
type Letter = Pick<Reminder, 'id' | 'centreId' | 'text'> & {
  email: string;
  /** Null: an address of nobody who is a member. */
  userId: string | null;
};

function lettersOf({ id, centreId, text, to, also = [] }: Reminder): Letter[] {
  const about = { centreId, text };
  return [
    ...to.map(({ userId, email }) => ({ ...about, id: `${id}/${userId}`, email, userId })),
    ...also.map((email) => ({ ...about, id: `${id}/${markOf(id, email)}`, email, userId: null })),
  ];
}

async function notSent(
  { background: { sql }, gateways }: RemindersParts,
  found: readonly Reminder[],
): Promise<Letter[]> {
  const letters = found
    .filter(({ centreId }) => gateways.mailOf(centreId) !== null)
    .flatMap(lettersOf);
  const ids = letters.map(({ id }) => id);
  const rows = await sql<{ id: string }[]>`select id from reminders where id = any(${ids})`;
  const sent = new Set(rows.map(({ id }) => id));
  return letters.filter(({ id }) => !sent.has(id));
}

async function send(
  { background, clock, gateways, settings, origin }: RemindersParts,
  { id, centreId, email, userId, text }: Letter,
  signal: AbortSignal,
): Promise<void> {
  const mail = gateways.mailOf(centreId);
  if (!mail) return;
  const asked = { centreId, userIds: userId === null ? [] : [userId] };
  const languages = await readLanguages({ sql: background.sql, settings }, asked);
  // Of whom nobody knows what he reads, it is what the centre's people usually do.
  const { usual } = settings.settingOf(centreId, 'languages');
  const language = (userId !== null && languages.get(userId)) || usual;
  const subject = textOf('mail_subject', {}, language);
  const body = bodyOf(text, origin, language);
  await mail({ id: id.replaceAll('/', '.'), to: email, subject, text: body }, signal);
  await background.sql`
    insert into reminders (id, centre_id, sent_at)
    values (${id}, ${centreId}, ${clock.now().toISOString()}) on conflict do nothing`;
}

function bodyOf(
  { name, details, dueAt, path }: Reminder['text'],
  origin: string,
  language: Language,
): string {
  const by = dueAt === undefined ? {} : { day: days[language].format(new Date(dueAt)) };
  return [textOf(name, { ...details, ...by }, language), `${origin}${path}`].join('\n\n');
}

const dayIn = (locale: string) =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'Europe/Amsterdam',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
const days = { nl: dayIn('nl-NL'), en: dayIn('en-GB') } satisfies Record<Language, unknown>;
