// A file on a screen: what becomes of each line is said before anything is written, an unknown municipality is asked, and
// nothing of the file is kept.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { openLogger } from '../../logger.ts';
import { openHttpDoor } from '../../testing/http-door.ts';
import { roundOf } from '../../testing/rounds.ts';
import { addAdministrator } from '../../testing/settings.ts';
import { takeOverButtons } from '../row/take-over-buttons.ts';
import { eraseImportsJob } from '../../imports/pending.ts';
import { serveImports } from '../../imports/serve-imports.ts';
import { buttonLists } from './import-kind.ts';
import { importButtons } from './import-buttons.ts';
import { importLines, type RefusedLine } from './import-lines.ts';
import { previewImport } from './import-preview.ts';

let centre: AlarmCentre;
beforeEach(async () => {
  centre = await openAlarmCentre({ buttons: 2 });
  await takeOverButtons(centre.system, () => centre.keys, centre.clock);
});
afterEach(() => centre.end());

const head = 'serial,protocol,account,key,model,municipality,holder,sim';
const preview = (lines: string[], asked: Record<string, string> = {}) =>
  previewImport(centre, {
    centreId: centre.centreId,
    content: [head, ...lines].join('\n'),
    asked: new Map(Object.entries(asked)),
  });
const registered = async () =>
  (
    await centre.system.sql<{ serial: string }[]>`select serial from buttons where known order by 1`
  ).map(({ serial }) => serial);

test('each line has its fate, and nothing is written', async () => {
  const before = await registered();
  const { fates, unknownMunicipalities } = await preview([
    'Noord1,dc09,ABC1,,proef,Haarlem,,',
    'N9,dc09,ABC9,,proef,Haarlem,,8931040000001',
    'N10,dc09,geen,,proef,Haarlem,,',
    'N11,dc09,ABC9,,proef,Haarlem,,',
    'N12,dc09,ABC12,,proef,Harlem,,',
    '=cmd(),dc09,ABC13,hex:30,proef,Haarlem,,',
  ]);
  expect(fates.map(({ number, fate, why }) => [number, fate, why?.code ?? null])).toEqual([
    [2, 'changed', null],
    [3, 'added', null],
    [4, 'refused', 'account'],
    [5, 'refused', 'account-bezet'],
    [6, 'refused', 'gemeente-onbekend'],
    [7, 'refused', 'key_length'],
  ]);
  expect(unknownMunicipalities).toEqual(['Harlem']);
  expect(await registered()).toEqual(before);
});

test('whoever reads it in says which municipality is meant, and is told of what is refused', async () => {
  const els = await addAdministrator(centre, 'Els');
  const lines = ['N12,dc09,ABC12,,proef,Harlem,,', 'N13,dc09,ABC13,,proef,Haarlem,,'];
  const asked = { harlem: centre.municipalityId };
  const found = await preview(lines, asked);
  expect(found.fates.map(({ fate }) => fate)).toEqual(['added', 'added']);
  // Between the look and the deed somebody else took the account.
  await centre.system.sql`
    insert into buttons (id, centre_id, serial, protocol, account, model)
    values (gen_random_uuid(), ${centre.centreId}, 'X1', 'dc09', 'ABC13', '')`;
  const refused: RefusedLine[] = [];
  const { type, id, name, role } = els;
  const done = await importLines(centre, {
    lines: found.lines.map(({ line: read }) => read),
    centreId: centre.centreId,
    now: centre.clock.now(),
    actor: { type, id, name, role },
    named: new Map(Object.entries(asked)),
    refused,
  });
  expect(done).toEqual({ added: 1, changed: 0, unchanged: 0, done: 2 });
  expect(refused).toMatchObject([{ index: 1, refusal: { code: 'account-bezet' } }]);
  expect(await registered()).toEqual(['N12', 'Noord1', 'Noord2', 'X1']);
  const [row] = await centre.system.sql<{ text: string }[]>`
    select text from log.events where type = 'ButtonRegistered'`;
  expect(row!.text).toContain('"name":"Els"');
});

test('a name that is there is lent to; of two with one name none is guessed', async () => {
  const persons = () => centre.system.sql<{ id: string }[]>`
    select id from holders where name = 'Mies de Wit' order by id`;
  const carryOut = async (lines: string[]) => {
    const read = (await preview(lines)).lines.map(({ line }) => line);
    const actor = { type: 'system', part: 'import' } as const;
    const refused: RefusedLine[] = [];
    const about = { centreId: centre.centreId, now: centre.clock.now(), actor, refused };
    return { ...(await importLines(centre, { ...about, lines: read })), refused };
  };
  await carryOut(['N20,dc09,ABC20,,proef,Haarlem,Mies de Wit,']);
  const [mies] = await persons();
  await carryOut(['N21,dc09,ABC21,,proef,Haarlem,Mies de Wit,']);
  expect(await persons()).toEqual([mies]);
  expect(
    await centre.system.sql`
      select serial from loans join buttons on buttons.id = loans.button_id
      where holder_id = ${mies!.id} and returned_at is null order by serial`,
  ).toEqual([{ serial: 'N20' }, { serial: 'N21' }]);

  const line = 'N22,dc09,ABC22,,proef,Haarlem,Mies de Wit,';
  const read = (await preview([line])).lines.map((one) => one.line);
  await centre.system.sql`
    insert into holders
    select (jsonb_populate_record(null::holders,
      to_jsonb(mies) || jsonb_build_object('id', gen_random_uuid()))).*
    from holders mies where id = ${mies!.id}`;
  expect((await preview([line])).fates).toMatchObject([
    { fate: 'refused', why: { code: 'naam-meermaals', details: { name: 'Mies de Wit' } } },
  ]);
  expect((await preview(['N21,dc09,ABC21,,proef,Haarlem,Mies de Wit,'])).fates).toMatchObject([
    { fate: 'unchanged' },
  ]);
  // Somebody else of that name came between the look and the deed.
  const refused: RefusedLine[] = [];
  const actor = { type: 'system', part: 'import' } as const;
  const about = { centreId: centre.centreId, now: centre.clock.now(), actor, refused };
  await importLines(centre, { ...about, lines: read });
  expect(refused).toMatchObject([{ index: 0, refusal: { code: 'naam-meermaals' } }]);
  expect(await registered()).not.toContain('N22');
});

test('B19 accounts that differ in leading zeros alone are read in, and it is said', async () => {
  const lines = [
    'N30,dc09,8312,,proef,Haarlem,,',
    'N31,dc09,008312,,proef,Haarlem,,',
    'N32,dc09,00008312,,proef,Haarlem,,',
    'N33,dc09,83120,,proef,Haarlem,,',
  ];
  const { fates } = await preview(lines);
  expect(fates.map(({ fate, warning }) => [fate, warning?.value ?? null])).toEqual([
    ['added', null],
    ['added', '8312'],
    ['added', '8312'],
    ['added', null],
  ]);
  const typed = `# van de leverancier\n\n${[head, ...lines].join('\n')}`;
  const said = await importButtons({ ...centre, now: centre.clock.now() }, typed);
  expect(said).toMatchObject({
    added: 4,
    warnings: [
      'regel 5: account verschilt van 8312 alleen in nullen ervoor',
      'regel 6: account verschilt van 8312 alleen in nullen ervoor',
    ],
  });
  // Said once, of what is new.
  expect(await importButtons({ ...centre, now: centre.clock.now() }, typed)).toMatchObject({
    unchanged: 4,
    warnings: [],
  });
});

test('B17 what a database says of a line is told to nobody, and its number in the file is', async () => {
  await centre.database.superuser`
    alter table buttons add constraint no_such_model check (model <> 'breekt')`;
  const typed = ['# uitleg', head, 'N40,dc09,ABC40,,breekt,Haarlem,,'].join('\n');
  await expect(importButtons({ ...centre, now: centre.clock.now() }, typed)).rejects.toThrow(
    /^regel 3: kon nu niet worden ingelezen; lees dezelfde lijst straks nog eens in/,
  );
});

test('read in again it changes nothing, keys and all', async () => {
  const line = 'N9,dc09,ABC9,ascii:0123456789ABCDEF,proef,Haarlem,,893104';
  const lines = (await preview([line])).lines.map((read) => read.line);
  const actor = { type: 'system', part: 'import' } as const;
  const about = { lines, centreId: centre.centreId, now: centre.clock.now(), actor };
  expect(await importLines(centre, about)).toMatchObject({ added: 1 });
  expect((await preview([line])).fates).toMatchObject([{ fate: 'unchanged' }]);
  expect(await importLines(centre, about)).toMatchObject({ unchanged: 1 });
  const other = line.replace('0123456789ABCDEF', 'FEDCBA9876543210');
  expect((await preview([other])).fates).toMatchObject([{ fate: 'changed' }]);
});

test('what nobody carries out is erased after half an hour', async () => {
  const keep = (minutes: number) => centre.system.sql`
    insert into pending_imports (id, centre_id, user_id, content, uploaded_at)
    values (${randomUUID()}, ${centre.centreId}, ${randomUUID()}, 'x',
      ${new Date(centre.clock.now().getTime() - minutes * 60_000).toISOString()})`;
  await keep(29);
  await keep(30);
  const parts = { ...centre, background: centre.system, log: openLogger('silent') };
  await roundOf(eraseImportsJob(parts), parts);
  expect(await centre.system.sql`select from pending_imports`).toHaveLength(1);
});

test('over HTTP: sealed while somebody looks, his alone, and gone once it was read in', async () => {
  const els = await addAdministrator(centre, 'Els');
  const hans = await addAdministrator(centre, 'Hans');
  const door = await openHttpDoor((http, authentication) =>
    serveImports(
      http,
      { ...centre, authentication, accounts: centre.system },
      buttonLists({ ...centre, accounts: centre.system }),
    ),
  );
  const key = '0123456789ABCDEF';
  const content = [head, `N9,dc09,ABC9,ascii:${key},proef,Haarlem,,`].join('\n');
  const { body } = await door.post(els, '/api/register/imports', { content });
  expect(body).toMatchObject({ counts: { added: 1 }, unknownMunicipalities: [] });
  expect(JSON.stringify(body)).not.toContain(key);
  const path = `/api/register/imports/${(body as { importId: string }).importId}`;
  const [row] = await centre.system.sql<{ content: string }[]>`select content from pending_imports`;
  expect(row!.content).not.toContain(key);
  const asked = { municipalities: {} };
  expect(await door.post(hans, path, asked)).toMatchObject({ status: 404 });
  expect(await door.post(els, path, asked)).toMatchObject({
    status: 200,
    body: { added: 1, refused: [], isOver: true },
  });
  expect(await centre.system.sql`select from pending_imports`).toHaveLength(0);
  expect(await door.post(els, path, asked)).toMatchObject({ status: 404 });
  expect(
    await door.post(els, '/api/register/imports', { content: 'naam,plaats\nJan,Haarlem' }),
  ).toMatchObject({ status: 409, body: { error: { code: 'bestand-onleesbaar' } } });
  await door.close();
});
