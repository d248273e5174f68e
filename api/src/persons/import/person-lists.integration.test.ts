// A list of persons on a screen: what becomes of each line is said before anything is written, nothing is guessed, nobody
// is there twice, and nobody writes what his role may not.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ImportPreview } from '@achterwacht/shared/routes/imports.ts';
import type { ErrorBody } from '@achterwacht/shared/routes/route.ts';
import type { PersonSheet, PersonSummary } from '@achterwacht/shared/routes/persons.ts';
import { find } from '../../log/read-stream.ts';
import { personRows } from '../person-row.ts';
import { openPersonsCentre, type PersonsCentre } from '../test-persons.ts';
import { sheetsOf, type Who } from '../test-sheets.ts';

let centre: PersonsCentre;
let sheets: ReturnType<typeof sheetsOf>;
beforeAll(async () => {
  centre = await openPersonsCentre();
  sheets = sheetsOf(centre);
});
afterAll(() => centre.end());
let turn = 0;
/** Names of this test alone. */
let of: (name: string) => string;
beforeEach(() => {
  turn += 1;
  const own = turn;
  of = (name) => `${name} ${'abcdefghijk'[own]}`;
});

type Done = {
  added: number;
  changed: number;
  unchanged: number;
  refused: ImportPreview['lines'];
  isOver: boolean;
};
const look = (who: Who, lines: string[]) =>
  centre.post<ImportPreview & ErrorBody>(who, '/api/persons/imports', {
    content: lines.join('\r\n'),
  });
const carryOut = (
  who: Who,
  { importId }: { importId: string },
  said: { municipalities?: Record<string, string>; persons?: Record<string, string> } = {},
) =>
  centre.post<Done & ErrorBody>(who, `/api/persons/imports/${importId}`, {
    municipalities: {},
    ...said,
  });
const fatesOf = ({ lines }: ImportPreview) =>
  lines
    .toSorted((one, other) => one.number - other.number)
    .map(({ number, fate, why }) => [number, fate, why?.code ?? null]);
async function sheetOf(name: string): Promise<PersonSheet> {
  const search = `/api/persons?search=${encodeURIComponent(name)}`;
  const { body } = await centre.get<{ persons: PersonSummary[] }>(centre.dirk, search);
  expect(body.persons).toHaveLength(1);
  return (await sheets.open(centre.dirk, body.persons[0]!.id)).body;
}
const count = async () =>
  (await centre.system.sql<{ n: number }[]>`select count(*)::int as n from holders`)[0]!.n;

test('each line has its fate and its reason, and nothing is written', async () => {
  await sheets.add(centre.fatima, { name: of('Wim') });
  await sheets.add(centre.fatima, { name: of('Sam'), function: 'griffier' });
  const before = await count();
  const { body } = await look(centre.dirk, [
    'name;function;municipality;phone_1_number;consent_1_kind;consent_1_given_on',
    `${of('Nel')};wethouder;Haarlem;06 38 00 02 42;sound-to-police;1-3-2026`,
    `${of('Wim')};burgemeester;haarlem;;;`,
    `${of('Wim')};burgemeester;Haarlem;;;`,
    `${of('Sam')};raadslid;Haarlem;;;`,
    `${of('Pim')};;Harlem;;;`,
    `${of('Jet')};;Haarlem;112;;`,
    `${of('Kim')};;Haarlem;;sound-to-police;gisteren`,
    ';;Haarlem;;;',
  ]);
  expect(fatesOf(body)).toEqual([
    [2, 'added', null],
    [3, 'unchanged', null],
    [4, 'refused', 'line_twice'],
    [5, 'refused', 'name_unclear'],
    [6, 'refused', 'municipality'],
    [7, 'refused', 'phone'],
    [8, 'refused', 'day'],
    [9, 'refused', 'no_name'],
  ]);
  expect(body.unknownMunicipalities).toEqual(['Harlem']);
  expect(body.unclearLines).toMatchObject([{ number: 5, persons: [{ function: 'griffier' }] }]);
  expect(await count()).toBe(before);
});

test('a whole sheet is read in, sealed as by hand; the same file says the same again', async () => {
  const lines = [
    'number,name,function,municipality,family_of,phone_1_number,phone_1_label,description,others_at_home,threat_context,place_1_label,place_1_address,place_1_floor,place_1_point,place_2_label,place_2_address,contact_1_name,contact_1_relation,contact_1_phone,contact_2_name,contact_2_relation,contact_2_phone,contact_2_same_address,special_instruction,aol_1_number,aol_1_agreed_response,aol_1_contact,aol_1_valid_until,aol_1_allowed_by,aol_1_place,aol_1_point',
    `k1,${of('Ida')},partner,Haarlem,7,,,,,,,,,,,,,,,,,,,,,,,,,,`,
    `7,${of('Otto')},wethouder,Haarlem,,06 38 00 02 44,werk,"lang, kaal",partner,brieven,Thuis,"Zijlweg 1, Haarlem",2e etage,"52.38, 4.62",Werk,"Grote Markt 2, Haarlem",Piket,piket,038 498 90 01,Ida,partner,06 38 00 12 44,ja,bel de directeur,2026-77,twee eenheden,wijkagent,2027-01-01,hoofdagent De Wit,Thuis,52.38 4.62`,
  ];
  const { body } = await look(centre.dirk, lines);
  expect(fatesOf(body)).toEqual([
    [2, 'added', null],
    [3, 'added', null],
  ]);
  const kept = await centre.system.sql<{ content: string }[]>`select content from pending_imports`;
  expect(JSON.stringify(kept)).not.toContain('brieven');
  expect((await carryOut(centre.dirk, body)).body).toMatchObject({
    added: 2,
    refused: [],
    isOver: true,
  });
  const otto = await sheetOf(of('Otto'));
  expect(otto).toMatchObject({
    function: 'wethouder',
    phones: [{ label: 'werk', number: '06 38 00 02 44' }],
    description: 'lang, kaal',
    threatContext: 'brieven',
    places: [
      { label: 'Thuis', floor: '2e etage', latitude: 52.38, longitude: 4.62 },
      { label: 'Werk', address: 'Grote Markt 2, Haarlem', latitude: null, longitude: null },
    ],
    contacts: [
      { name: 'Piket', sameAddress: false },
      { name: 'Ida', sameAddress: true },
    ],
    specialInstruction: 'bel de directeur',
    aols: [{ number: '2026-77', allowedBy: 'hoofdagent De Wit' }],
    family: [{ name: of('Ida') }],
  });
  // What is on no map is told by no press.
  const places = await centre.system.sql<{ label: string }[]>`
    select label from places where holder_id = ${otto.id}`;
  expect(places.map((place) => place.label)).toEqual(['Thuis']);
  const [text] = await centre.system.sql<{ text: string }[]>`
    select string_agg(text, '') as text from log.events where stream_id = ${otto.id}`;
  expect(text!.text).not.toContain('brieven');
  expect(text!.text).toContain(`"name":"${centre.dirk.name}"`);
  expect(fatesOf((await look(centre.dirk, lines)).body)).toEqual([
    [2, 'unchanged', null],
    [3, 'unchanged', null],
  ]);
});

test('of what a line says nothing stays; a list grows by what it names', async () => {
  const { id } = await sheets.filled({ name: of('Bas') });
  const before = (await sheets.open(centre.dirk, id)).body;
  const { body } = await look(centre.fatima, [
    'name;function;description;contact_1_name;contact_1_relation;contact_1_phone;place_1_label;place_1_address',
    `${of('Bas')};burgemeester;;Buur;buurman;06 38 00 02 45;Thuis;Veerallee 30, Zwolle`,
  ]);
  expect(fatesOf(body)).toEqual([[2, 'changed', null]]);
  expect((await carryOut(centre.fatima, body)).body).toMatchObject({ changed: 1, isOver: true });
  const after = (await sheets.open(centre.dirk, id)).body;
  const { contacts, version: _version, places, ...rest } = before;
  expect(after).toMatchObject({ ...rest, places: [{ id: places![0]!.id, latitude: 52.5 }] });
  expect(after.contacts).toMatchObject([
    { name: 'Buur' },
    ...contacts!.map(({ name }) => ({ name })),
  ]);
});

test('words are written and read by nobody: not even that they are the same is told', async () => {
  const head = 'name;function;code_word;duress_word';
  const line = `${of('Cas')};raadslid;zeewind;theepot`;
  const { body: first } = await look(centre.fatima, [head, line]);
  expect((await carryOut(centre.fatima, first)).body).toMatchObject({ added: 1 });
  const { id, agreed } = await sheetOf(of('Cas'));
  expect(agreed).toMatchObject({ codeWord: expect.any(String) as string });
  const { body: same } = await look(centre.fatima, [head, line]);
  const { body: other } = await look(centre.fatima, [head, line.replace('zeewind', 'kastanje')]);
  expect([fatesOf(same), fatesOf(other)]).toEqual([[[2, 'changed', null]], [[2, 'changed', null]]]);
  expect(JSON.stringify([same, other, first])).not.toMatch(/zeewind|kastanje/);
  const alike = await look(centre.fatima, [head, `${of('Dan')};;zeewind;zeewind`]);
  expect(fatesOf(alike.body)).toEqual([[2, 'refused', 'woorden-lijken']]);
  const stored = await centre.system.transaction((tx) => find(personRows, tx, centre.keys, id));
  expect(stored?.state.personal.restricted).toMatchObject({ codeWord: 'zeewind' });
});

test('a column that is none, or not his to write, is named; an officer is told of nothing else', async () => {
  const columns = [
    [centre.fatima, 'special_instruction', 'import_file_column_not_yours'],
    [centre.fatima, 'aol_1_number', 'import_file_column_not_yours'],
    [centre.dirk, 'threat', 'import_file_unknown_column'],
    [centre.dirk, 'place_99_label', 'import_file_unknown_column'],
  ] as const;
  for (const [who, column, problem] of columns) {
    const answer = await look(who, [`name;${column}`, `${of('Eva')};x`]);
    expect(answer).toMatchObject({
      status: 409,
      body: { error: { code: 'bestand-onleesbaar', details: { problem, column } } },
    });
  }
});

test('an officer reads in for his own municipality alone', async () => {
  const lines = ['name;municipality', `${of('Fien')};`, `${of('Gijs')};Zwolle`];
  const { body } = await look(centre.fatima, lines);
  expect(fatesOf(body)).toEqual([
    [2, 'added', null],
    [3, 'refused', 'municipality'],
  ]);
  // It is not said that there is such a municipality, and naming it helps nobody.
  expect(body.unknownMunicipalities).toEqual([]);
  const said = { municipalities: { zwolle: centre.zwolle } };
  expect((await carryOut(centre.fatima, body, said)).body).toMatchObject({
    added: 1,
    refused: [{ number: 3 }],
  });
  expect((await sheetOf(of('Fien'))).municipality.id).toBe(centre.municipalityId);
  // Of a namesake elsewhere he is told nothing.
  await sheets.add(centre.dirk, { name: of('Huub') }, centre.zwolle);
  const { body: namesake } = await look(centre.fatima, ['name', of('Huub')]);
  expect(fatesOf(namesake)).toEqual([[2, 'added', null]]);
});

test('whoever reads it in says whom a line is about, and which municipality is meant', async () => {
  await sheets.add(centre.dirk, { name: of('Iris'), function: 'griffier' });
  await sheets.add(centre.dirk, { name: of('Iris'), function: 'bode' });
  const lines = [
    'name;function;municipality;description',
    `${of('Iris')};;Haarlem;rood haar`,
    `${of('Iris')};raadslid;Haarlem;zwart haar`,
    `${of('Joost')};;Harlem;`,
  ];
  const { body } = await look(centre.dirk, lines);
  expect(body.unclearLines.map(({ number, persons }) => [number, persons.length])).toEqual([
    [2, 2],
    [3, 2],
  ]);
  const bode = body.unclearLines[0]!.persons.find((one) => one.function === 'bode')!;
  const said = {
    municipalities: { Harlem: centre.municipalityId },
    persons: { 2: bode.id, 3: 'new' },
  };
  expect((await carryOut(centre.dirk, body, said)).body).toMatchObject({
    added: 2,
    changed: 1,
    refused: [],
  });
  expect((await sheets.open(centre.dirk, bode.id)).body.description).toBe('rood haar');
  // Somebody who is no namesake of the line's cannot be meant.
  const { body: again } = await look(centre.dirk, lines.slice(0, 2));
  const other = await sheetOf(of('Joost'));
  const wrong = await carryOut(centre.dirk, again, { persons: { 2: other.id } });
  expect(wrong.body).toMatchObject({ refused: [{ number: 2, why: { code: 'name_unclear' } }] });
});

test('a family is told by a number or a name, never guessed, and goes after whom it belongs to', async () => {
  await sheets.add(centre.dirk, { name: of('Kees'), function: 'een' });
  await sheets.add(centre.dirk, { name: of('Kees'), function: 'ander' });
  await sheets.add(centre.dirk, { name: of('Tess'), function: 'een' });
  await sheets.add(centre.dirk, { name: of('Tess'), function: 'ander' });
  await sheets.add(centre.dirk, { name: of('Leo') });
  const { body } = await look(centre.dirk, [
    'number;name;function;municipality;family_of',
    `1;${of('Mia')};;Haarlem;2`,
    `2;${of('Nico')};;Haarlem;`,
    `3;${of('Olga')};;Haarlem;${of('Leo')}`,
    `4;${of('Piet')};;Haarlem;${of('Tess')}`,
    `5;${of('Quin')};;Haarlem;niemand`,
    `6;${of('Roos')};;Haarlem;1`,
    `7;${of('Saar')};;Haarlem;8`,
    `8;${of('Kees')};derde;Haarlem;`,
  ]);
  expect(fatesOf(body)).toEqual([
    [2, 'added', null],
    [3, 'added', null],
    [4, 'added', null],
    [5, 'refused', 'family_unclear'],
    [6, 'refused', 'family_unknown'],
    [7, 'refused', 'gezin-van-gezin'],
    [8, 'refused', 'family_refused'],
    [9, 'refused', 'name_unclear'],
  ]);
  const done = await carryOut(centre.dirk, body);
  expect(done.body).toMatchObject({ added: 3, isOver: true });
  expect(done.body.refused.map(({ number }) => number).sort()).toEqual([5, 6, 7, 8, 9]);
  expect((await sheetOf(of('Mia'))).belongsTo?.name).toBe(of('Nico'));
  expect((await sheetOf(of('Olga'))).belongsTo?.name).toBe(of('Leo'));
});

test('interrupted it goes on where it was: nobody is there twice, nothing is written twice', async () => {
  const names = ['Tom', 'Ugo', 'Vera', 'Wil'].map(of);
  const { body } = await look(centre.fatima, [
    'name;function;code_word',
    ...names.map((name) => `${name};raadslid;zeewind`),
  ]);
  // The second sheet's key cannot be made, as when the disk is full: what came before it stands.
  let made = 0;
  const { findOrMake } = centre.keys;
  centre.keys.findOrMake = (id) => {
    made += 1;
    if (made > 2) throw new Error('no space left on device');
    return findOrMake(id);
  };
  try {
    expect((await carryOut(centre.fatima, body)).status).toBeGreaterThanOrEqual(500);
  } finally {
    centre.keys.findOrMake = findOrMake;
  }
  const [before] = await centre.system.sql<{ done: number }[]>`
    select done from pending_imports where id = ${body.importId}`;
  expect(before!.done).toBeGreaterThan(0);
  expect(before!.done).toBeLessThan(4);
  const { body: rest } = await carryOut(centre.fatima, body);
  expect(rest).toMatchObject({ added: 4 - before!.done, changed: 0, isOver: true });
  for (const name of names) {
    const { id } = await sheetOf(name);
    const told = await centre.system.sql<{ type: string }[]>`
      select type from log.events where stream_id = ${id} order by version`;
    expect(told.map(({ type }) => type)).toEqual(['PersonAdded', 'PersonWordsSet']);
  }
  expect((await carryOut(centre.fatima, body)).status).toBe(404);
});

test('it is his alone, and no list of buttons', async () => {
  const { body } = await look(centre.dirk, ['name;municipality', `${of('Xeno')};Haarlem`]);
  expect((await carryOut(centre.fatima, body)).status).toBe(404);
  await centre.system.sql`update pending_imports set done = 0 where id = ${body.importId}`;
  const drop = `/api/persons/imports/${body.importId}/drop`;
  expect((await centre.post(centre.fatima, drop, {})).status).toBe(404);
  expect((await centre.post(centre.dirk, drop, {})).status).toBe(200);
  expect((await carryOut(centre.dirk, body)).status).toBe(404);
});
