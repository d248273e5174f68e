// One member as his page shows him: how he stands, his papers, and everything that was done to his account.
import type { Language } from '@achterwacht/shared/language.ts';
import type { MemberEvent } from '@achterwacht/shared/member/evolve.ts';
import { needsPapers, paperKind } from '@achterwacht/shared/member/kinds.ts';
import type { Member as State, Reset } from '@achterwacht/shared/member/state.ts';
import type { FactorReset, Member, MemberHistoryLine } from '@achterwacht/shared/routes/people.ts';
import type { Database, Transaction } from '../db/connect.ts';
import { readHistory } from '../log/read-history.ts';
import { find } from '../log/read-stream.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { invitationOf, readLastLogIns, summaryOf, type ListedMember } from './list-members.ts';
import { noLogIn, readLogIns } from './log-ins.ts';
import { memberRecords } from './member-row.ts';

type Municipality = { name: string; language: Language | null };
type Municipalities = ReadonlyMap<string, Municipality>;
type Mail = NonNullable<Member['invitation']>['mail'];

/** Null where there is no such member of the asker's centre. */
export async function readMember(
  tx: Transaction,
  { keys, accounts }: { keys: KeyRing; accounts: Database },
  memberId: string,
  now: Date,
): Promise<Member | null> {
  const stored = await find(memberRecords, tx, keys, memberId);
  if (!stored) return null;
  const { state } = stored;
  const events = await readHistory(memberRecords, tx, keys, memberId);
  const places = await readMunicipalities(tx);
  const asked = [{ id: memberId }];
  const lastLogInAt = (await readLastLogIns(accounts, asked)).get(memberId) ?? null;
  const logIn = (await readLogIns(accounts, asked)).get(memberId) ?? noLogIn;
  const invitation = invitationOf(state, now);
  return {
    ...summaryOf(listedAs(state, places), { state, lastLogInAt, logIn }, now),
    version: state.version,
    invitation: invitation && {
      ...invitation,
      mail: await readMail(tx, state),
      language: languageOf(state, places),
    },
    suspended: state.suspended && {
      by: state.suspended.by?.name ?? null,
      at: state.suspended.at,
      reason: state.personal?.reason ?? null,
    },
    paperList: papersOf(state),
    factorReset: resetOf(state.reset, now),
    history: events.map((event) => lineOf(event, places)).toReversed(),
  };
}

function listedAs(state: State, places: Municipalities): ListedMember {
  const { id, role, status, municipalityId, personal } = state;
  const name = personal?.name ?? '';
  const email = personal?.email ?? id;
  const municipality =
    municipalityId === null
      ? null
      : { id: municipalityId, name: places.get(municipalityId)?.name ?? '' };
  return { id, name, email, role, status, municipality };
}

async function readMunicipalities({ sql }: Transaction): Promise<Municipalities> {
  const rows = await sql<({ id: string } & Municipality)[]>`
    select id, name, state ->> 'language' as language from municipalities`;
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}

const languageOf = ({ invitation, municipalityId }: State, places: Municipalities) =>
  invitation?.language ?? places.get(municipalityId ?? '')?.language ?? null;

/** What became of the mail with his link; null where it is printed. */
async function readMail({ sql }: Transaction, { id, invitation }: State): Promise<Mail> {
  if (invitation?.way !== 'mail') return null;
  const [row] = await sql<{ status: NonNullable<Mail> }[]>`
    select status from log.effects where stream_id = ${id} and kind = 'mail-invitation'
    order by stream_version desc limit 1`;
  return row?.status ?? 'waiting';
}

function papersOf({ role, papers, personal }: State): Member['paperList'] {
  if (!needsPapers.has(role)) return [];
  return paperKind.options.map((kind) => {
    const paper = papers[kind];
    return { kind, paper: paper ? { ...paper, number: personal?.numbers[kind] ?? null } : null };
  });
}

/** Null once it is over. */
export function resetOf(reset: Reset | null, now: Date): FactorReset | null {
  if (!reset || Date.parse(reset.expiresAt) <= now.getTime()) return null;
  const { askedBy, askedAt, seen, approved, expiresAt } = reset;
  return {
    askedBy,
    askedAt,
    seen,
    approved: approved && { by: approved.by?.name ?? null, at: approved.at, until: expiresAt },
    expiresAt,
  };
}

function lineOf(event: MemberEvent, places: Municipalities): MemberHistoryLine {
  const { version, at, actor } = event;
  return {
    version,
    at,
    what: event.type,
    by:
      actor.type === 'person'
        ? { name: actor.name }
        : // Devices ask nothing of a member.
          { part: actor.type === 'system' ? actor.part : 'intake' },
    ...detailsOf(event, places),
  };
}

type Details = Partial<Omit<MemberHistoryLine, 'version' | 'at' | 'what' | 'by'>>;

function detailsOf(event: MemberEvent, places: Municipalities): Details {
  const placeOf = ({ municipalityId }: { municipalityId: string | null }) =>
    municipalityId === null ? null : (places.get(municipalityId)?.name ?? null);
  switch (event.type) {
    case 'MemberInvited':
    case 'MemberEntered':
    case 'MemberTakenOver':
      return {
        role: event.data.role,
        municipality: placeOf(event.data),
        ...('invitation' in event.data ? { way: event.data.invitation.way } : {}),
      };
    case 'InvitationRenewed':
      return { way: event.data.invitation.way };
    case 'MemberChanged': {
      const { role, changed } = event.data;
      return { role, municipality: placeOf(event.data), changed };
    }
    case 'MemberSuspended':
    case 'MemberEnded':
      return { reason: event.personal?.reason ?? null };
    case 'PaperRecorded':
      return { paper: event.data.kind, expires: event.data.paper.expires };
    case 'PaperEndNear':
      return { paper: event.data.kind, expires: event.data.expires };
    case 'PaperTakenOut':
      return { paper: event.data.kind };
    case 'FactorResetAsked':
      return { seen: event.data.seen };
    default:
      return {};
  }
}
