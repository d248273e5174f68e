// A value as lines that people read, and what is otherwise in another one: before something is proposed, before it is
// approved, and afterwards in its history.
import { priorities } from '@achterwacht/shared/alarm/raising/priorities.ts';
import type { SettingKind, SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { controlRooms } from '@achterwacht/shared/police/control-rooms.ts';
import { languageNames } from '../../language-names.ts';
import { m } from '../../paraglide/messages.js';
import { phoneText } from '../../phone-text.ts';
import { kindWords, priorityWords } from '../../words.ts';
import type { ShownKind } from '../words/kind-words.ts';
import { limitText, normTitle } from '../words/norm-words.ts';
import { fieldsOf, numberText, type NumberKind } from '../words/number-fields.ts';
import { linesElsewhere } from './lines-elsewhere.ts';
import { secretsText } from './secrets-text.ts';

/** `key` is the same for the same thing in two values, whatever is said of it. */
export type Line = { key: string; label: string; text: string };
export type Difference = {
  key: string;
  label: string;
  before: string | null;
  after: string | null;
};

type Lines = {
  [K in ShownKind | keyof typeof linesElsewhere]: (value: SettingValue<K>) => Line[];
};

const numbers =
  (kind: NumberKind) =>
  (value: object): Line[] =>
    fieldsOf(kind).map((field) => ({
      key: field.path,
      label: field.label(),
      text: numberText(field, (value as Record<string, unknown>)[field.path]),
    }));

export const tlsText = {
  'from-start': m.setting_tls_from_start,
  starttls: m.setting_tls_starttls,
  none: m.setting_tls_none,
} satisfies Record<NonNullable<SettingValue<'mail'>>['tls'], () => string>;

type Own = NonNullable<SettingValue<'norms'>['own']>;
const ownText = ({ title, limits }: Own) =>
  [title, ...limits.map(({ seconds, permille }) => limitText(seconds, permille))].join(', ');

const lines: Lines = {
  ...linesElsewhere,
  norms: ({ first, own }) => [
    { key: 'first', label: m.setting_norms_first(), text: normTitle(first) },
    { key: 'own', label: m.setting_norms_own(), text: own ? ownText(own) : m.setting_norms_none() },
  ],
  centre: ({ name, phone, policePhone }) => [
    { key: 'name', label: m.setting_centre_name(), text: name },
    { key: 'phone', label: m.setting_centre_phone(), text: phoneText(phone) },
    {
      key: 'policePhone',
      label: m.setting_centre_police_phone(),
      text: policePhone ? phoneText(policePhone) : m.setting_centre_no_police_phone(),
    },
  ],
  languages: ({ offered, usual }) => [
    {
      key: 'offered',
      label: m.setting_languages_offered(),
      text: offered.map((code) => languageNames[code]).join(', '),
    },
    { key: 'usual', label: m.setting_languages_usual(), text: languageNames[usual] },
  ],
  timings: numbers('timings'),
  priorities: (value) =>
    priorities.keyof().options.map((kind) => ({
      key: kind,
      label: kindWords[kind](),
      text: priorityWords[value[kind]](),
    })),
  'nearby-press': numbers('nearby-press'),
  retention: numbers('retention'),
  recording: ({ record, recordBeforeClaim }) => [
    { key: 'record', label: m.setting_recording_record(), text: onOff(record) },
    ...(record
      ? [
          {
            key: 'before-claim',
            label: m.setting_recording_before_claim(),
            text: onOff(recordBeforeClaim),
          },
        ]
      : []),
  ],
  paging: ({ supervisor, onCall, names = {} }) => {
    const called = (reach: string) => (names[reach] ? `${names[reach]}, ${reach}` : reach);
    const of = (list: string, label: string, all: string[]) =>
      all.map((reach, index) => ({
        key: `${list} ${reach}`,
        label,
        text: reach && `${index + 1}. ${called(reach)}`,
      }));
    return [
      ...of('supervisor', m.setting_paging_supervisor(), supervisor),
      ...of('on-call', m.setting_paging_on_call(), onCall),
    ];
  },
  mail: (value) =>
    value === null
      ? [{ key: 'is-on', label: m.setting_kind_mail(), text: m.setting_way_off() }]
      : [
          {
            key: 'host',
            label: m.setting_mail_host(),
            text: value.host && `${value.host}:${value.port}`,
          },
          { key: 'tls', label: m.setting_mail_tls(), text: tlsText[value.tls]() },
          {
            key: 'user',
            label: m.setting_mail_user(),
            text: value.user ?? m.setting_mail_no_log_in(),
          },
          ...secretLine(m.setting_mail_password(), value.secretIds),
          { key: 'from', label: m.setting_mail_from(), text: value.from },
        ],
  sms: (value) =>
    value === null
      ? [{ key: 'is-on', label: m.setting_kind_sms(), text: m.setting_way_off() }]
      : [
          { key: 'url', label: m.setting_sms_url(), text: value.url },
          { key: 'from', label: m.setting_sms_from(), text: value.from },
          ...secretLine(m.setting_sms_token(), value.secretIds),
        ],
  webhooks: ({ webhooks }) =>
    webhooks.flatMap(({ id, name: called, url, format, rooms, isOn, secretIds }) => {
      const name = called || m.setting_webhook_new();
      return [
        { key: `${id} url`, label: name, text: url === 'https://' ? '' : url },
        {
          key: `${id} what`,
          label: m.setting_webhook_of({ name, what: m.setting_webhook_format() }),
          text: formatText[format],
        },
        {
          key: `${id} rooms`,
          label: m.setting_webhook_of({ name, what: m.setting_webhook_rooms() }),
          text: rooms.map((room) => controlRooms[room].name).join(', '),
        },
        {
          key: `${id} is-on`,
          label: m.setting_webhook_of({ name, what: m.setting_webhook_is_on() }),
          text: onOff(isOn),
        },
        {
          key: `${id} secrets`,
          label: m.setting_webhook_of({ name, what: m.setting_webhook_secrets() }),
          text: secretsText(secretIds),
        },
      ];
    }),
};

const onOff = (isOn: boolean) => (isOn ? m.setting_on() : m.setting_off());

export const formatText = { json: 'JSON', cap: 'CAP 1.2' } as const;

const secretLine = (label: string, ids: readonly string[]): Line[] =>
  ids.length === 0 ? [] : [{ key: 'secret', label, text: secretsText(ids) }];

const hasLines = (kind: SettingKind): kind is keyof Lines => Object.hasOwn(lines, kind);
/** Of these nothing is a value: it is switched off. */
const maybeOff: ReadonlySet<SettingKind> = new Set(['mail', 'sms', 'oidc']);

/** What cannot be read, and what no release sets any more, has none; what is not filled in yet says nothing. */
export function linesOf(kind: SettingKind, value: unknown): Line[] {
  if (!hasLines(kind) || value === undefined) return [];
  if (value === null && !maybeOff.has(kind)) return [];
  const all = lines[kind](value as never); // as the server, or the form of that kind, has it
  return all.filter(({ text }) => text !== '');
}

/** In the order of the later one, and what is gone behind it. */
export function differencesOf(kind: SettingKind, before: unknown, after: unknown): Difference[] {
  // That there was nothing yet is no line that goes.
  const were = before === null && after !== null ? [] : linesOf(kind, before);
  const are = linesOf(kind, after);
  const textIn = (all: Line[], key: string) => all.find((line) => line.key === key)?.text ?? null;
  return [...are, ...were.filter(({ key }) => !are.some((line) => line.key === key))]
    .map(({ key, label }) => ({
      key,
      label,
      before: textIn(were, key),
      after: textIn(are, key),
    }))
    .filter((line) => line.before !== line.after);
}
