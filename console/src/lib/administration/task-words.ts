// What there is to do, as a sentence, and where it is done. Complete by type: a task without a sentence does not
// compile.
import type { Task, TaskKind } from '@achterwacht/shared/administration/tasks.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { controlRooms, type ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import { kindHref, kindTitle } from '../centre-settings/words/kind-words.ts';
import { m } from '../paraglide/messages.js';
import { roleWords } from '../words.ts';

type About = { id: string; name: string };
type Said = {
  text: (about: About) => string;
  /** Where it is done. */
  href: (about: About) => string;
};

/** Of somebody who is needed: he is to be invited, or was and has not come in. */
const needs = (text: () => string, role: Role): Said => ({
  text: ({ name }) => (name === '' ? text() : m.task_invited({ name, role: roleWords[role]() })),
  href: ({ name }) => (name === '' ? '/beheer/mensen/uitnodigen' : '/beheer/mensen'),
});
const controlRoomPage = () => '/beheer/meldkamers';
/** Of a member his own page; of a contact the list that he stands on; of many the way itself. */
const mailPage = ({ id, name }: About) =>
  id !== ''
    ? `/beheer/mensen/${id}`
    : name === ''
      ? '/beheer/instellingen/mail'
      : '/beheer/instellingen/paging';
const privacyRequest = ({ id }: About) => `/controle/verzoeken/${id}`;

const words = {
  'control-room-number': { text: m.task_control_room_number, href: controlRoomPage },
  'second-control-room-number': {
    text: ({ id }) =>
      m.task_second_control_room_number({ name: controlRooms[id as ControlRoomCode].name }), // of a region
    href: controlRoomPage,
  },
  'no-mail': { text: m.task_no_mail, href: () => '/beheer/instellingen/mail' },
  'nobody-paged': { text: m.task_nobody_paged, href: () => '/beheer/instellingen/paging' },
  'second-administrator': needs(m.task_second_administrator, 'administrator'),
  centralists: needs(m.task_centralists, 'centralist'),
  papers: { text: m.task_papers, href: () => '/beheer/mensen' },
  supervisor: needs(m.task_supervisor, 'supervisor'),
  municipality: { text: m.task_municipality, href: () => '/beheer/gemeenten' },
  'municipality-number': {
    text: ({ name }) => m.task_municipality_number({ name }),
    href: ({ id }) => `/beheer/gemeenten/${id}`,
  },
  officer: needs(m.task_officer, 'oov-officer'),
  'line-not-tested': {
    text: ({ id }) => m.task_line_not_tested({ name: controlRooms[id as ControlRoomCode].name }), // of a region
    href: controlRoomPage,
  },
  'proposal-waits': {
    // Named by its kind.
    text: ({ id }) => m.task_proposal_waits({ name: kindTitle(id as SettingKind) }),
    href: ({ id }) => kindHref(id as SettingKind),
  },
  'proposal-alone': {
    text: ({ id }) => m.task_proposal_alone({ name: kindTitle(id as SettingKind) }), // as above
    href: ({ id }) => kindHref(id as SettingKind),
  },
  'plan-waits': {
    text: ({ name }) => m.task_plan_waits({ name }),
    href: ({ id }) => `/beheer/plannen/${id}`,
  },
  'factor-reset': {
    text: ({ name }) => m.task_factor_reset({ name }),
    href: () => '/beheer/tweede-stap',
  },
  'papers-end': {
    text: ({ name }) => m.task_papers_end({ name }),
    href: ({ id }) => `/beheer/mensen/${id}`,
  },
  'invitation-expired': {
    text: ({ name }) => m.task_invitation_expired({ name }),
    href: ({ id }) => `/beheer/mensen/${id}`,
  },
  'mail-refused': {
    text: ({ name }) =>
      name === '' ? m.task_mail_refused_by_all() : m.task_mail_refused({ name }),
    href: mailPage,
  },
  'tokens-end': {
    text: ({ name }) => m.task_tokens_end({ name }),
    href: ({ id }) => `/beheer/koppelingen/${id}`,
  },
  'service-account-owner': {
    text: ({ name }) => m.task_service_account_owner({ name }),
    href: ({ id }) => `/beheer/koppelingen/${id}`,
  },
  'sheet-ends': {
    text: ({ name }) => m.task_sheet_ends({ name }),
    href: ({ id }) => `/beheer/personen/${id}`,
  },
  'privacy-request': { text: m.task_privacy_request, href: privacyRequest },
  breach: { text: m.task_breach, href: privacyRequest },
  'breach-notice': {
    text: ({ name }) => m.task_breach_notice({ name }),
    href: privacyRequest,
  },
} satisfies Record<TaskKind, Said>;

const nobody: About = { id: '', name: '' };

export const taskText = ({ kind, about }: Task) => words[kind].text(about ?? nobody);
export const taskHref = ({ kind, about }: Task) => words[kind].href(about ?? nobody);
