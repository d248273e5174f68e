// One good value of each kind of setting, and what somebody could send in the place of each of its parts.
import type { SettingKind } from '../setting/kinds.ts';
import { isFormerKind, settingKind, settingKinds } from '../setting/kinds.ts';
import { webhooksOf } from '../setting/kinds/webhooks.ts';
import { uuid } from './given.ts';

const own = {
  paging: {
    supervisor: ['+31612345678'],
    onCall: ['piket@voorbeeld.test'],
    names: { '+31612345678': 'Piket' },
  },
  'control-rooms': [
    { regionCode: 'limburg', discipline: 'police', which: 'first', phone: '088 123 45 67' },
  ],
  centre: { name: 'Noord', phone: '088 123 45 67', policePhone: '023 555 01 01' },
  mail: {
    host: 'mail.example',
    port: 587,
    tls: 'starttls',
    user: 'centrale',
    from: 'Noord <centrale@voorbeeld.test>',
    secretIds: [uuid(81)],
  },
  sms: { url: 'https://sms.example/v1', from: 'Noord', secretIds: [uuid(82)] },
  webhooks: webhooksOf([
    {
      id: uuid(83),
      name: 'Meldkamer',
      url: 'https://meldkamer.example/in',
      format: 'json',
      rooms: ['limburg'],
      isOn: true,
      secretIds: [uuid(84)],
    },
  ]),
  oidc: {
    issuer: 'https://login.example/v2.0',
    clientId: 'achterwacht',
    secretIds: [uuid(85)],
    buttonText: 'Werkaccount',
    secondStep: { claim: 'amr', values: ['mfa'] },
  },
  norms: {
    first: 'own',
    own: {
      title: 'Afspraak',
      limits: [
        { seconds: 20, permille: 800 },
        { seconds: 45, permille: 985 },
      ],
    },
  },
} as const satisfies { [K in SettingKind]?: unknown };

export const goodValues: readonly (readonly [SettingKind, unknown])[] = settingKind.options
  .filter((kind) => !isFormerKind(kind))
  .map((kind) => [
    kind,
    (own as Partial<Record<SettingKind, unknown>>)[kind] ?? settingKinds[kind].usual,
  ]);

/** For a word; what no part of a setting may be. */
export const hostileWords: readonly string[] = [
  'x\0y',
  'x\r\nBcc: y@z.nl',
  'x\u2028y',
  'x\u202Ey',
  'x\u200By',
  '\uD800',
  'x'.repeat(100_000),
];
/** For anything. */
export const hostileThings: readonly unknown[] = [
  '٠٦١٢٣٤٥٦٧٨\0',
  -1,
  1e300,
  [[]],
  { toString: 'x', constructor: { prototype: 1 } },
];

/** The value with something else at each of its leaves, one at a time. */
export function* withEach(
  value: unknown,
  other: unknown,
  path: readonly string[] = [],
): Generator<{ path: string; leaf: unknown; value: unknown }> {
  if (typeof value !== 'object' || value === null) {
    yield { path: path.join('.'), leaf: value, value: other };
    return;
  }
  for (const [key, part] of Object.entries(value))
    for (const changed of withEach(part, other, [...path, key])) {
      const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<
        string,
        unknown
      >;
      copy[key] = changed.value;
      yield { ...changed, value: copy };
    }
}
