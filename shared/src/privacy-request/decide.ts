// May it be answered, put off, taken on? A request of a person is answered only to whoever is known to be that person;
// a breach is nobody's request, and is told within its hours or with the reason why not. It is over once every
// municipality whose people were seen was told: each has to tell the authority itself, within hours of its own.
import type { Actor } from '../actor.ts';
import { aloneFrom, isAlone, secondFrom, type Colleague } from '../member/four-eyes.ts';
import type { WhyNeeded } from '../person/state.ts';
import { refuse, type Asked, type Refused, type RuleTable } from '../rule-table.ts';
import type { StaffMember } from '../staff-member.ts';
import type { PrivacyRequestCommand } from './commands.ts';
import type { PrivacyRequestFact } from './events.ts';
import type { PrivacyRequest } from './state.ts';
import { dueAtOf, extendedDueAt } from './term.ts';

export type PrivacyRequestRefusal = Refused<
  | 'rol-mag-niet'
  | 'verzoek-bestaat-niet'
  | 'verzoek-afgehandeld'
  | 'verzoek-in-toekomst'
  | 'verzoek-niet-verlengbaar'
  | 'identiteit-niet-vastgesteld'
  | 'wissen-niet-verantwoord'
  | 'gemeente-niet-betrokken'
  | 'gemeente-niet-ingelicht'
  | 'verzoek-onleesbaar'
  | 'geen-blad'
  | 'geen-voorstel'
  | 'blad-nog-nodig'
  | 'naam-nog-nodig'
  | 'tweede-persoon-nodig'
  | 'tweede-persoon-nieuw'
>;

/** What the erasing of a sheet asks beside the request; of everything else nothing. */
export type PrivacyRequestContext = {
  /** Who is a supervisor of the centre, and who was. */
  supervisors: readonly Colleague[];
  /** What needs the sheet still, but for this request. */
  neededBy: WhyNeeded | null;
  /** Whether loans or alarms are known by his name. */
  isNameNeeded: boolean;
};

export type PrivacyRequestRuleTypes = {
  State: PrivacyRequest;
  Command: PrivacyRequestCommand;
  Fact: PrivacyRequestFact;
  Refusal: PrivacyRequestRefusal;
  LookedUp: PrivacyRequestContext;
};

type Of<T extends PrivacyRequestCommand['type']> = Extract<PrivacyRequestCommand, { type: T }>;
type Answer = PrivacyRequestFact[] | PrivacyRequestRefusal;
type Asking = Omit<Asked<PrivacyRequestRuleTypes>, 'actor'>;

const bySupervisor = { sentBy: ['person'], permission: 'privacy.change' } as const;

export const privacyRequestRules: RuleTable<PrivacyRequestRuleTypes> = {
  RecordRequest: {
    ...bySupervisor,
    decide(request, { type: _type, from, question, municipalityIds, ...recorded }, { actor, now }) {
      // Asked again after a lost answer.
      if (request) return [];
      if (Date.parse(recorded.receivedAt) > now.getTime()) return refuse('verzoek-in-toekomst');
      const dueAt = dueAtOf(recorded.kind, recorded.receivedAt);
      const notices = recorded.kind === 'breach' ? noticesFor(municipalityIds ?? []) : [];
      return [
        {
          type: 'RequestRecorded',
          data: {
            ...recorded,
            dueAt,
            by: memberOf(actor),
            ...(notices.length > 0 && { notices }),
          },
          personal: { from, question },
        },
      ];
    },
  },
  CheckIdentity: {
    ...bySupervisor,
    decide: whileOpen<'CheckIdentity'>((_request, { how }, by) => [
      { type: 'IdentityChecked', data: { how, by } },
    ]),
  },
  TakeOn: {
    ...bySupervisor,
    decide: whileOpen<'TakeOn'>((request, _command, by) =>
      request.assignedTo?.id === by.id ? [] : [{ type: 'RequestTakenOn', data: { by } }],
    ),
  },
  AddNotices: {
    ...bySupervisor,
    decide: whileOpen<'AddNotices'>((request, { municipalityIds }, by) => {
      if (request.kind !== 'breach') return refuse('gemeente-niet-betrokken');
      const there = request.notices.map(({ municipalityId }) => municipalityId);
      const notices = noticesFor(municipalityIds.filter((id) => !there.includes(id)));
      return notices.length === 0 ? [] : [{ type: 'NoticesAdded', data: { notices, by } }];
    }),
  },
  TellMunicipality: {
    ...bySupervisor,
    // Told once more it is written down once more: what was typed wrong is put right so.
    decide: whileOpen<'TellMunicipality'>((request, { municipalityId, how }, by) => {
      if (!request.notices.some((notice) => notice.municipalityId === municipalityId))
        return refuse('gemeente-niet-betrokken');
      return [{ type: 'MunicipalityTold', data: { municipalityId, by }, personal: { how } }];
    }),
  },
  Extend: {
    ...bySupervisor,
    decide: whileOpen<'Extend'>((request, { why }, by, { now }) => {
      const { kind, extended, receivedAt, dueAt } = request;
      // Told within the first month, or it cannot be put off any more.
      if (kind === 'breach' || extended || Date.parse(dueAt) < now.getTime())
        return refuse('verzoek-niet-verlengbaar');
      const data = { dueAt: extendedDueAt(receivedAt), by };
      return [{ type: 'TermExtended', data, personal: { why } }];
    }),
  },
  ProposeErasing: {
    ...bySupervisor,
    decide: whileOpen<'ProposeErasing'>((request, { whole }, by, { now, lookedUp }) => {
      if (request.erasing?.done) return [];
      const no = whyNotErased(request, whole, lookedUp);
      if (no) return no;
      const proposed = { type: 'ErasingProposed', data: { whole, by } } as const;
      const { supervisors: among } = lookedUp;
      return isAlone({ by: by.id, among, now }) ? [proposed, approved(by, true)] : [proposed];
    }),
  },
  ApproveErasing: {
    ...bySupervisor,
    decide: whileOpen<'ApproveErasing'>((request, _command, by, { now, lookedUp }) => {
      const { erasing } = request;
      if (!erasing) return refuse('geen-voorstel');
      if (erasing.done) return [];
      const no = whyNotErased(request, erasing.whole, lookedUp);
      if (no) return no;
      const { by: proposer } = erasing.proposed;
      const { supervisors: among } = lookedUp;
      if (by.id === proposer.id) {
        if (isAlone({ by: by.id, among, now })) return [approved(by, true)];
        const from = aloneFrom(among, now);
        return refuse('tweede-persoon-nodig', { proposer: by.name, ...(from && { from }) });
      }
      const from = secondFrom(by.id, { by: proposer.id, among, now });
      if (from) return refuse('tweede-persoon-nieuw', { proposer: proposer.name, from });
      return [approved(by, false)];
    }),
  },
  Answer: {
    ...bySupervisor,
    decide: whileOpen<'Answer'>((request, { outcome, answer, erasure }, by) => {
      // To somebody of whom it is not known who he is nothing is given; that is itself a ground to refuse.
      if (request.kind !== 'breach' && outcome === 'done' && !request.identity)
        return refuse('identiteit-niet-vastgesteld');
      if (outcome === 'done' && request.notices.some(({ told }) => told === null))
        return refuse('gemeente-niet-ingelicht');
      const isErased = request.kind === 'erasure' && outcome === 'done';
      // Whoever asked is told what went and on which ground the rest stays; where nothing went it was refused.
      if (isErased && !Object.values(erasure ?? {}).includes('erased'))
        return refuse('wissen-niet-verantwoord');
      const data = { outcome, by, ...(isErased && { erasure }) };
      return [{ type: 'RequestAnswered', data, personal: { answer } }];
    }),
  },
};

const approved = (by: StaffMember, alone: boolean): PrivacyRequestFact => ({
  type: 'ErasingApproved',
  data: { alone, by },
});

/** What is needed stays, whoever asks; the answer says on which ground. */
function whyNotErased(
  { kind, about, identity }: PrivacyRequest,
  whole: boolean,
  { neededBy, isNameNeeded }: PrivacyRequestContext,
): PrivacyRequestRefusal | null {
  if (kind !== 'erasure' || about.type !== 'holder') return refuse('geen-blad');
  if (!identity) return refuse('identiteit-niet-vastgesteld');
  if (neededBy !== null) return refuse('blad-nog-nodig', { why: neededBy });
  return whole && isNameNeeded ? refuse('naam-nog-nodig') : null;
}

const noticesFor = (municipalityIds: readonly string[]) =>
  [...new Set(municipalityIds)].map((municipalityId) => ({ municipalityId }));

function whileOpen<T extends PrivacyRequestCommand['type']>(
  decide: (request: PrivacyRequest, command: Of<T>, by: StaffMember, asked: Asking) => Answer,
) {
  return (
    request: PrivacyRequest | null,
    command: Of<T>,
    { actor, ...asking }: Asked<PrivacyRequestRuleTypes>,
  ): Answer => {
    if (!request) return refuse('verzoek-bestaat-niet');
    if (request.closed) return refuse('verzoek-afgehandeld');
    return decide(request, command, memberOf(actor), asking);
  };
}

function memberOf(actor: Actor): StaffMember {
  if (actor.type !== 'person') throw new Error('only people are let in by the table above');
  return { id: actor.id, name: actor.name };
}
