// A file from its opening on: what the alarm tells of it, what people write, and who may.
import { describe, expect, test } from 'vitest';
import type { Actor } from '../actor.ts';
import { noWords, type IncidentFacts } from '../municipality/incident.ts';
import { role } from '../roles.ts';
import type { IncidentCommand } from './commands.ts';
import { decideIncident } from './decide.ts';
import { evolveIncident } from './evolve.ts';
import type { IncidentFile } from './state.ts';

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

const decide = (file: IncidentFile | null, command: IncidentCommand, actor: Actor = olga) =>
  decideIncident(file, command, actor, { isColleague: true });

function given(...asked: IncidentCommand[]): IncidentFile {
  let file: IncidentFile | null = null;
  for (const command of [open, ...asked]) {
    const isOfSystem = command.type === 'OpenIncident' || command.type === 'TellFacts';
    const decided = decide(file, command, isOfSystem ? outbox : olga);
    if ('code' in decided) throw new Error(decided.code);
    for (const fact of decided)
      file = evolveIncident(file, {
        ...fact,
        streamId: uuid(9),
        version: (file?.version ?? 0) + 1,
        at: '2026-03-02T09:00:00.000Z',
      });
  }
  return file!;
}

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
    const tell = (alarmVersion: number): IncidentCommand => ({
      type: 'TellFacts',
      alarmVersion,
      facts: reopened,
      policeNumber: null,
    });
    const file = given(write(1, 'bedreigd'), tell(12));
    expect(file).toMatchObject({ facts: reopened, alarmVersion: 12, status: 'completed' });
    expect(file.personal).toMatchObject({ words: { what: 'bedreigd' }, policeNumber: null });
    expect(decide(file, tell(12), outbox)).toEqual([]);
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
    expect(decide(file, write(file.version, 'anders'))).toMatchObject([
      { type: 'IncidentWritten' },
    ]);
  });

  test('who is let in meanwhile outdates no words', () => {
    expect(decide(given(letIn), write(1, 'bedreigd'))).toMatchObject([{ type: 'IncidentWritten' }]);
  });
});

describe('its circle', () => {
  test('lets in once, and takes out', () => {
    const file = given(letIn);
    expect(file.circle.map(({ userId }) => userId)).toEqual([olga.id, uuid(2)]);
    expect(decide(file, letIn)).toEqual([]);
    expect(given(letIn, takeOut(1)).circle.map(({ userId }) => userId)).toEqual([uuid(2)]);
  });

  test('is never empty, and takes out nobody who is not in it', () => {
    expect(decide(given(), takeOut(1))).toMatchObject({ code: 'laatste-in-kring' });
    expect(decide(given(), takeOut(5))).toMatchObject({ code: 'not-found' });
  });

  test('takes no stranger', () => {
    expect(decideIncident(given(), letIn, olga, { isColleague: false })).toMatchObject({
      code: 'not-found',
    });
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
