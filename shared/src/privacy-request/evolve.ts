// A privacy request after one more event of it.
import type { Dated } from '../subject.ts';
import type { PrivacyRequestFact } from './events.ts';
import type { Notice, PrivacyRequest } from './state.ts';

/** Raised when the same events fold to something else: rows are then folded anew. */
export const privacyRequestFoldVersion = 2;

export type PrivacyRequestEvent = PrivacyRequestFact & Dated & { privacyRequestId: string };
type EventOf<T extends PrivacyRequestFact['type']> = Extract<PrivacyRequestEvent, { type: T }>;
type Folds = {
  [T in Exclude<PrivacyRequestFact['type'], 'RequestRecorded'>]: (
    request: PrivacyRequest,
    event: EventOf<T>,
  ) => PrivacyRequest;
};

const folds: Folds = {
  IdentityChecked: (request, { data: { how, by }, at }) => ({
    ...request,
    identity: { how, by, at },
  }),
  RequestTakenOn: (request, { data: { by } }) => ({ ...request, assignedTo: by }),
  NoticesAdded: (request, { data: { notices } }) => ({
    ...request,
    notices: [...request.notices, ...notices.map(untold)],
  }),
  MunicipalityTold: (request, { data: { municipalityId, by }, personal, at }) => ({
    ...request,
    notices: request.notices.map((notice) =>
      notice.municipalityId === municipalityId ? { ...notice, told: { by, at } } : notice,
    ),
    personal: request.personal && {
      ...request.personal,
      toldHow: { ...request.personal.toldHow, ...(personal && { [municipalityId]: personal.how }) },
    },
  }),
  TermExtended: (request, { data: { dueAt, by }, personal, at }) => ({
    ...request,
    dueAt,
    extended: { by, at },
    personal: request.personal && { ...request.personal, extendedWhy: personal?.why ?? null },
  }),
  ErasingProposed: (request, { data: { whole, by }, at }) => ({
    ...request,
    erasing: { whole, proposed: { by, at }, done: null },
  }),
  ErasingApproved: (request, { data: { alone, by }, at }) => ({
    ...request,
    ...(request.erasing && { erasing: { ...request.erasing, done: { by, at, alone } } }),
  }),
  RequestAnswered: (request, { data: { outcome, by, erasure }, personal, at }) => ({
    ...request,
    closed: { outcome, by, at, ...(erasure && { erasure }) },
    personal: request.personal && { ...request.personal, answer: personal?.answer ?? null },
  }),
};

export function evolvePrivacyRequest(
  before: PrivacyRequest | null,
  event: PrivacyRequestEvent,
): PrivacyRequest {
  const { version, at: updatedAt } = event;
  if (event.type === 'RequestRecorded') return recorded(event);
  if (!before) throw new Error('a request begins by being recorded');
  const fold = folds[event.type] as (
    request: PrivacyRequest,
    event: PrivacyRequestEvent,
  ) => PrivacyRequest;
  return { ...fold(before, event), version, updatedAt };
}

const untold = ({ municipalityId }: Pick<Notice, 'municipalityId'>): Notice => ({
  municipalityId,
  told: null,
});

function recorded({
  privacyRequestId: id,
  version,
  at: updatedAt,
  data: { by: _by, notices = [], ...data },
  personal,
}: EventOf<'RequestRecorded'>): PrivacyRequest {
  return {
    id,
    ...data,
    extended: null,
    identity: null,
    assignedTo: null,
    notices: notices.map(untold),
    closed: null,
    version,
    updatedAt,
    personal: personal && { ...personal, extendedWhy: null, answer: null, toldHow: {} },
  };
}
