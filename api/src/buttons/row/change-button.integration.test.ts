// Loans under their history: the rows that a press asks say what it says, and what stood in rows alone gets one.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ButtonCommand } from '@achterwacht/shared/button/commands.ts';
import { foldAnew } from '../../log/fold-anew.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { importButtons } from '../register/import-buttons.ts';
import { changeButton, isRefused } from './change-button.ts';
import { buttonRows } from './button-row.ts';
import { takeOverButtons } from './take-over-buttons.ts';
import { sweep } from '../../testing/rounds.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 4 });
});
afterAll(() => centre.end());

const button = (number: number) => centre.buttons[number]!;
type Command = Exclude<ButtonCommand, { type: 'Register' }>;
/** Null: carried out. */
async function ask(buttonId: string, command: Command) {
  const actor = { type: 'system', part: 'import' } as const;
  const changed = await centre.system.transaction((tx) =>
    changeButton(centre, tx, { buttonId, command, actor }),
  );
  return isRefused(changed) ? changed : null;
}
const history = async (buttonId: string) =>
  (
    await centre.system.sql<{ type: string; actor: string; feed: string }[]>`
      select type, text::jsonb #>> '{actor,part}' as actor, feed from log.events
      where stream_id = ${buttonId} order by version`
  ).map((event) => ({ ...event }));
const rowsOf = (buttonId: string) =>
  centre.system.sql<
    { id: string; holder_id: string; returned_at: string | null }[]
  >`select id, holder_id, returned_at from loans where button_id = ${buttonId} order by starts_at`;
const openLoanOf = async (buttonId: string) =>
  (await rowsOf(buttonId)).find(({ returned_at: at }) => at === null)!;
const takeOver = () => takeOverButtons(centre.system, () => centre.keys, centre.clock);

function lend(holderId: string): Command {
  const { centreId, municipalityId, clock } = centre;
  const startsAt = clock.now().toISOString();
  const reviewAt = '2027-01-01T00:00:00.000Z';
  const loanId = randomUUID();
  const term = { startsAt, endsAt: null, reviewAt };
  return {
    type: 'Lend',
    loanId,
    holderId,
    centreId,
    municipalityId,
    reasonCategory: 'event',
    ...term,
  };
}

test('what stood in a row alone is told by its first events, once', async () => {
  const before = await rowsOf(button(0).id);
  expect(await takeOver()).toBe(4);
  expect(await history(button(0).id)).toEqual([
    { type: 'ButtonTakenOver', actor: 'take-over', feed: 'file' },
    { type: 'ButtonLent', actor: 'take-over', feed: 'file' },
  ]);
  expect(await rowsOf(button(0).id)).toEqual(before);
  expect(await takeOver()).toBe(0);
});

test('what a release without histories changes afterwards is told at the next migration', async () => {
  const { id } = button(1);
  await centre.system.sql`
    update loans set returned_at = '2026-02-01T10:00:00Z' where button_id = ${id}`;
  expect(await takeOver()).toBe(1);
  expect((await history(id)).map(({ type }) => type)).toEqual([
    'ButtonTakenOver',
    'ButtonLent',
    'ButtonReturned',
  ]);
});

test('a press names whom it was lent to a moment ago', async () => {
  const { id } = button(0);
  const { id: loanId } = await openLoanOf(id);
  expect(await ask(id, { type: 'Return', loanId })).toBeNull();
  expect(await ask(id, lend(button(2).holderId))).toBeNull();
  const { events } = await centre.press(button(0));
  expect(events[0]).toMatchObject({ personal: { holder: { name: 'Drager Noord3' } } });
});

test('an overlap is refused and changes nothing', async () => {
  const { id } = button(2);
  const before = await history(id);
  expect(await ask(id, lend(button(3).holderId))).toMatchObject({ code: 'uitleen-overlapt' });
  expect(await history(id)).toEqual(before);
  expect(await ask(randomUUID(), lend(button(3).holderId))).toMatchObject({
    code: 'uitleen-onbekend',
  });
});

test('the sweep reaches what is due of a loan, once, and the button stays lent', async () => {
  const { id } = button(2);
  centre.clock.advance(366 * 86_400_000);
  await sweep({ ...centre, arm: async () => {} });
  await sweep({ ...centre, arm: async () => {} });
  expect((await history(id)).map(({ type }) => type)).toEqual([
    'ButtonTakenOver',
    'ButtonLent',
    'LoanDeadlinePassed',
  ]);
  expect(await openLoanOf(id)).toBeDefined();
  expect(await centre.system.sql`select from set_aside`).toHaveLength(0);
});

test('an import lends by the same rules', async () => {
  const { id, account } = button(3);
  const [{ serial } = { serial: '' }] = await centre.system.sql<{ serial: string }[]>`
    update buttons set account = 'A0B1' where id = ${id} returning serial`;
  expect(account).not.toBe('A0B1');
  const csv = `serial,protocol,account,key,model,municipality,holder\n${serial},dc09,A0B1,,proef,Haarlem,Nieuwe Drager\n`;
  const parts = { system: centre.system, keys: centre.keys, now: centre.clock.now() };
  expect(await importButtons(parts, csv)).toMatchObject({ changed: 1 });
  // Of the same button with another name behind it nothing but the loan differs, and that is said as well.
  const another = csv.replace('Nieuwe Drager', 'Nog Een Drager');
  expect(await importButtons(parts, another)).toMatchObject({ added: 0, changed: 1, unchanged: 0 });
  expect(await importButtons(parts, another)).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  expect((await history(id)).slice(0, 6)).toEqual([
    { type: 'ButtonTakenOver', actor: 'take-over', feed: 'file' },
    { type: 'ButtonLent', actor: 'take-over', feed: 'file' },
    { type: 'LoanDeadlinePassed', actor: 'sweep', feed: 'file' },
    { type: 'ButtonChanged', actor: 'take-over', feed: 'file' },
    { type: 'ButtonReturned', actor: 'import', feed: 'file' },
    { type: 'ButtonLent', actor: 'import', feed: 'file' },
  ]);
});

test('an import gives a loan that stands in a row alone its history first', async () => {
  const { id } = button(1);
  const loanId = randomUUID();
  await centre.system.sql`
    insert into loans (id, centre_id, municipality_id, button_id, holder_id, reason_category, starts_at, review_at)
    select ${loanId}, centre_id, municipality_id, button_id, holder_id, reason_category, now(), review_at
    from loans where button_id = ${id}`;
  const [{ serial } = { serial: '' }] = await centre.system.sql<{ serial: string }[]>`
    update buttons set account = 'A0B2' where id = ${id} returning serial`;
  const csv = `serial,protocol,account,key,model,municipality,holder\n${serial},dc09,A0B2,,proef,Haarlem,Andere Drager\n`;
  await importButtons({ system: centre.system, keys: centre.keys, now: centre.clock.now() }, csv);
  expect((await history(id)).slice(-3)).toEqual([
    { type: 'ButtonLent', actor: 'take-over', feed: 'file' },
    { type: 'ButtonReturned', actor: 'import', feed: 'file' },
    { type: 'ButtonLent', actor: 'import', feed: 'file' },
  ]);
});

test('so does whoever brings it back, or changes its term', async () => {
  const { id } = button(1);
  await ask(id, { type: 'Return', loanId: (await openLoanOf(id)).id });
  const loanId = randomUUID();
  const reviewAt = '2028-01-01T00:00:00.000Z';
  await centre.system.sql`
    insert into loans (id, centre_id, municipality_id, button_id, holder_id, reason_category, starts_at, review_at)
    select ${loanId}, centre_id, municipality_id, button_id, holder_id, reason_category,
      ${centre.clock.now().toISOString()}, review_at
    from loans where button_id = ${id} limit 1`;
  expect(await ask(id, { type: 'ChangeTerm', loanId, endsAt: null, reviewAt })).toBeNull();
  expect(await ask(id, { type: 'Return', loanId })).toBeNull();
  expect((await history(id)).slice(-3).map(({ type, actor }) => [type, actor])).toEqual([
    ['ButtonLent', 'take-over'],
    ['LoanTermChanged', 'import'],
    ['ButtonReturned', 'import'],
  ]);
});

test('a clock that steps back keeps nobody from a button that came back, nor his name from its press', async () => {
  const { id } = button(1);
  await ask(id, lend(button(2).holderId));
  await ask(id, { type: 'Return', loanId: (await openLoanOf(id)).id });
  centre.clock.advance(-3_600_000);
  expect(await ask(id, lend(button(3).holderId))).toBeNull();
  const { events } = await centre.press(button(1));
  expect(events[0]).toMatchObject({ personal: { holder: { name: 'Drager Noord4' } } });
  // In the log nothing goes back.
  const moments = await centre.system.sql<{ at: string }[]>`
    select text::jsonb ->> 'at' as at from log.events where stream_id = ${id} order by version`;
  expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted());
  centre.clock.advance(3_600_000);
});

test('its row is folded anew from its log, and the loans with it', async () => {
  const { id } = button(3);
  const before = await rowsOf(id);
  const [kept] = await centre.system.sql<{ state: unknown }[]>`
    select state from lent_buttons where id = ${id}`;
  await centre.system.sql`
    update lent_buttons set fold_version = 0, state = state || '{"loans": []}' where id = ${id}`;
  await centre.database.superuser`update loans set returned_at = now() where button_id = ${id}`;
  const folded = await foldAnew(buttonRows, centre.system, () => centre.keys);
  expect(folded).toMatchObject({ rows: 1, changed: [{ id, fields: ['loans'] }], setAside: [] });
  const [after] = await centre.system.sql<{ state: unknown }[]>`
    select state from lent_buttons where id = ${id}`;
  expect(after).toEqual(kept);
  expect(await rowsOf(id)).toEqual(before);
});

test('nothing of it is in the feed that reaches desks', async () => {
  const [{ live } = { live: -1 }] = await centre.system.sql<{ live: number }[]>`
    select count(*)::int as live from log.events where stream_type = 'button' and feed = 'live'`;
  expect(live).toBe(0);
});
