// People as the server answers them, for stories about screens: a list that is long, somebody with papers, somebody who
// was invited, one who lost his second step.
import type { Member, MemberSummary } from '@achterwacht/shared/routes/people.ts';

const id = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const municipality = { id: id(900), name: 'Maastricht' };

const anna: MemberSummary = {
  id: id(1),
  name: 'Anna de Wit',
  email: 'anna@noord.example',
  role: 'centralist',
  municipality: null,
  status: 'active',
  invitation: null,
  lastLogInAt: '2026-11-28T13:02:11.000Z',
  factors: { passkeys: 1, codes: true },
  sessions: 2,
  papers: 'expired',
  isResetAsked: false,
};

const joris: MemberSummary = {
  ...anna,
  id: id(2),
  name: 'Joris-Jan van den Heuvel tot Westerflier',
  email: 'joris-jan.vandenheuveltotwesterflier@gemeente-maastricht.example',
  role: 'oov-officer',
  municipality,
  status: 'invited',
  invitation: {
    invitedAt: '2026-11-20T09:00:00.000Z',
    way: 'mail',
    expiresAt: '2026-11-27T09:00:00.000Z',
    isExpired: true,
  },
  lastLogInAt: null,
  factors: { passkeys: 0, codes: false },
  sessions: 0,
  papers: null,
};

const bram: MemberSummary = {
  ...anna,
  id: id(3),
  name: 'Bram Jansen',
  email: 'bram@noord.example',
  status: 'suspended',
  papers: 'soon',
  sessions: 0,
  isResetAsked: true,
};

export const fewPeople = [anna, bram, joris];

/** As many as on a page of the list, and one more on the next. */
export const manyPeople = Array.from({ length: 51 }, (_, index): MemberSummary => ({
  ...anna,
  id: id(100 + index),
  name: `Medewerker ${String(index + 1).padStart(2, '0')}`,
}));

export const wholeAnna: Member = {
  ...anna,
  version: 7,
  invitation: null,
  suspended: null,
  paperList: [
    {
      kind: 'police-permission',
      paper: { since: '2023-11-01', expires: '2026-11-01', number: 'KC-2023-0114' },
    },
    { kind: 'pass', paper: { since: '2025-01-01', expires: '2030-01-01', number: null } },
    { kind: 'diploma', paper: { since: '2020-06-01', expires: '2040-06-01', number: 'D-88-1' } },
    { kind: 'secrecy', paper: null },
  ],
  factorReset: {
    askedBy: { id: id(50), name: 'Dirk Mulder' },
    askedAt: '2026-11-28T13:00:00.000Z',
    seen: 'in-person',
    approved: null,
    expiresAt: '2026-11-29T13:00:00.000Z',
  },
  history: [
    {
      version: 7,
      at: '2026-11-28T13:00:00.000Z',
      what: 'FactorResetAsked',
      by: { name: 'Dirk Mulder' },
      seen: 'in-person',
    },
    {
      version: 6,
      at: '2026-10-01T08:00:00.000Z',
      what: 'PaperRecorded',
      by: { name: 'Els Bakker' },
      paper: 'police-permission',
      expires: '2026-11-01',
    },
    {
      version: 1,
      at: '2026-09-01T08:00:00.000Z',
      what: 'MemberInvited',
      by: { name: 'Els Bakker' },
      role: 'centralist',
      way: 'printed',
    },
  ],
};

export const wholeJoris: Member = {
  ...joris,
  version: 2,
  invitation: { ...joris.invitation!, mail: 'withheld', language: null },
  suspended: null,
  paperList: [],
  factorReset: null,
  history: [
    {
      version: 1,
      at: '2026-11-20T09:00:00.000Z',
      what: 'MemberInvited',
      by: { name: 'Els Bakker' },
      role: 'oov-officer',
      municipality: 'Maastricht',
      way: 'mail',
    },
  ],
};

export const helpable = [
  {
    id: anna.id,
    name: anna.name,
    role: anna.role,
    municipality: null,
    papers: null,
    factorReset: null,
    mayApprove: false,
  },
  {
    id: bram.id,
    name: bram.name,
    role: bram.role,
    municipality: null,
    papers: null,
    factorReset: wholeAnna.factorReset,
    mayApprove: true,
  },
];
