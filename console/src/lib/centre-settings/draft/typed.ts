// What stands in the fields of a form, and the value that it means. A field holds text, so that what somebody typed
// wrong stays before him; what means nothing goes on as it was typed, and the kind says what is wrong with it.
import type { ProfileName } from '@achterwacht/shared/kpi/profiles.ts';
import { language, type Language } from '@achterwacht/shared/language.ts';
import { usualLanguages } from '@achterwacht/shared/which-language.ts';
import { profileOf, usualNorms } from '@achterwacht/shared/setting/kinds/norms.ts';
import { usualPriorities } from '@achterwacht/shared/alarm/raising/priorities.ts';
import { usualRecording } from '@achterwacht/shared/alarm/plan/state.ts';
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import { webhooksOf, type Webhook } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import type { MailWay } from '@achterwacht/shared/setting/ways.ts';
import type { ShownKind } from '../words/kind-words.ts';
import { fieldsOf, type NumberKind } from '../words/number-fields.ts';

/** Null: it has no number, where that means something. */
export type TypedNumbers = Record<string, string | null>;
/** `key`: of the row on the screen, whatever stands in it. */
export type TypedContact = { key: string; name: string; reach: string };
export type TypedPaging = { supervisor: TypedContact[]; onCall: TypedContact[] };
export type TypedMail = {
  isOn: boolean;
  host: string;
  port: string;
  tls: MailWay['tls'];
  asksLogIn: boolean;
  user: string;
  from: string;
  secretIds: string[];
};
export type TypedSms = { isOn: boolean; url: string; from: string; secretIds: string[] };
export type TypedNorms = {
  first: ProfileName;
  hasOwn: boolean;
  title: string;
  /** Of each limit: seconds, and a share in percent. */
  limits: { seconds: string; percent: string }[];
};
export type TypedCentre = SettingValue<'centre'>;
export type TypedLanguages = { offered: Record<Language, boolean>; usual: Language };
export type TypedWebhooks = { list: Webhook[] };

export type TypedOf = { [K in NumberKind]: TypedNumbers } & {
  centre: TypedCentre;
  norms: TypedNorms;
  paging: TypedPaging;
  mail: TypedMail;
  sms: TypedSms;
  webhooks: TypedWebhooks;
  languages: TypedLanguages;
  recording: SettingValue<'recording'>;
  priorities: SettingValue<'priorities'>;
};

type Form<K extends ShownKind> = {
  typed: (value: SettingValue<K> | null) => TypedOf[K];
  /** Judged by its kind, so it need not be one. */
  value: (typed: TypedOf[K]) => unknown;
};

const numbers = <K extends NumberKind>(kind: K): Form<K> => ({
  typed: (value) =>
    Object.fromEntries(
      fieldsOf(kind).map(({ path }) => {
        const count = (value as Record<string, number | null | undefined> | null)?.[path];
        return [path, count === null ? null : String(count ?? '')];
      }),
    ) as TypedOf[K], // numbers by path
  value: (typed) =>
    Object.fromEntries(
      Object.entries(typed as TypedNumbers).map(([path, text]) => [
        path,
        text === null ? null : numberIn(text),
      ]),
    ),
});

/** Nothing where nothing was typed. */
function numberIn(text: string): number | string | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  return /^-?\d+$/.test(typed) ? Number(typed) : typed;
}

/** `98,5` and `98.5` are 985; what is finer than a tenth is none. */
function permilleIn(text: string): number | string | undefined {
  const [, whole, tenth = '0'] = /^(\d{1,3})(?:[.,](\d))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? numberIn(text) : Number(whole) * 10 + Number(tenth);
}

const forms: { [K in ShownKind]: Form<K> } = {
  centre: {
    typed: (value) => ({
      name: value?.name ?? '',
      phone: value?.phone ?? '',
      policePhone: value?.policePhone ?? '',
    }),
    value: ({ name, phone, policePhone }) => ({
      name: name.trim(),
      phone: phone.trim(),
      policePhone: policePhone.trim(),
    }),
  },
  timings: numbers('timings'),
  'nearby-press': numbers('nearby-press'),
  retention: numbers('retention'),
  norms: {
    typed: (value) => ({
      first: value?.first ?? usualNorms.first,
      hasOwn: (value?.own ?? null) !== null,
      title: value?.own?.title ?? '',
      limits: (value?.own ?? profileOf(usualNorms.first, usualNorms)).limits.map(
        ({ seconds, permille }) => ({
          seconds: String(seconds),
          percent: String(permille / 10).replace('.', ','),
        }),
      ),
    }),
    value: ({ first, hasOwn, title, limits }) => ({
      first,
      own: hasOwn
        ? {
            title: title.trim(),
            limits: limits.map(({ seconds, percent }) => ({
              seconds: numberIn(seconds),
              permille: permilleIn(percent),
            })),
          }
        : null,
    }),
  },
  languages: {
    typed: (value) => {
      const { offered, usual } = value ?? usualLanguages;
      return { offered: { nl: offered.includes('nl'), en: offered.includes('en') }, usual };
    },
    value: ({ offered, usual }) => ({
      offered: language.options.filter((one) => offered[one]),
      usual,
    }),
  },
  recording: {
    typed: (value) => ({ ...(value ?? usualRecording) }),
    value: (typed) => ({ ...typed }),
  },
  priorities: {
    typed: (value) => ({ ...(value ?? usualPriorities) }),
    value: (typed) => ({ ...typed }),
  },
  paging: {
    typed: (value) => {
      const row = (reach: string): TypedContact => ({
        key: crypto.randomUUID(),
        name: value?.names?.[reach] ?? '',
        reach,
      });
      return {
        supervisor: (value?.supervisor ?? []).map(row),
        onCall: (value?.onCall ?? []).map(row),
      };
    },
    value: ({ supervisor, onCall }) => {
      const named = [...supervisor, ...onCall].filter(({ name }) => name.trim() !== '');
      const names = Object.fromEntries(
        named.map(({ name, reach }) => [reachIn(reach), name.trim()]),
      );
      return {
        supervisor: supervisor.map(({ reach }) => reachIn(reach)),
        onCall: onCall.map(({ reach }) => reachIn(reach)),
        ...(named.length > 0 && { names }),
      };
    },
  },
  mail: {
    typed: (value) => ({
      isOn: value !== null,
      host: value?.host ?? '',
      port: String(value?.port ?? 465),
      tls: value?.tls ?? 'from-start',
      asksLogIn: value === null || value.user !== null,
      user: value?.user ?? '',
      from: value?.from ?? '',
      secretIds: [...(value?.secretIds ?? [])],
    }),
    value: ({ isOn, host, port, tls, asksLogIn, user, from, secretIds }) =>
      isOn
        ? {
            host: host.trim(),
            port: numberIn(port),
            tls,
            user: asksLogIn ? user.trim() : null,
            from: from.trim(),
            secretIds: asksLogIn ? [...secretIds] : [],
          }
        : null,
  },
  sms: {
    typed: (value) => ({
      isOn: value !== null,
      url: value?.url ?? '',
      from: value?.from ?? '',
      secretIds: [...(value?.secretIds ?? [])],
    }),
    value: ({ isOn, url, from, secretIds }) =>
      isOn ? { url: url.trim(), from: from.trim(), secretIds: [...secretIds] } : null,
  },
  webhooks: {
    typed: (value) => ({
      list: (value?.webhooks ?? []).map((one) => ({
        ...one,
        rooms: [...one.rooms],
        secretIds: [...one.secretIds],
      })),
    }),
    value: ({ list }) =>
      webhooksOf(list.map((one) => ({ ...one, name: one.name.trim(), url: one.url.trim() }))),
  },
};

export const typedOf = <K extends ShownKind>(kind: K, value: SettingValue<K> | null): TypedOf[K] =>
  forms[kind].typed(value);

export const valueOf = <K extends ShownKind>(kind: K, typed: TypedOf[K]): unknown =>
  forms[kind].value(typed);

/** A number as people write it, in the form in which it is dialled; an address as it was typed. */
export function reachIn(text: string): string {
  const typed = text.trim();
  if (typed.includes('@')) return typed;
  const digits = typed.replaceAll(/[\s().-]/g, '');
  if (digits.startsWith('00')) return `+${digits.slice(2)}`;
  return digits.startsWith('0') ? `+31${digits.slice(1)}` : digits;
}
