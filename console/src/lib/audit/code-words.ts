// What stands as a code in a field behind a change, in words, by the field's name.
import { controlRooms } from '@achterwacht/shared/police/control-rooms.ts';
import type { LinePlace } from '@achterwacht/shared/police/line-test.ts';
import type { About, PrivacyRequest } from '@achterwacht/shared/privacy-request/state.ts';
import { settingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { SettingFact } from '@achterwacht/shared/setting/events.ts';
import { resultWords } from '../centre-settings/words/control-room-words.ts';
import { kindTitle } from '../centre-settings/words/kind-words.ts';
import { languageNames } from '../language-names.ts';
import { m } from '../paraglide/messages.js';
import { changedWords } from '../people/history-words.ts';
import { paperWords, seenWords, statusWords, wayWords } from '../people/people-words.ts';
import { identityWords, requestWords } from '../privacy/privacy-words.ts';
import { scopeWords } from '../service-accounts/service-account-words.ts';
import { roleWords } from '../words.ts';

type Words = Readonly<Partial<Record<string, () => string>>>;
type Approved = Extract<SettingFact, { type: 'SettingApproved' }>['data'];

const aloneWords = {
  'not-needed': m.audit_alone_not_needed,
  'only-administrator': m.audit_alone_only_administrator,
  'by-system': m.audit_alone_by_system,
} satisfies Record<NonNullable<Approved['alone']>, () => string>;

const closedWords = {
  done: m.privacy_answer_done,
  refused: m.privacy_answer_refused,
} satisfies Record<NonNullable<PrivacyRequest['closed']>['outcome'], () => string>;

const aboutWords = {
  holder: m.role_holder,
  member: m.audit_stream_member,
  other: m.privacy_about_other,
} satisfies Record<About['type'], () => string>;

const disciplineWords = {
  police: m.audit_discipline_police,
  ambulance: m.audit_discipline_ambulance,
} satisfies Record<LinePlace['discipline'], () => string>;

const whichWords = {
  first: m.audit_line_first,
  second: m.audit_line_second,
} satisfies Record<LinePlace['which'], () => string>;

const settingWords: Words = Object.fromEntries(
  settingKind.options.map((kind) => [kind, () => kindTitle(kind)]),
);
const roomWords: Words = Object.fromEntries(
  Object.entries(controlRooms).map(([code, { name }]) => [code, () => name]),
);
const ownNames: Words = Object.fromEntries(
  Object.entries(languageNames).map(([code, name]) => [code, () => name]),
);
const scopeTitles: Words = Object.fromEntries(
  Object.entries(scopeWords).map(([scope, { title }]) => [scope, title]),
);

export const codeWords: Readonly<Partial<Record<string, Words>>> = {
  alone: aloneWords,
  changed: changedWords,
  discipline: disciplineWords,
  how: identityWords,
  kind: { ...settingWords, ...requestWords, ...paperWords },
  language: ownNames,
  outcome: closedWords,
  regionCode: roomWords,
  result: resultWords,
  role: roleWords,
  scopes: scopeTitles,
  seen: seenWords,
  status: statusWords,
  type: aboutWords,
  way: wayWords,
  which: whichWords,
};
