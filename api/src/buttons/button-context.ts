// Everything the first paint of an alarm needs to know about a button: who wears it and why, the plan,
// the centre's settings. A button whose loan is over still shows its last holder: somebody pressed it,
// and he is the one to look for first.
import type {
  PlanCopy,
  PlanFlag,
  Timings,
  WrittenStep,
} from '@achterwacht/shared/alarm/plan/state.ts';
import type { AlarmPersonal } from '@achterwacht/shared/alarm/personal/personal.ts';
import type { Priorities } from '@achterwacht/shared/alarm/raising/priorities.ts';
import type {
  AlarmKind,
  KnownAtHome,
  ReasonCategory,
} from '@achterwacht/shared/alarm/raising/state.ts';
import { compose } from '@achterwacht/shared/plan/compose.ts';
import { settingValueOf } from '@achterwacht/shared/setting/kinds.ts';
import type { Position } from '@achterwacht/shared/signals.ts';
import { nearestPlace } from '@achterwacht/shared/places/nearest-place.ts';
import { possiblePlaceAt, type KnownPlace } from '@achterwacht/shared/places/known-place.ts';
import { layersOf, type LayerRow } from '../plans/read-layers.ts';

export type ButtonContext = {
  button: {
    id: string;
    serial: string;
    known: boolean;
    sound: boolean;
    encrypted?: false;
    soundUntested?: true;
    knownAtHome?: KnownAtHome;
  };
  centreId: string;
  municipality: { id: string; name: string } | null;
  holderId: string | null;
  holder: AlarmPersonal['holder'];
  reasonCategory: ReasonCategory | null;
  plan: PlanCopy;
  steps: WrittenStep[];
  places: KnownPlace[];
  /** Null: what is usual. */
  priorities: Priorities | null;
};

/** As `read_press` gives it. */
export type ContextRow = {
  id: string;
  serial: string;
  known: boolean;
  sound: boolean;
  /** Missing where the function of the release before answered. */
  encrypted?: boolean;
  /** The same. */
  sound_untested?: boolean;
  /** Null where nobody wears it; missing where the function of the release before answered. */
  known_at_home?: KnownAtHome | null;
  centre_id: string;
  timings: Timings;
  /** Null before anybody set it; missing where the function of the release before answered. */
  recording?: unknown;
  /** The same. */
  priorities?: unknown;
  municipality_id: string | null;
  municipality: string | null;
  /** Missing where the function of the release before answered. */
  other_responder?: string | null;
  holder_id: string | null;
  holder: string | null;
  function: string | null;
  phone: string | null;
  code_word_agreed: boolean | null;
  reason_category: ReasonCategory | null;
  loan_over: boolean | null;
  /** Missing where the function of the release before answered: then the person's own stands in the next four. */
  plan_layers?: LayerRow[];
  plan_version?: number | null;
  flags?: PlanFlag[] | null;
  minimum_listening_seconds?: number | null;
  steps?: WrittenStep[] | null;
  places: KnownPlace[] | null;
};

/** What of it comes from the holder and not from the button. */
export type HolderRow = Omit<
  ContextRow,
  | 'id'
  | 'serial'
  | 'known'
  | 'sound'
  | 'encrypted'
  | 'sound_untested'
  | 'known_at_home'
  | 'centre_id'
  | 'municipality_id'
  | 'municipality'
  | 'other_responder'
  | 'timings'
  | 'recording'
  | 'priorities'
>;

/** What of a plan is the same for everybody of a municipality. */
type Agreed = Pick<PlanCopy, 'timings' | 'recording' | 'otherResponder'>;

export function contextOf(row: ContextRow): ButtonContext {
  return {
    button: {
      id: row.id,
      serial: row.serial,
      known: row.known,
      sound: row.sound,
      // Of one that nobody knows it is said already that nobody knows it.
      ...(row.encrypted === false && row.known && { encrypted: false }),
      ...(row.sound_untested && { soundUntested: true }),
      ...(row.known_at_home && { knownAtHome: row.known_at_home }),
    },
    centreId: row.centre_id,
    municipality:
      row.municipality_id && row.municipality
        ? { id: row.municipality_id, name: row.municipality }
        : null,
    ...holderContextOf(row, {
      timings: row.timings,
      ...recordingOf(row),
      ...(row.other_responder && { otherResponder: row.other_responder }),
    }),
    // As of sound: what is no such setting counts as none.
    priorities: settingValueOf('priorities', row.priorities),
  };
}

/** No press fails on what stands there: what is no such setting counts as none. */
export function recordingOf({ recording }: { recording?: unknown }): Pick<PlanCopy, 'recording'> {
  const rule = settingValueOf('recording', recording);
  return rule ? { recording: rule } : {};
}

/** Also of somebody who has no button. */
export function holderContextOf(
  row: HolderRow,
  { timings, recording, otherResponder }: Agreed,
): Omit<ButtonContext, 'button' | 'centreId' | 'municipality' | 'priorities'> {
  const { steps, title: _title, ...composed } = compose(layersOf(row.plan_layers ?? ownLayer(row)));
  return {
    holderId: row.holder_id,
    holder:
      row.holder === null
        ? null
        : {
            name: row.holder,
            function: row.function ?? '',
            phone: row.phone,
            returned: row.loan_over ?? false,
          },
    reasonCategory: row.reason_category,
    plan: {
      ...composed,
      codeWordAgreed: row.code_word_agreed ?? false,
      timings,
      ...(recording && { recording }),
      ...(otherResponder !== undefined && { otherResponder }),
    },
    steps: steps.map(({ from: _from, ...step }) => step),
    places: row.places ?? [],
  };
}

/** As the release before kept it, whole and of a person alone. */
function ownLayer(row: HolderRow): LayerRow[] {
  const { plan_version: number, flags, steps, minimum_listening_seconds: seconds } = row;
  if (!row.holder_id || !number) return [];
  const said = { flags: flags ?? [], minimumListeningSeconds: seconds ?? null, steps: steps ?? [] };
  return [{ layer: 'person', planId: row.holder_id, number, content: { title: null, ...said } }];
}

/** The plan as an alarm of this kind copies it: its steps are for somebody in need, not for a flat battery. */
export function planFor(
  { plan, steps }: ButtonContext,
  kind: AlarmKind,
): { plan: PlanCopy; stepTexts: Record<string, string> } {
  const copied = kind === 'duress' || kind === 'missed-check' || kind === 'medical' ? steps : [];
  return {
    plan: {
      ...plan,
      steps: copied.map(({ id, text: _text, kind: what = 'manual', ...step }) => ({
        ...step,
        stepId: id,
        kind: what,
      })),
    },
    stepTexts: Object.fromEntries(copied.map(({ id, text }) => [id, text])),
  };
}

/** The place in words: what the fix says, and beside it the known place of the holder that it covers. */
export function placeOf(
  { places }: Pick<ButtonContext, 'places'>,
  position: Position | null,
): AlarmPersonal['place'] {
  const town = position && nearestPlace(position.latitude, position.longitude);
  if (!town) return null;
  const possibly = possiblePlaceAt(places, position);
  return { text: town.name, basis: 'nearest', ...(possibly && { possibly }) };
}
