// A person in the tests of his rules: who asks what of his sheet, on which day, and what became of it.
import type { Actor, Person as Somebody } from '../actor.ts';
import { foldOf } from '../subject.ts';
import { personSubject, type PersonTypes } from '../subjects/person.ts';
import { dirk, uuid } from '../testing/given.ts';
import type { PersonCommand } from './commands.ts';
import type { PersonContext } from './decide.ts';
import type { PersonEvent } from './evolve.ts';
import type { Agreements, Circumstances, Identity } from './state.ts';

export const fatima: Somebody = {
  type: 'person',
  id: uuid(5),
  name: 'Fatima',
  role: 'oov-officer',
};
export const wim: Identity = {
  name: 'Wim Hoekstra',
  function: 'burgemeester',
  phones: [{ label: 'werk', number: '06 38 00 02 41' }],
};
export const lived: Circumstances = {
  description: 'man, 58, grijs haar',
  othersAtHome: 'partner, twee kinderen',
  threatContext: 'brieven sinds maart',
  places: [
    {
      id: uuid(40),
      label: 'Thuis',
      address: 'Veerallee 30, Zwolle',
      floor: '2e etage',
      latitude: 52.5,
      longitude: 6.08,
    },
  ],
  contacts: [
    {
      id: uuid(41),
      name: 'Ria Hoekstra',
      relation: 'partner',
      phone: '06 38 00 12 41',
      sameAddress: true,
      mayBeInvolved: false,
    },
  ],
  consents: [{ kind: 'sound-to-police', givenOn: '2026-01-05', withdrawnOn: null, words: null }],
  reportedIn: { 'weapon-reported': 2025 },
};
export const agreed: Agreements = {
  aols: [
    {
      number: '2026-0417',
      agreedResponse: 'twee eenheden, achterom',
      contact: 'wijkagent Assendorp',
      validUntil: '2027-01-01',
      allowedBy: 'hoofdagent De Wit',
      place: { label: 'Thuis', latitude: 52.5, longitude: 6.08 },
    },
  ],
  specialInstruction: 'bel eerst de piket',
};

const nothing: PersonContext = {
  isCustomer: true,
  head: null,
  hasFamily: false,
  account: 'unknown',
};
export const add: PersonCommand = {
  type: 'AddPerson',
  centreId: uuid(20),
  municipalityId: uuid(21),
  belongsTo: null,
  identity: wim,
};
export const live = (
  expectedVersion: number,
  changed: Partial<Circumstances> = {},
): PersonCommand => ({
  type: 'ChangeCircumstances',
  expectedVersion,
  circumstances: { ...lived, ...changed },
});
export const say = (expectedVersion: number, said: object): PersonCommand => ({
  type: 'SetWords',
  expectedVersion,
  words: said,
});
export const agree = (expectedVersion: number): PersonCommand => ({
  type: 'ChangeAgreements',
  expectedVersion,
  agreements: agreed,
});
export const due = (revision: number, neededBy: 'alarm' | null = null): PersonCommand => ({
  type: 'DeadlineReached',
  kind: 'empty',
  revision,
  neededBy,
});

const monday = Date.parse('2026-03-02T08:00:00.000Z');
export const on = (day: number) => new Date(monday + day * 86_400_000).toISOString();

export class Story {
  readonly events: PersonEvent[] = [];
  day = 0;

  when(command: PersonCommand, actor: Actor = fatima, lookedUp: Partial<PersonContext> = {}) {
    const now = new Date(on(this.day));
    const asked = { actor, now, lookedUp: { ...nothing, ...lookedUp } };
    const decided = personSubject.decide(this.state, command, asked);
    if (decided.status === 'refused') return decided.refusal;
    for (const fact of decided.facts)
      this.events.push({
        ...fact,
        personId: uuid(30),
        version: this.events.length + 1,
        schemaVersion: 1,
        at: now.toISOString(),
        actor,
      });
    return decided.facts.map(({ type }) => type);
  }
  get state(): PersonTypes['State'] | null {
    return foldOf<PersonTypes>(personSubject, this.events);
  }
  get person() {
    return this.state!;
  }
}

export const written = () => {
  const story = new Story();
  story.when(add);
  story.when(live(1));
  story.when(say(2, { codeWord: 'appeltaart', duressWord: 'theepot' }));
  story.when(agree(3), dirk);
  return story;
};
