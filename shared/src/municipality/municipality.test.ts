// A customer from its adding on: chosen from the list, changed upon what somebody read, ended when nothing is there.
import { describe, expect, test } from 'vitest';
import { foldOf } from '../subject.ts';
import { municipalitySubject, type MunicipalityTypes } from '../subjects/municipality.ts';
import { anna, dirk, els, member, uuid } from '../testing/given.ts';
import type { Actor } from '../actor.ts';
import type { MunicipalityCommand } from './commands.ts';
import type { MunicipalityContext } from './decide.ts';
import type { MunicipalityEvent } from './evolve.ts';
import { contrastOf } from './contrast.ts';
import {
  controlRoomFor,
  municipalityDetails,
  tooLittleContrast,
  type MunicipalityDetails,
} from './state.ts';

const haarlem: MunicipalityDetails = {
  code: '0392',
  dayAndNightPhone: '023 511 50 01',
  office: { name: 'Fatima el Amrani', phone: '023 511 50 02', mail: 'oov@haarlem.test' },
  contract: {
    since: '2026-01-01',
    until: null,
    otherResponder: 'Beveiliging Noord',
    closingText: 'Bel de piket.',
  },
  theme: { fill: '#0b4fb3', text: '#ffffff' },
  language: 'nl',
};
const nothing: MunicipalityContext = { otherCodes: [], buttons: 0, members: 0 };
const add = (details = haarlem): MunicipalityCommand => ({
  type: 'AddMunicipality',
  centreId: uuid(20),
  details,
});
const change = (expectedVersion: number, details: MunicipalityDetails): MunicipalityCommand => ({
  type: 'ChangeMunicipality',
  expectedVersion,
  details,
});
const end = (expectedVersion: number): MunicipalityCommand => ({
  type: 'EndMunicipality',
  expectedVersion,
});

class Story {
  readonly events: MunicipalityEvent[] = [];

  when(command: MunicipalityCommand, actor: Actor = els, lookedUp = nothing) {
    const asked = { actor, now: new Date('2026-03-02T08:00:00.000Z'), lookedUp };
    const decided = municipalitySubject.decide(this.state, command, asked);
    if (decided.status === 'refused') return decided.refusal;
    for (const fact of decided.facts)
      this.events.push({
        ...fact,
        municipalityId: uuid(30),
        version: this.events.length + 1,
        schemaVersion: 1,
        at: '2026-03-02T08:00:00.000Z',
        actor,
      });
    return decided.facts.map(({ type }) => type);
  }

  get state() {
    return foldOf<MunicipalityTypes>(municipalitySubject, this.events);
  }
}
const added = () => {
  const story = new Story();
  story.when(add());
  return story;
};

test('its name, and who answers for it, follow from its code', () => {
  const { state } = added();
  expect(state).toMatchObject({ code: '0392', name: 'Haarlem', ended: null, version: 1 });
  expect(controlRoomFor(state!)).toBe('noord-holland');
});

test('whoever is named of its office stands in no part that is kept in clear', () => {
  const clear = added().events.map(({ type, data }) => ({ type, data }));
  expect(JSON.stringify(clear)).not.toMatch(/Fatima|oov@haarlem|511 50 02/);
  expect(added().state?.personal).toEqual({ office: haarlem.office });
});

describe('refused, and nothing has changed', () => {
  const dark = { fill: '#0b4fb3', text: '#555555' };
  test.each([
    ['one that no list has', { code: '9999' }, 'gemeente-onbekend', { name: '9999' }],
    [
      'a contract that ends before it begins',
      { contract: { ...haarlem.contract!, until: '2025-12-31' } },
      'looptijd-ongeldig',
      { since: '2026-01-01', until: '2025-12-31' },
    ],
    ['colours that nobody reads', { theme: dark }, 'contrast-te-laag', { ratio: '1.0' }],
  ])('%s', (_what, changes, code, details) => {
    expect(new Story().when(add({ ...haarlem, ...changes }))).toEqual({ code, details });
    const story = added();
    expect(story.when(change(1, { ...haarlem, ...changes }))).toEqual({ code, details });
    expect(story.state?.version).toBe(1);
  });

  test('one that is a customer already', () => {
    const lookedUp = { ...nothing, otherCodes: ['0392'] };
    expect(new Story().when(add(), els, lookedUp)).toMatchObject({ code: 'gemeente-bestaat-al' });
  });

  test('upon another version than the one that was read', () => {
    const story = added();
    story.when(change(1, { ...haarlem, language: 'en' }));
    expect(story.when(change(1, haarlem))).toMatchObject({ code: 'tussentijds-gewijzigd' });
    expect(story.when(end(1))).toMatchObject({ code: 'tussentijds-gewijzigd' });
  });

  test('by anybody but an administrator', () => {
    for (const person of [anna, dirk])
      for (const command of [change(1, haarlem), end(1)])
        expect(added().when(command, person)).toMatchObject({ code: 'rol-mag-niet' });
  });

  test('to end it while buttons or people are there, with how many', () => {
    const lookedUp = { ...nothing, buttons: 12, members: 3 };
    expect(added().when(end(1), els, lookedUp)).toEqual({
      code: 'gemeente-in-gebruik',
      details: { buttons: 12, members: 3 },
    });
  });
});

test('the same again writes nothing down; another name of the office does', () => {
  const story = added();
  expect(story.when(change(1, { ...haarlem }))).toEqual([]);
  const office = { ...haarlem.office!, name: 'Gert Hofstra' };
  expect(story.when(change(1, { ...haarlem, office }))).toEqual(['MunicipalityChanged']);
  expect(story.when(change(2, { ...haarlem, office: null }))).toEqual(['MunicipalityChanged']);
  expect(story.state).toMatchObject({ personal: null, version: 3 });
});

test('ended it stays as it was, and is nobody’s any more', () => {
  const story = added();
  expect(story.when(end(1))).toEqual(['MunicipalityEnded']);
  expect(story.state).toMatchObject({ name: 'Haarlem', ended: { by: member(els) } });
  expect(story.when(change(2, haarlem))).toMatchObject({ code: 'gemeente-beeindigd' });
});

test('contrast is counted as WCAG does, and never rounded up to what is asked', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrastOf('#ffffff', '#0b4fb3')).toBeCloseTo(7.5, 0);
  expect(tooLittleContrast({ fill: '#ffffff', text: '#767676' })).toBeNull();
  expect(tooLittleContrast({ fill: '#ffffff', text: '#777777' })).toBe('4.4');
});

test.each([
  ['a number that nobody can dial', { dayAndNightPhone: 'bel ons' }],
  ['the number for everybody in need', { dayAndNightPhone: '112' }],
  ['a number that is paid', { dayAndNightPhone: '0900 1234' }],
  ['a code that is a name', { code: 'Haarlem' }],
  ['a colour by its name', { theme: { fill: 'blue', text: '#ffffff' } }],
  ['a day that is none', { contract: { ...haarlem.contract!, since: '2026-02-30' } }],
])('%s is refused at the door', (_what, changes) => {
  expect(municipalityDetails.safeParse({ ...haarlem, ...changes }).success).toBe(false);
});
