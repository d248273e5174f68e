// Everything the first paint of an alarm needs to know about a button, read under the button's lock:
// who wears it and why, the plan, the centre's settings. One query, because a press waits for it.
import type {
  AlarmPersonal,
  PlanCopy,
  PlanFlag,
  ReasonCategory,
  Timings,
} from '@achterwacht/shared/alarm/state.ts';
import type { Position } from '@achterwacht/shared/signals.ts';
import { metresBetween, nearestPlace } from '@achterwacht/shared/geo/nearest-place.ts';
import type { Transaction } from '../db/connect.ts';

type KnownPlace = {
  label: string;
  address: string;
  floor: string | null;
  latitude: number;
  longitude: number;
};

export type ButtonContext = {
  button: { id: string; serial: string; known: boolean; sound: boolean };
  centreId: string;
  municipality: { id: string; name: string } | null;
  holderId: string | null;
  holder: AlarmPersonal['holder'];
  reasonCategory: ReasonCategory | null;
  plan: PlanCopy;
  places: KnownPlace[];
};

type Row = {
  id: string;
  serial: string;
  known: boolean;
  sound: boolean;
  centre_id: string;
  timings: Timings;
  municipality_id: string | null;
  municipality: string | null;
  holder_id: string | null;
  holder: string | null;
  function: string | null;
  phone: string | null;
  code_word_agreed: boolean | null;
  reason_category: ReasonCategory | null;
  loan_over: boolean | null;
  plan_version: number | null;
  flags: PlanFlag[] | null;
  minimum_listening_seconds: number | null;
  places: KnownPlace[] | null;
};

/**
 * Locks the button and reads what belongs to it at `now`. A button whose loan is over still shows its
 * last holder: somebody pressed it, and he is the one to look for first.
 */
export async function lockButton(
  { sql }: Transaction,
  buttonId: string,
  now: Date,
): Promise<ButtonContext | null> {
  const at = now.toISOString();
  const [row] = await sql<Row[]>`
    select buttons.id, buttons.serial, buttons.known, buttons.sound, buttons.centre_id,
      centres.timings, buttons.municipality_id, municipalities.name as municipality,
      holders.id as holder_id, holders.name as holder, holders.function, holders.phone,
      holders.code_word_agreed, loan.reason_category,
      loan.returned_at is not null or loan.ends_at < ${at} as loan_over,
      plans.version as plan_version, plans.flags, plans.minimum_listening_seconds,
      (select jsonb_agg(jsonb_build_object('label', label, 'address', address, 'floor', floor,
          'latitude', latitude, 'longitude', longitude))
        from places where places.holder_id = holders.id) as places
    from buttons
    join centres on centres.id = buttons.centre_id
    left join municipalities on municipalities.id = buttons.municipality_id
    left join lateral (
      select * from loans where loans.button_id = buttons.id and starts_at <= ${at}
      order by returned_at is null desc, starts_at desc limit 1) as loan on true
    left join holders on holders.id = loan.holder_id
    left join plans on plans.holder_id = holders.id
    where buttons.id = ${buttonId}
    for update of buttons`;
  return row ? contextOf(row) : null;
}

function contextOf(row: Row): ButtonContext {
  return {
    button: { id: row.id, serial: row.serial, known: row.known, sound: row.sound },
    centreId: row.centre_id,
    municipality:
      row.municipality_id && row.municipality
        ? { id: row.municipality_id, name: row.municipality }
        : null,
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
      version: row.plan_version ?? 1,
      // Nobody is called on a duress until the listener says so, also where no plan was made.
      flags: row.flags ?? ['no-call'],
      minimumListeningSeconds: row.minimum_listening_seconds ?? 30,
      codeWordAgreed: row.code_word_agreed ?? false,
      timings: row.timings,
    },
    places: row.places ?? [],
  };
}

/** A fix this near to a known place is at that place, as far as anybody can say aloud. */
const atPlaceMetres = 150;

/** The place in words: a known place of the holder when the fix is there, else the nearest town. */
export function placeOf(context: ButtonContext, position: Position | null): AlarmPersonal['place'] {
  if (!position) return null;
  const reach = atPlaceMetres + Math.min(position.accuracyMetres ?? 0, atPlaceMetres);
  let nearest: { place: KnownPlace; metres: number } | null = null;
  for (const place of context.places) {
    const metres = metresBetween(
      position.latitude,
      position.longitude,
      place.latitude,
      place.longitude,
    );
    if (metres <= reach && (!nearest || metres < nearest.metres)) nearest = { place, metres };
  }
  if (nearest) {
    const { label, address, floor } = nearest.place;
    return { text: [label, address, floor].filter(Boolean).join(', '), basis: 'stated' };
  }
  const town = nearestPlace(position.latitude, position.longitude);
  return town ? { text: town.name, basis: 'nearest' } : null;
}
