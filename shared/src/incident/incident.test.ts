// A file from its opening on: what the alarm tells of it, what people write, and who may.
import { describe, expect, test } from 'vitest';
import type { Actor } from '../actor.ts';
import { noWords, type IncidentFacts } from '../municipality/incident.ts';
import { role } from '../roles.ts';
import { incidentSubject } from '../subjects/incident.ts';
import type { IncidentCommand } from './commands.ts';
import { evolveIncident, type IncidentEvent } from './evolve.ts';
import type { IncidentFact } from './events.ts';
import type { IncidentFile } from './state.ts';
import { versionsOf } from './versions.ts';

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const olga = { type: 'person', id: uuid(1), name: 'Olga', role: 'oov-officer' } as const;
const outbox: Actor = { type: 'system', part: 'outbox' };
const facts: IncidentFacts = {
  alarmNumber: 1001,
  kind: 'duress',
  outcome: 'threat',
  needless: false,
  times: { received: '2026-03-02T08:00:00.000Z' },
};

type Open = Extract<IncidentCommand, { type: 'OpenIncident' }>;
const open: Open = {
  type: 'OpenIncident',
  centreId: uuid(20),
  municipalityId: uuid(30),
  alarmId: uuid(40),
  alarmVersion: 9,
  occurredAt: '2026-03-02T08:00:00.000Z',
  facts,
  policeNumber: '2026-0042',
  holder: { name: 'Joke van Dam', function: 'wethouder' },
  words: { ...noWords, who: 'Joke van Dam, wethouder' },
  circle: [olga.id],
  isErased: false,
};
const write = (expectedVersion: number, what: string): IncidentCommand => ({
  type: 'FillIn',
  expectedVersion,
  words: { ...noWords, what },
  status: 'completed',
});
const letIn: IncidentCommand = { type: 'LetIn', userId: uuid(2) };
const takeOut = (number: number): IncidentCommand => ({ type: 'TakeOut', userId: uuid(number) });

const everybody = [1, 2, 3].map(uuid);
const now = new Date('2026-03-02T09:00:00.000Z');

function decide(
  file: IncidentFile | null,
  command: IncidentCommand,
  actor: Actor = olga,
  colleagues = everybody,
) {
  const asked = { actor, now, lookedUp: { colleagues } };
  const decided = incidentSubject.decide(file, command, asked);
  return decided.status === 'accepted' ? decided.facts : decided.refusal;
}

const dated = (fact: IncidentFact, version: number, actor: Actor): IncidentEvent => ({
  ...fact,
  incidentId: uuid(9),
  schemaVersion: 1,
  actor,
  version,
  at: now.toISOString(),
});

function history(...asked: IncidentCommand[]): { file: IncidentFile; events: IncidentEvent[] } {
  let file: IncidentFile | null = null;
  const events: IncidentEvent[] = [];
  for (const command of [open, ...asked]) {
    const isOfSystem = command.type === 'OpenIncident' || command.type === 'UpdateFacts';
    const actor = isOfSystem ? outbox : olga;
    const decided = decide(file, command, actor);
    if ('code' in decided) throw new Error(decided.code);
    for (const fact of decided) {
      const event = dated(fact, events.length + 1, actor);
      events.push(event);
      file = evolveIncident(file, event);
    }
  }
  return { file: file!, events };
}
const given = (...asked: IncidentCommand[]) => history(...asked).file;

describe('what the alarm tells', () => {
  test('opens a draft, with who it concerns and the officers in its circle', () => {
    expect(given()).toMatchObject({
      status: 'draft',
      facts,
      circle: [{ userId: olga.id, addedBy: null }],
      changed: null,
      personal: { holder: open.holder, words: open.words, policeNumber: '2026-0042' },
    });
  });

  test('later counts, earlier tells nothing, and what people wrote stays', () => {
    const reopened = { ...facts, outcome: null };
    const update = (alarmVersion: number): IncidentCommand => ({
      type: 'UpdateFacts',
      alarmVersion,
      facts: reopened,
      policeNumber: null,
    });
    const file = given(write(1, 'bedreigd'), update(12));
    expect(file).toMatchObject({ facts: reopened, alarmVersion: 12, status: 'completed' });
    expect(file.personal).toMatchObject({ words: { what: 'bedreigd' }, policeNumber: null });
    expect(decide(file, update(12), outbox)).toEqual([]);
    expect(decide(file, { ...open, alarmVersion: 3 }, outbox)).toEqual([]);
  });

  test('of somebody who was erased nothing is written', () => {
    expect(decide(null, { ...open, isErased: true }, outbox)).toMatchObject([{ personal: null }]);
  });
});

describe('what people write', () => {
  test('of two who write upon the same words the second is told', () => {
    const file = given(write(1, 'bedreigd'));
    expect(decide(file, write(1, 'anders'))).toEqual({
      code: 'melding-gewijzigd',
      details: { by: 'Olga' },
    });
    expect(decide(file, write(2, 'anders'))).toMatchObject([{ type: 'IncidentWritten' }]);
    expect(decide(file, write(3, 'anders'))).toMatchObject({ code: 'melding-gewijzigd' });
  });

  test('who is let in meanwhile outdates no words', () => {
    expect(decide(given(letIn), write(1, 'bedreigd'))).toMatchObject([{ type: 'IncidentWritten' }]);
  });
});

describe('its circle', () => {
  test('lets in once, and takes out; who was in it stays readable', () => {
    const file = given(letIn);
    expect(file.circle.map(({ userId }) => userId)).toEqual([olga.id, uuid(2)]);
    expect(decide(file, letIn)).toEqual([]);
    const { circle, left } = given(letIn, takeOut(1));
    expect(circle.map(({ userId }) => userId)).toEqual([uuid(2)]);
    expect(left).toMatchObject([{ userId: olga.id, addedIn: 1, removedBy: olga.id, removedIn: 3 }]);
  });

  test('is never empty, and takes out nobody who is not in it', () => {
    expect(decide(given(), takeOut(1))).toMatchObject({ code: 'laatste-in-kring' });
    expect(decide(given(), takeOut(3))).toMatchObject({ code: 'not-found' });
  });

  test('takes no stranger', () => {
    const stranger: IncidentCommand = { type: 'LetIn', userId: uuid(5) };
    expect(decide(given(), stranger)).toMatchObject({ code: 'not-found' });
  });

  test('counts whoever works there no more as gone: the last one stays, and without any the officers have it', () => {
    const file = given(letIn);
    expect(decide(file, takeOut(1), olga, [olga.id])).toMatchObject({ code: 'laatste-in-kring' });
    expect(decide(file, takeOut(2), olga, [olga.id])).toMatchObject({ code: 'not-found' });
    const pia: Actor = { ...olga, id: uuid(3), name: 'Pia' };
    expect(decide(file, write(1, 'bedreigd'), pia, [pia.id])).toMatchObject([
      { type: 'IncidentWritten' },
    ]);
  });
});

describe('taken over from rows', () => {
  const personal = given(write(1, 'bedreigd')).personal!;
  const stood = {
    centreId: open.centreId,
    municipalityId: open.municipalityId,
    alarmId: open.alarmId,
    occurredAt: open.occurredAt,
    facts,
    alarmVersion: 9,
    status: 'completed',
    changed: { by: 'Olga', at: '2026-02-28T10:00:00.000Z' },
    wordsVersion: 2,
    circle: [{ userId: olga.id, addedBy: null, addedAt: '2026-02-27T10:00:00.000Z' }],
    left: [],
  } as const;
  const takenOver = {
    type: 'IncidentTakenOver',
    data: { ...stood, circle: [...stood.circle], left: [] },
    personal,
  } satisfies IncidentFact;
  const takeOver: Actor = { type: 'system', part: 'take-over' };

  test('it says what they said, and goes on from there', () => {
    const file = evolveIncident(null, dated(takenOver, 1, takeOver));
    const { circle, ...rest } = stood;
    expect(file).toMatchObject({ ...rest, id: uuid(9), version: 1, personal });
    expect(file.circle).toEqual([{ ...circle[0], addedIn: 0 }]);
    expect(decide(file, write(2, 'anders'))).toMatchObject([{ type: 'IncidentWritten' }]);
    expect(versionsOf([dated(takenOver, 1, takeOver)])).toMatchObject([
      { at: stood.changed.at, by: 'Olga', status: 'completed', changed: ['what'] },
    ]);
  });

  test('once more where a release without histories wrote again: what nobody wrote is no version', () => {
    const { events } = history(write(1, 'bedreigd'));
    const again = dated(takenOver, 3, takeOver);
    expect(evolveIncident(given(write(1, 'bedreigd')), again)).toMatchObject({ version: 3 });
    expect(versionsOf([...events, again])).toEqual(versionsOf(events));
    const written = { ...takenOver, personal: { ...personal, words: noWords } };
    expect(versionsOf([...events, dated(written, 3, takeOver)])[0]).toMatchObject({
      changed: ['what'],
    });
  });
});

describe('what stood in it when', () => {
  test('newest first, with what each changed; who was let in is none of it', () => {
    const { events } = history(write(1, 'bedreigd'), letIn, write(2, 'bedreigd aan de deur'));
    expect(versionsOf(events)).toMatchObject([
      {
        by: 'Olga',
        status: 'completed',
        words: { what: 'bedreigd aan de deur' },
        changed: ['what'],
      },
      { by: 'Olga', status: 'completed', changed: ['who', 'what'] },
      { by: null, status: 'draft', changed: ['who'] },
    ]);
  });

  test('of somebody who was erased who wrote and when is left', () => {
    const { events } = history(write(1, 'bedreigd'));
    const erased = events.map((event) => ({ ...event, personal: null })) as IncidentEvent[];
    expect(versionsOf(erased)).toMatchObject([
      { by: 'Olga', words: null, changed: [] },
      { by: null, words: null, changed: [] },
    ]);
  });
});

describe('who may', () => {
  test('an officer who is not in its circle hears that there is none', () => {
    const pia: Actor = { ...olga, id: uuid(3), name: 'Pia' };
    for (const command of [write(1, 'bedreigd'), letIn, takeOut(1)])
      expect(decide(given(), command, pia)).toMatchObject({ code: 'not-found' });
  });

  test.each(role.options)('%s', (name) => {
    const asked = decide(given(), letIn, { ...olga, role: name });
    const may = name === 'oov-officer';
    expect('code' in asked ? asked.code : 'may').toBe(may ? 'may' : 'rol-mag-niet');
  });

  test('people make no file, and the system writes in none', () => {
    expect(decide(null, open)).toMatchObject({ code: 'rol-mag-niet' });
    expect(decide(given(), write(1, 'x'), outbox)).toMatchObject({ code: 'rol-mag-niet' });
    expect(decide(null, letIn)).toMatchObject({ code: 'not-found' });
  });
});
