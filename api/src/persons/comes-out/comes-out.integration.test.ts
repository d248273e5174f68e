// What is known of somebody comes out where it is needed and nowhere else. Of one person each fact is
// a word of its own; here stands, way by way, which of them come out. What a row does not name may not be there, and what it
// names must: a question that answers nothing to anybody would keep every secret.
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../testing/instance/person.ts';
import { openSuperuser, placesOf } from '../../testing/search-database.ts';
import { textOfPdf } from '../../testing/text-of-pdf.ts';
import { questionsOf } from './test-questions.ts';
import { factNames, facts, found, playStory, text, type Fact, type Story } from './test-story.ts';

let story: Story;
beforeAll(async () => {
  story = await playStory();
});
afterAll(() => story.end());

const identity = 'name function';
const place = 'place-name address floor';
const household = `recognise others-at-home ${place} contact relation contact-phone`;
const sheet = `${identity} phone consent ${household} threat`;
const aol = 'aol aol-place aol-response aol-contact aol-by';
const firstPaint = `${identity} phone ${place}`;
const dossier = `${household} threat code-word duress-word ${aol} instruction`;

/** What lies open on many a desk names nobody: who wears a button is told of the one that was opened. */
const pool = { button: identity, 'register as CSV': identity };
const plans = { plans: 'name', plan: 'name contact relation' };

const officer = {
  ...pool,
  ...plans,
  persons: identity,
  person: sheet,
  // Of an alarm of his, once it is closed.
  incident: identity,
  incidentVersions: identity,
  'files as CSV': identity,
  'file as PDF': identity,
};

/** By who asks, what the answer to each question tells; one that tells no fact does not stand here. */
const told: Record<string, Record<string, string>> = {
  centralist: {
    board: firstPaint,
    alarmLog: firstPaint,
    wearers: identity,
    deskSearch: identity,
    alarmDossier: dossier,
  },
  supervisor: {
    board: firstPaint,
    alarmLog: firstPaint,
    wearers: identity,
    deskSearch: identity,
    alarmDossier: dossier,
    ...pool,
    buttons: identity,
    loanCalendar: identity,
    ...plans,
    persons: identity,
    person: `${sheet} ${aol} instruction`,
    audit: 'name',
    auditLine: 'name',
    auditSubjects: identity,
    'audit as CSV': 'name',
    breach: 'name',
    'breach as CSV': 'name',
    privacyRequests: 'name',
    privacyRequest: 'name',
    // To be given to him: what is kept closest is talked about and not printed.
    privacyRequestAccess: `${identity} phone consent recognise others-at-home ${place}`,
  },
  'oov-officer': officer,
  // Who did not say why he opens it.
  colleague: { ...officer, person: `${identity} phone` },
  holder: { ownSheet: `${identity} phone consent ${household}` },
  griffier: {},
  secretary: {},
  manager: {},
  carer: {},
  administrator: {},
  supplier: {},
  auditor: {},
  neighbour: {},
  'other-holder': {},
};

/** By the way it goes out by itself. */
const goes: Record<keyof Story['ways'], string> = {
  'desk, before the claim': firstPaint,
  'desk, by its socket, all the time': firstPaint,
  'desk, the dossier after the claim': dossier,
  'police, by their link': `${identity} recognise others-at-home ${place} aol aol-response aol-contact`,
  'system of the control room': `${identity} ${place} aol aol-response aol-contact`,
  SMS: '',
  mail: '',
  'between processes, over Redis': '',
};

/** What a press, a list and a search read without a key. */
const inClear = {
  'holders.name': 'name',
  'holders.function': 'function',
  'holders.phone': 'phone',
  'places.label': 'place-name',
  'places.address': 'address',
  'places.floor': 'floor',
  'contacts.name': 'contact',
  'contacts.relation': 'relation',
  'contacts.phone': 'contact-phone',
};

const inOrder = (told: Iterable<Fact>) => {
  const all = new Set(told);
  return factNames.filter((fact) => all.has(fact)).join(' ');
};
const written = (row: string) => inOrder(row.split(' ') as Fact[]); // of the table above

/** Which questions somebody was told yes. */
const answered = new Set<string>();

test.each(Object.entries(told))('2.3 5.5 6.4 7.8 asked by a %s', async (name, expected) => {
  const person = story.people.get(name as never)!; // everybody of the table is there
  const lines = await linesFor(person);
  const got = new Map<string, Set<Fact>>();
  for (const [question, path] of questionsOf(story.ids, lines)) {
    const { status, said } = await answerTo(person, path);
    if (status === 200) answered.add(question);
    const seen = got.get(question) ?? new Set<Fact>();
    // Also a refusal says nothing.
    for (const fact of found(said)) seen.add(fact);
    if (seen.size > 0) got.set(question, seen);
  }
  const rows = Object.entries(expected).map(([question, row]) => [question, written(row)]);
  expect(Object.fromEntries([...got].map(([question, seen]) => [question, inOrder(seen)]))).toEqual(
    Object.fromEntries(rows),
  );
});

test('each question was answered to somebody', () => {
  const asked = new Set(questionsOf(story.ids, ['']).map(([question]) => question));
  // The police come by their link, which is a way of its own above.
  asked.delete('policeView');
  asked.delete('policeMap');
  expect([...asked].filter((question) => !answered.has(question))).toEqual([]);
});

test.each(Object.entries(goes))('2.3 5.5 6.4 7.8 %s', (way, row) => {
  const said = story.ways[way as keyof Story['ways']];
  // Something went that way.
  expect(said.length).toBeGreaterThan(100);
  expect(inOrder(found(said))).toBe(written(row));
});

test('a copy of the database, however it is dressed', async () => {
  const superuser = openSuperuser(story.instance.appUrl);
  const places = await placesOf(superuser, Object.values(facts));
  await superuser.end();
  const columns = places.map(({ column, word }) => [
    column,
    factNames.find((fact) => facts[fact] === word),
  ]);
  expect(Object.fromEntries(columns)).toEqual(inClear);
  expect(columns).toHaveLength(Object.keys(inClear).length);
});

test('Redis, key by key', async () => {
  const redis = new Redis({ path: story.instance.redis.socketPath });
  const keys = await redis.keys('*');
  const kept = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  redis.disconnect();
  expect(keys.length).toBeGreaterThan(0);
  expect(found([...keys, ...kept.map(String)].join('\n'))).toEqual([]);
});

test('what the machine’s own commands print of alarms, and of what came in and went out', async () => {
  const { command, log } = story.instance;
  const printed = async (name: string, ...args: string[]) =>
    inOrder(found(JSON.stringify(await command(name, ...args))));
  // For whoever has the machine: who an alarm is about is the name that he needs to find it.
  expect(await printed('alarms')).toBe('name');
  expect(await printed('signals')).toBe('');
  expect(await printed('outbox')).toBe('');
  expect(found(log.join('\n'))).toEqual([]);
});

async function linesFor(person: Person): Promise<string[]> {
  const { personId } = story.ids;
  const { status, body } = await person.get<{ lines: { id: string }[] }>(
    `/api/audit?everything=yes&whom=${personId}`,
  );
  return status === 200 ? body.lines.map(({ id }) => id) : ['audit.1'];
}

async function answerTo(person: Person, path: string): Promise<{ status: number; said: string }> {
  if (!path.endsWith('.pdf')) {
    const answer = await person.get(path);
    return { status: answer.status, said: text(answer) };
  }
  const { cookie } = person;
  const answer = await fetch(`${story.api.url}${path}`, { headers: { cookie } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return {
    status: answer.status,
    said: answer.status === 200 ? textOfPdf(bytes) : bytes.toString(),
  };
}
