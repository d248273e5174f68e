// The settings that are numbers: what each means, in which unit, and where the figure that the product starts with comes
// from. Bounds and their reasons are the kind's own, as the server says them.
import { m } from '../../paraglide/messages.js';
import { lengthText, type Unit } from './length-text.ts';

/** `unverified`: it follows a standard whose text was not read; it carries a † wherever it stands. */
export type Source = { text: () => string; isUnverified: boolean };

export type NumberField = {
  /** As a problem names it. */
  path: string;
  label: () => string;
  unit: Unit;
  source: Source;
  /** What having no number means; absent: it has one always. */
  none?: () => string;
};

export type NumberGroup = {
  heading: () => string;
  explained: () => string;
  fields: readonly NumberField[];
};

const practice: Source = { text: m.setting_source_practice, isUnverified: false };
const norm: Source = { text: m.setting_source_norm, isUnverified: true };
const privacy: Source = { text: m.setting_source_privacy, isUnverified: false };
const looks: Source = { text: m.setting_source_looks, isUnverified: true };
const dpia: Source = { text: m.setting_source_dpia, isUnverified: false };

const seconds = (path: string, label: () => string, source = practice): NumberField => ({
  path,
  label,
  unit: 'seconds',
  source,
});

export const numberKinds = ['timings', 'nearby-press', 'retention'] as const;
export type NumberKind = (typeof numberKinds)[number];

export const numberGroups = {
  timings: [
    {
      heading: m.setting_timings_unclaimed,
      explained: m.setting_timings_unclaimed_explained,
      fields: [
        seconds('unclaimedLouderSeconds', m.setting_field_unclaimed_louder, norm),
        seconds('unclaimedSupervisorSeconds', m.setting_field_unclaimed_supervisor, norm),
        seconds('unclaimedOnCallSeconds', m.setting_field_unclaimed_on_call, norm),
      ],
    },
    {
      heading: m.setting_timings_idle,
      explained: m.setting_timings_idle_explained,
      fields: [
        seconds('ownerIdleReminderSeconds', m.setting_field_idle_reminder),
        seconds('ownerIdleSupervisorSeconds', m.setting_field_idle_supervisor),
        seconds('noActivitySeconds', m.setting_field_no_activity),
      ],
    },
    {
      heading: m.setting_timings_judging,
      explained: m.setting_timings_judging_explained,
      fields: [
        seconds('noDecisionReminderSeconds', m.setting_field_no_decision_reminder),
        seconds('noDecisionSupervisorSeconds', m.setting_field_no_decision_supervisor),
        seconds('unverifiableSecondSeconds', m.setting_field_unverifiable_second),
        seconds('unverifiableSupervisorSeconds', m.setting_field_unverifiable_supervisor),
      ],
    },
    {
      heading: m.setting_timings_police,
      explained: m.setting_timings_police_explained,
      fields: [
        seconds('verifiedNotHandedOverSeconds', m.setting_field_not_handed_over),
        seconds('handoverUnconfirmedSeconds', m.setting_field_unconfirmed),
        seconds('policeSilentSeconds', m.setting_field_police_silent),
        seconds('notFoundSeconds', m.setting_field_not_found),
      ],
    },
  ],
  'nearby-press': [
    {
      heading: m.setting_nearby,
      explained: m.setting_nearby_explained,
      fields: [
        { path: 'metres', label: m.setting_field_metres, unit: 'metres', source: practice },
        seconds('seconds', m.setting_field_seconds),
      ],
    },
  ],
  retention: [
    {
      heading: m.setting_retention_sound,
      explained: m.setting_retention_explained,
      fields: [
        {
          path: 'harmlessSoundDays',
          label: m.setting_field_harmless_sound,
          unit: 'days',
          source: privacy,
        },
        {
          path: 'realSoundDays',
          label: m.setting_field_real_sound,
          unit: 'days',
          source: dpia,
          none: m.setting_not_by_itself,
        },
      ],
    },
    {
      heading: m.setting_retention_content,
      explained: m.setting_retention_content_explained,
      fields: [
        {
          path: 'harmlessContentDays',
          label: m.setting_field_harmless_content,
          unit: 'days',
          source: dpia,
          none: m.setting_not_by_itself,
        },
        {
          path: 'realContentDays',
          label: m.setting_field_real_content,
          unit: 'days',
          source: dpia,
          none: m.setting_not_by_itself,
        },
      ],
    },
    {
      heading: m.setting_retention_looks,
      explained: m.setting_retention_looks_explained,
      fields: [
        {
          path: 'accessLineDays',
          label: m.setting_field_access_lines,
          unit: 'days',
          source: looks,
        },
      ],
    },
    {
      heading: m.setting_retention_messages,
      explained: m.setting_retention_messages_explained,
      fields: [
        {
          path: 'strayMessageDays',
          label: m.setting_field_stray_messages,
          unit: 'days',
          source: dpia,
        },
      ],
    },
    {
      heading: m.setting_retention_sheets,
      explained: m.setting_retention_sheets_explained,
      fields: [
        {
          path: 'unusedSheetDays',
          label: m.setting_field_unused_sheets,
          unit: 'days',
          source: dpia,
        },
      ],
    },
  ],
} satisfies Record<NumberKind, readonly NumberGroup[]>;

export const fieldsOf = (kind: NumberKind): NumberField[] =>
  numberGroups[kind].flatMap(({ fields }: NumberGroup) => [...fields]);

/** A value of it as it is read; what is no number is shown as it was typed. */
export function numberText(
  { unit, none }: Pick<NumberField, 'unit' | 'none'>,
  value: unknown,
): string {
  if (value === null || value === undefined || value === '') return none?.() ?? '–';
  return typeof value === 'number' ? lengthText(unit, value) : String(value);
}
