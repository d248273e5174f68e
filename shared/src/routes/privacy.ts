// Requests for access, correction and erasure, and breaches, each with its clock.
import * as z from 'zod';
import { newPrivacyRequest, privacyRequestAction } from '../privacy-request/commands.ts';
import {
  about,
  erasureAnswer,
  identityCheck,
  privacyRequestKind,
} from '../privacy-request/state.ts';
import { staffMember } from '../staff-member.ts';
import { breachQuery } from './audit.ts';
import { consent } from '../person/state.ts';
import type { Route } from './route.ts';

const at = z.iso.datetime();
const requestParams = z.object({ requestId: z.uuid() });
const signed = z.object({ by: staffMember, at });
const place = z.object({ municipalityId: z.uuid(), name: z.string() });

export const privacyRequestSummary = z.object({
  id: z.uuid(),
  kind: privacyRequestKind,
  about,
  /** Whom it is about, as he is called; null: in no list, or erased. */
  aboutName: z.string().nullable(),
  receivedAt: at,
  dueAt: at,
  assignedTo: staffMember.nullable(),
  closed: signed
    .extend({ outcome: z.enum(['done', 'refused']), erasure: erasureAnswer.optional() })
    .nullable(),
});
export type PrivacyRequestSummary = z.infer<typeof privacyRequestSummary>;

export const privacyRequestView = privacyRequestSummary.extend({
  version: z.int().positive(),
  extended: signed.nullable(),
  identity: signed.extend({ how: identityCheck }).nullable(),
  /** Of an erasure, the sheet it is about: proposed, and gone. */
  erasing: z
    .object({
      whole: z.boolean(),
      proposed: signed,
      done: signed.extend({ alone: z.boolean() }).nullable(),
    })
    .nullable(),
  /** Of a breach: which municipalities have to be told, and which were. */
  notices: z.array(
    place.extend({
      told: signed.nullable(),
      /** To whom and how; null: not yet, or erased. */
      how: z.string().nullable(),
    }),
  ),
  /** Those that a breach that is open does not concern as yet. */
  otherMunicipalities: z.array(place),
  /** Null once they were erased. */
  personal: z
    .object({
      from: z.string(),
      question: z.string(),
      extendedWhy: z.string().nullable(),
      answer: z.string().nullable(),
    })
    .nullable(),
});
export type PrivacyRequestView = z.infer<typeof privacyRequestView>;

/** What the centre keeps of somebody and gives him, as far as the product can say it. */
export const accessExport = z.object({
  madeAt: at,
  centre: z.string(),
  person: z.object({
    name: z.string(),
    /** What he is: a holder's function, a member's role. */
    function: z.string(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    municipality: z.string().nullable(),
  }),
  /** What else of a holder's sheet he reads himself; null of somebody who has none. */
  sheet: z
    .object({
      telephones: z.array(z.string()),
      description: z.string().nullable(),
      othersAtHome: z.string().nullable(),
      consents: z.array(consent),
      /** Since when they are agreed, and not what they are. */
      wordsSince: z.array(at),
      belongsTo: z.string().nullable(),
      emptiedAt: at.nullable(),
    })
    .nullable(),
  places: z.array(
    z.object({ label: z.string(), address: z.string(), floor: z.string().nullable() }),
  ),
  /** What is agreed to be done when he presses. */
  plan: z.object({ title: z.string(), steps: z.array(z.string()) }).nullable(),
  loans: z.array(
    z.object({
      button: z.string(),
      startsAt: at,
      endsAt: at.nullable(),
      returnedAt: at.nullable(),
    }),
  ),
  alarms: z.array(
    z.object({
      number: z.int(),
      kind: z.string(),
      raisedAt: at,
      claimedAt: at.nullable(),
      closedAt: at.nullable(),
    }),
  ),
  /** As role, organisation, time and what; nobody by name, and none that an order keeps from him. */
  looks: z.array(
    z.object({
      at,
      role: z.string().nullable(),
      organisation: z.string(),
      what: z.string(),
      /** Why, where that is known. */
      why: z.string().nullable(),
    }),
  ),
  /** Of somebody with an account: when he came in, and what was done to his log-in. */
  logIns: z.array(z.object({ at, what: z.string(), origin: z.string() })),
  /** Why, from whom, for whom and for how long, and what he may ask (AVG art. 15, first paragraph), in sentences. */
  told: z.array(z.object({ title: z.string(), sentences: z.array(z.string()) })),
  /** What is kept and does not stand here, in sentences. */
  notIncluded: z.array(z.string()),
});
export type AccessExport = z.infer<typeof accessExport>;

export const privacyRoutes = {
  privacyRequests: {
    method: 'GET',
    path: '/api/privacy-requests',
    summary: 'Privacy requests: those that are open by when they are due, or those that are closed',
    access: 'privacy.read',
    query: z.object({
      state: z.enum(['open', 'closed']).default('open'),
      cursor: z.string().max(500).optional(),
    }),
    response: z.object({
      requests: z.array(privacyRequestSummary),
      cursor: z.string().nullable(),
    }),
  },
  privacyRequest: {
    method: 'GET',
    path: '/api/privacy-requests/:requestId',
    summary: 'One privacy request; every look is logged',
    access: 'privacy.read',
    params: requestParams,
    response: privacyRequestView,
  },
  privacyRequestRecord: {
    method: 'POST',
    path: '/api/privacy-requests',
    summary: 'Records what came in, under an id of the asker; a repeat records nothing',
    access: 'privacy.change',
    /** `list`: of a breach, what was asked of who saw what: whose people were seen has to be told. */
    body: newPrivacyRequest.extend({ id: z.uuid(), list: breachQuery.optional() }),
    response: privacyRequestView,
  },
  privacyRequestAct: {
    method: 'POST',
    path: '/api/privacy-requests/:requestId',
    summary:
      'Takes a request on, notes who it is, puts it off once, answers it; of a breach, whom it concerns and that they were told',
    access: 'privacy.change',
    params: requestParams,
    body: privacyRequestAction,
    response: privacyRequestView,
  },
  privacyRequestAccess: {
    method: 'GET',
    path: '/api/privacy-requests/:requestId/access',
    summary: 'What the centre keeps of whom an access request is about, to be given; logged',
    access: 'privacy.change',
    params: requestParams,
    response: accessExport,
  },
} satisfies Record<string, Route>;
