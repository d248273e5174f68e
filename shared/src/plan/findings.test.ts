// What of a plan never comes about, each with its reason.
import { expect, test } from 'vitest';
import { uuid } from '../testing/given.ts';
import type { Layer } from './compose.ts';
import { findingsOf, isNever, neverReached, otherwise, type KnownPerson } from './findings.ts';
import { layer, step } from './test-plan.ts';
import type { LayerStep } from './state.ts';

const piket = uuid(1);
const partner = uuid(2);
const known: KnownPerson = {
  codeWordAgreed: true,
  contacts: [
    { id: piket, mayBeInvolved: false },
    { id: partner, mayBeInvolved: true },
  ],
};
const wordless: KnownPerson = { ...known, codeWordAgreed: false };

const codes = (layers: Layer[], person: KnownPerson = known) =>
  findingsOf(layers, person).map(({ stepId, code }) => `${stepId} ${code}`);
const ofSteps = (steps: LayerStep[], person?: KnownPerson) =>
  codes([layer('person', { steps })], person);

test('a plan in which everything comes about says nothing', () => {
  const steps = [
    step('a', { required: true }),
    step('b', { kind: 'call', contactId: piket }),
    step('c', { kind: 'call' }),
    step('d', { kind: 'wait', waitSeconds: 60 }),
    step('e', { kind: 'word' }),
    step('f', { required: true, requiredFor: ['false-accident', 'unknown'] }),
  ];
  expect(ofSteps(steps)).toEqual([]);
  // Of a template nobody knows yet whether a word was agreed.
  expect(codes([layer('template', { steps: [step('e', { kind: 'word' })] })], null)).toEqual([]);
});

test.each<[string, LayerStep[], KnownPerson, string[]]>([
  [
    'a call to somebody who is no contact of his',
    [step('a', { kind: 'call', contactId: uuid(9) })],
    known,
    ['a contact-not-there'],
  ],
  [
    'a call to a contact, of nobody in particular',
    [step('a', { kind: 'call', contactId: piket })],
    null,
    ['a contact-not-there'],
  ],
  [
    'a call to somebody who may be involved',
    [step('a', { kind: 'call', contactId: partner })],
    known,
    ['a contact-may-be-involved'],
  ],
  ['a word where none was agreed', [step('a', { kind: 'word' })], wordless, ['a no-word-agreed']],
  [
    'what is required for a test alone is required for nothing',
    [step('a', { required: true, requiredFor: ['test'] })],
    known,
    ['a outcome-cannot-come'],
  ],
  [
    'and beside others it says so of the one',
    [step('a', { required: true, requiredFor: ['test', 'threat'] })],
    known,
    ['a outcome-is-no-plans'],
  ],
  [
    'a wait that is first runs from the claim',
    [step('a', { kind: 'wait', waitSeconds: 60 })],
    known,
    ['a wait-from-claim'],
  ],
  [
    'a wait without a time',
    [step('a'), step('b', { kind: 'wait' })],
    known,
    ['b wait-without-time'],
  ],
  [
    'a wait behind what never comes about waits for somebody to skip that',
    [step('a', { kind: 'word' }), step('b', { kind: 'wait', waitSeconds: 60 })],
    wordless,
    ['a no-word-agreed', 'b behind-never'],
  ],
  [
    'and what comes behind that wait as well',
    [
      step('a', { kind: 'call', contactId: uuid(9) }),
      step('b', { kind: 'wait', waitSeconds: 60 }),
      step('c', { kind: 'wait', waitSeconds: 60 }),
      step('d'),
    ],
    known,
    ['a contact-not-there', 'b behind-never', 'c behind-never'],
  ],
  [
    'required for nothing is done all the same, and a wait behind it runs',
    [
      step('a', { required: true, requiredFor: ['test'] }),
      step('b', { kind: 'wait', waitSeconds: 60 }),
    ],
    known,
    ['a outcome-cannot-come'],
  ],
])('%s', (_name, steps, person, found) => {
  expect(ofSteps(steps, person)).toEqual(found);
});

test('what a nearer layer replaces is never seen, and by which it is said', () => {
  const layers = [
    layer('template', { steps: [step('a'), step('b')] }),
    layer('person', { steps: [step('b', { replaces: true }), step('c')] }),
    layer('button', { steps: [step('c', { replaces: true })] }),
  ];
  expect(findingsOf(layers, known)).toEqual([
    { layer: 'template', stepId: 'b', code: 'replaced', by: 'person' },
    { layer: 'person', stepId: 'c', code: 'replaced', by: 'button' },
  ]);
});

test('what is replaced says nothing else: it is not there', () => {
  const layers = [
    layer('template', { steps: [step('a'), step('b', { kind: 'call', contactId: piket })] }),
    layer('person', { steps: [step('b', { kind: 'call', replaces: true })] }),
  ];
  expect(codes(layers)).toEqual(['b replaced']);
});

test('what stands for a step, or behind one, that is not there any more stands last', () => {
  const layers = [
    layer('template', { steps: [step('a')] }),
    layer('person', {
      steps: [
        step('gone', { replaces: true }),
        step('x', { after: 'gone-too' }),
        step('y', { after: 'x' }),
        step('z', { after: null }),
      ],
    }),
  ];
  expect(codes(layers)).toEqual(['gone replaces-nothing', 'x stands-last']);
});

test('what replaces a step stands in its place, whatever it says of where', () => {
  const layers = [
    layer('template', { steps: [step('a')] }),
    layer('person', { steps: [step('a', { replaces: true, after: 'gone' })] }),
  ];
  expect(codes(layers)).toEqual(['a replaced']);
});

test('each is either never reached, or comes about otherwise', () => {
  expect([...neverReached, ...otherwise].filter((code) => isNever({ code }))).toEqual([
    ...neverReached,
  ]);
});
