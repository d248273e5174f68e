// What each kind of setting is called and is for, and in which group it stands.
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import { m } from '../../paraglide/messages.js';

/** Those that have a page here; numbers of control rooms have their own, with their line tests. */
export const shownKinds = [
  'centre',
  'languages',
  'paging',
  'mail',
  'sms',
  'webhooks',
  'timings',
  'priorities',
  'nearby-press',
  'recording',
  'retention',
  'norms',
] as const satisfies readonly SettingKind[];
export type ShownKind = (typeof shownKinds)[number];

export const isShownKind = (kind: string): kind is ShownKind =>
  (shownKinds as readonly string[]).includes(kind);

type Words = { title: () => string; explained: () => string };

export const kindWords = {
  centre: { title: m.setting_kind_centre, explained: m.setting_kind_centre_explained },
  languages: { title: m.setting_kind_languages, explained: m.setting_kind_languages_explained },
  paging: { title: m.setting_kind_paging, explained: m.setting_kind_paging_explained },
  mail: { title: m.setting_kind_mail, explained: m.setting_kind_mail_explained },
  sms: { title: m.setting_kind_sms, explained: m.setting_kind_sms_explained },
  webhooks: { title: m.setting_kind_webhooks, explained: m.setting_kind_webhooks_explained },
  timings: { title: m.setting_kind_timings, explained: m.setting_kind_timings_explained },
  priorities: { title: m.setting_kind_priorities, explained: m.setting_kind_priorities_explained },
  'nearby-press': { title: m.setting_kind_nearby, explained: m.setting_kind_nearby_explained },
  recording: { title: m.setting_kind_recording, explained: m.setting_kind_recording_explained },
  retention: { title: m.setting_kind_retention, explained: m.setting_kind_retention_explained },
  norms: { title: m.setting_kind_norms, explained: m.setting_kind_norms_explained },
} satisfies Record<ShownKind, Words>;

export type SettingGroup = { heading: () => string; kinds: readonly ShownKind[] };

export const settingGroups: readonly SettingGroup[] = [
  { heading: m.setting_group_centre, kinds: ['centre', 'languages'] },
  { heading: m.setting_group_reach, kinds: ['paging', 'mail', 'sms', 'webhooks'] },
  { heading: m.setting_group_alarms, kinds: ['timings', 'priorities', 'nearby-press', 'norms'] },
  { heading: m.setting_group_keeping, kinds: ['recording', 'retention'] },
];

/** Those that stand on a page of their own. */
const elsewhere: { [K in SettingKind]?: string } = {
  'control-rooms': '/beheer/meldkamers',
  oidc: '/beheer/koppelingen',
};

export const kindHref = (kind: SettingKind): string =>
  elsewhere[kind] ?? `/beheer/instellingen/${kind}`;

const otherTitles = {
  'control-rooms': m.page_control_rooms,
  oidc: m.provider_title,
  'police-webhook': m.setting_kind_webhooks,
} satisfies Record<Exclude<SettingKind, ShownKind>, () => string>;

export const kindTitle = (kind: SettingKind): string =>
  isShownKind(kind) ? kindWords[kind].title() : otherTitles[kind]();
