// Persons and their sheets: for the centre's supervisors, and for a municipality's officers those of their own. What of a
// sheet is answered goes by the role of whoever asks (`person/view.ts`); a part that he does not read is not there.
import * as z from 'zod';
import {
  agreements,
  circumstances,
  consent,
  contact,
  knownPlace,
  phone,
  words,
} from '../person/state.ts';
import { outcome } from '../alarm/outcome.ts';
import { enteredContact, enteredIdentity } from '../person/entered.ts';
import { lookReason, saidReason } from '../person/look-reason.ts';
import { planFlag } from '../alarm/plan/state.ts';
import { aol } from '../places/aol.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const named = z.object({ id: z.uuid(), name: z.string() });
const search = z.string().max(100);

export const personSummary = named.extend({
  function: z.string(),
  municipality: named,
  /** Of whose family he is. */
  belongsTo: named.nullable(),
  emptiedAt: at.nullable(),
  /** The buttons he wears now, and until when; null: for good. Empty for whoever is told it by no list. */
  wears: z.array(z.object({ serial: z.string(), endsAt: at.nullable() })),
});
export type PersonSummary = z.infer<typeof personSummary>;

export const personSheet = z.object({
  id: z.uuid(),
  version: z.int().positive(),
  municipality: named,
  /** Null once his key was erased. */
  name: z.string().nullable(),
  function: z.string().nullable(),
  belongsTo: named.nullable(),
  family: z.array(named.extend({ function: z.string() })),
  account: named.nullable(),
  emptiedAt: at.nullable(),
  /** When it is emptied where nothing needs it then; null: no day is known, or it is one's own. */
  emptiesAt: at.nullable(),
  /** False: nobody said why he opens it, and nothing of what follows the telephones is there. */
  isOpened: z.boolean(),
  phones: z.array(phone).optional(),
  consents: z.array(consent).optional(),
  description: z.string().nullable().optional(),
  othersAtHome: z.string().nullable().optional(),
  places: z.array(knownPlace).optional(),
  contacts: z.array(contact).optional(),
  threatContext: z.string().nullable().optional(),
  reportedIn: z.partialRecord(planFlag, z.int()).optional(),
  agreed: z.object({ codeWord: at.nullable(), duressWord: at.nullable() }).optional(),
  aols: z.array(aol).optional(),
  specialInstruction: z.string().nullable().optional(),
});
export type PersonSheet = z.infer<typeof personSheet>;

/** Who looked, as whoever it was about is told: by role and organisation, and by no name. */
export const lookAt = z.object({
  at,
  role: z.string().nullable(),
  organisation: z.string(),
  /** A key of `accessActions`. */
  action: z.string(),
  /** Why: what he said, or what an alarm or a hand-out says by itself. Null of before anybody was asked. */
  reason: z
    .object({ why: z.enum([...lookReason.options, 'alarm']), words: z.string().nullable() })
    .nullable(),
});
export type LookAt = z.infer<typeof lookAt>;

/** As whoever wears it is told of it: nothing of why, and nobody else. */
export const ownButton = z.object({
  serial: z.string(),
  model: z.string(),
  /** Nobody knows where it is. */
  missing: z.boolean(),
  batteryPercent: z.number().nullable(),
  lastContactAt: at.nullable(),
  testedAt: at.nullable(),
  /** It was handed out before a test of it was heard, and none was since. */
  soundUntested: z.boolean(),
  startsAt: at,
  /** Null: until it is brought back. */
  endsAt: at.nullable(),
  reviewAt: at,
});
export type OwnButton = z.infer<typeof ownButton>;

/** One that is over: what it was, and when somebody did something. Nobody by name, and nothing of what the police do. */
export const ownAlarm = z.object({
  raisedAt: at,
  kind: z.enum(['duress', 'missed-check', 'medical', 'test']),
  mode: z.enum(['real', 'test']),
  outcome,
  claimedAt: at.nullable(),
  handedOverAt: at.nullable(),
  closedAt: at,
});
export type OwnAlarm = z.infer<typeof ownAlarm>;

const params = z.object({ personId: z.uuid() });
const expectedVersion = z.int().positive();
const belongsTo = z.uuid().nullable();
/** Null: the server gives it one. */
const id = z.uuid().nullable();
const looks = z.object({ looks: z.array(lookAt), next: z.string().nullable() });
const cursor = z.string().max(500).optional();

export const personRoutes = {
  persons: {
    method: 'GET',
    path: '/api/persons',
    summary: 'Persons by name, fifty at a time; an officer those of his own municipality',
    access: 'person.read',
    query: z.object({
      /** A part of a name or a function. */
      search: search.optional(),
      municipality: z.uuid().optional(),
      /** Those alone who wear a button now. */
      wearing: z.literal('yes').optional(),
      cursor,
    }),
    response: z.object({ persons: z.array(personSummary), next: z.string().nullable() }),
  },
  person: {
    method: 'GET',
    path: '/api/persons/:personId',
    summary:
      "One person's sheet, as far as the role of whoever asks reads it; who he is and how he is called, and the rest for whoever said why within a quarter of an hour. Every look is logged",
    access: 'person.read',
    params,
    response: personSheet,
  },
  personOpen: {
    method: 'POST',
    path: '/api/persons/:personId/open',
    summary: 'The whole sheet, as above, for a reason that the person it is about is told',
    access: 'person.read',
    params,
    body: saidReason,
    response: personSheet,
  },
  personAdd: {
    method: 'POST',
    path: '/api/persons',
    summary:
      'A new person, under an id that the form chose; an officer adds to his own municipality alone',
    access: 'person.change',
    body: z.object({
      /** One person however often it is sent. The release before sends none: each is another then. */
      personId: z.uuid().optional(),
      municipalityId: z.uuid(),
      belongsTo,
      identity: enteredIdentity,
    }),
    response: personSheet,
  },
  personIdentity: {
    method: 'POST',
    path: '/api/persons/:personId/identity',
    summary: 'Name, function, telephones, family; 409 when somebody else wrote meanwhile',
    access: 'person.change',
    params,
    body: z.object({ expectedVersion, belongsTo, identity: enteredIdentity }),
    response: personSheet,
  },
  personCircumstances: {
    method: 'POST',
    path: '/api/persons/:personId/circumstances',
    summary:
      'How to recognise him, home, places, contacts in order, threat, consents; 409 as above',
    access: 'person.change',
    params,
    body: z.object({
      expectedVersion,
      circumstances: circumstances.extend({
        places: z.array(knownPlace.extend({ id })).max(20),
        contacts: z.array(enteredContact.extend({ id })).max(20),
      }),
    }),
    response: personSheet,
  },
  personWords: {
    method: 'POST',
    path: '/api/persons/:personId/words',
    summary: 'Code word and duress word, which are shown to nobody outside an alarm; 409 as above',
    access: 'person.change',
    params,
    body: z.object({ expectedVersion, words: words.partial() }),
    response: personSheet,
  },
  personAgreements: {
    method: 'POST',
    path: '/api/persons/:personId/agreements',
    summary: 'What the police agreed per place, and the special instruction: the centre alone',
    access: 'person.agreements',
    params,
    body: z.object({ expectedVersion, agreements }),
    response: personSheet,
  },
  personAccount: {
    method: 'POST',
    path: '/api/persons/:personId/account',
    summary: 'The log-in by which he reads his own, or none; 409 when another has it',
    access: 'person.change',
    params,
    body: z.object({ expectedVersion, accountId: z.uuid().nullable() }),
    response: personSheet,
  },
  personAccounts: {
    method: 'GET',
    path: '/api/persons/:personId/accounts',
    summary: "Log-ins of holders of this person's municipality that nobody else has",
    access: 'person.change',
    params,
    response: z.object({ accounts: z.array(named) }),
  },
  personLooks: {
    method: 'GET',
    path: '/api/persons/:personId/looks',
    summary: 'Who looked at this sheet, by role and organisation, newest first',
    access: 'person.read',
    params,
    query: z.object({ cursor }),
    response: looks,
  },
  addresses: {
    method: 'GET',
    path: '/api/addresses',
    summary: 'Addresses that a public register knows by these words, where one is asked at all',
    access: 'person.change',
    perMinute: 120,
    query: z.object({ search: z.string().trim().min(3).max(100) }),
    response: z.object({
      /** False: none is set, or it did not answer; the address is typed and put on the map. */
      isAsked: z.boolean(),
      found: z
        .array(z.object({ address: z.string(), latitude: z.number(), longitude: z.number() }))
        .max(10),
    }),
  },
  ownSheet: {
    method: 'GET',
    path: '/api/own/sheet',
    summary: 'What is kept of whoever asks, of whom somebody said that this log-in is his',
    access: 'own.read',
    response: personSheet.pick({
      id: true,
      name: true,
      function: true,
      phones: true,
      consents: true,
      description: true,
      othersAtHome: true,
      places: true,
      contacts: true,
    }),
  },
  ownButtons: {
    method: 'GET',
    path: '/api/own/buttons',
    summary: 'What whoever asks wears, until when, and whom he calls about it',
    access: 'own.read',
    response: z.object({
      buttons: z.array(ownButton),
      centre: z.object({ name: z.string(), phone: z.string() }),
      municipality: z.object({ name: z.string(), phone: z.string().nullable() }),
    }),
  },
  ownAlarms: {
    method: 'GET',
    path: '/api/own/alarms',
    summary:
      'What became of the alarms of whoever asks, newest first; one that is not over is not there',
    access: 'own.read',
    query: z.object({ cursor }),
    response: z.object({
      alarms: z.array(ownAlarm),
      /** Presses of his in twelve months that nobody needed help in. */
      harmless: z.int().nonnegative(),
      next: z.string().nullable(),
    }),
  },
  ownLooks: {
    method: 'GET',
    path: '/api/own/looks',
    summary:
      'Who looked at what is kept of whoever asks, newest first; what an order holds back is not there',
    access: 'own.read',
    query: z.object({ cursor }),
    response: looks,
  },
} satisfies Record<string, Route>;
