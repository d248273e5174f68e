// Mails what is due of whatever the folders find, each reminder apart from the others. One that fails for one of its
// receivers is sent to all of them again, under the same id, which a mail program shows once; a centre without mail has
// its tasks on the page, and is mailed what is due by then once it sets a way.
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
import type { FindReminders, Reminder } from './reminder.ts';

const everyMilliseconds = 300_000;
/** A mail to each of a few people, at a server that is slow. */
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
  return { jobs: [remindersJob(parts, [findLineReminders(parts.settings), ...others])] };
}

export function remindersJob(parts: RemindersParts, finders: readonly FindReminders[]): Job {
  return ofItems<Reminder>({
    name: 'reminders',
    everyMilliseconds,
    timeoutMilliseconds,
    lock: true,
    aside: 'reminder',
    idOf: ({ id }) => id,
    async *items() {
      for (const find of finders)
        yield await notSent(parts, await find(parts.background, parts.clock.now()));
    },
    work: (reminder, signal) => send(parts, reminder, signal),
  });
}

async function notSent(
  { background: { sql }, gateways }: RemindersParts,
  found: readonly Reminder[],
): Promise<Reminder[]> {
  const reachable = found.filter(({ centreId }) => gateways.mailOf(centreId) !== null);
  const ids = reachable.map(({ id }) => id);
  const rows = await sql<{ id: string }[]>`select id from reminders where id = any(${ids})`;
  const sent = new Set(rows.map(({ id }) => id));
  return reachable.filter(({ id, to, also = [] }) => !sent.has(id) && to.length + also.length > 0);
}

async function send(
  { background, clock, gateways, settings, origin }: RemindersParts,
  { id, centreId, to, also = [], text }: Reminder,
  signal: AbortSignal,
): Promise<void> {
  const mail = gateways.mailOf(centreId);
  if (!mail) return;
  const asked = { centreId, userIds: to.map(({ userId }) => userId) };
  const languages = await readLanguages({ sql: background.sql, settings }, asked);
  // Of whom nobody knows what he reads, it is what the centre's people usually do.
  const { usual } = settings.settingOf(centreId, 'languages');
  const everybody = [
    ...to.map(({ userId, email }) => ({ email, language: languages.get(userId) ?? usual })),
    ...also.map((email) => ({ email, language: usual })),
  ];
  const messageId = id.replaceAll('/', '.');
  const sent = await Promise.allSettled(
    everybody.map(({ email, language }, index) => {
      const subject = textOf('mail_subject', {}, language);
      const body = bodyOf(text, origin, language);
      return mail({ id: `${messageId}.${index + 1}`, to: email, subject, text: body }, signal);
    }),
  );
  const failed = sent.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
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
