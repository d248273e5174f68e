// Whose address takes no reminder, as something to do for whoever administers the centre: what is kept of a letter that
// could not be sent names nobody, so whose it is is found by who has that address now.
import { createHash } from 'node:crypto';
import type { Task } from '@achterwacht/shared/administration/tasks.ts';
import type { FindTasks } from '../administration/find-tasks.ts';
import type { Database } from '../db/connect.ts';
import type { Settings } from '../settings/settings.ts';

/** Of an address, so that what is kept says nothing of anybody. */
export const markOf = (id: string, email: string) =>
  createHash('sha256').update(`${id} ${email.toLowerCase()}`).digest('hex').slice(0, 16);

/** What a letter is set aside as: of which centre, to which address. */
export const asideAs = (centreId: string, email: string, letterId: string) =>
  `${centreId}/${markOf(centreId, email)}/${letterId}`;

/** A server that is full or busy takes it the second time or the third: a quarter of an hour. */
const fewestAttempts = 3;
/** Of more the mail itself is what is wrong. */
const mostNamed = 5;

type Parts = { background: Database; settings: Pick<Settings, 'settingOf'> };

export function findRefusedMail({ background, settings }: Parts): FindTasks {
  return async ({ sql }, { centreId }) => {
    const rows = await background.sql<{ mark: string }[]>`
      select distinct split_part(id, '/', 2) as mark from set_aside
      where kind = 'reminder' and id like ${`${centreId}/%`} and attempts >= ${fewestAttempts}`;
    if (rows.length === 0) return [];
    const refused = new Set(rows.map(({ mark }) => mark));
    const isRefused = (email: string) => refused.has(markOf(centreId, email));
    const members = await sql<{ id: string; name: string; email: string }[]>`
      select user_id as id, name, email from members where status = 'active' order by name`;
    const found = members
      .filter(({ email }) => isRefused(email))
      .map(({ id, name }) => ({ id, name }));
    // A contact has no page of his own, and stands on the list by his address.
    const contact = settings.settingOf(centreId, 'paging').supervisor.find(isRefused);
    const all = [...found, ...(contact === undefined ? [] : [{ id: '', name: contact }])];
    if (all.length > mostNamed) return [{ kind: 'mail-refused', about: null, dueAt: null }];
    return all.map((about): Task => ({ kind: 'mail-refused', about, dueAt: null }));
  };
}
