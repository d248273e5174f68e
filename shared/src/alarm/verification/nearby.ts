// A press of another button, nearby, by another person, at about the same time: that is verification by
// itself, for two people do not both slip. Which one it is stands here; what it is worth, a person says.
import * as z from 'zod';
import { metresBetween } from '../../geo/distance.ts';
import { isDuress, type Alarm } from '../state.ts';

/** What a centre calls nearby; both edges count. */
export const nearbyPress = z.object({
  /** Between the two positions, beside what each may be off. */
  metres: z.int().positive(),
  /** Between the two presses. */
  seconds: z.int().positive(),
});
export type NearbyPress = z.infer<typeof nearbyPress>;

/**
 * No norm says what is nearby. A town hall with its square is about this wide, and whoever runs for help or
 * is asked by a colleague to press does it within minutes. A centre changes it by what it sees.
 */
export const usualNearbyPress: NearbyPress = { metres: 150, seconds: 300 };

export type Nearby = {
  alarmId: string;
  number: number;
  serial: string;
  name: string;
  metres: number;
  pressedAt: string;
};

/** Of a fix that states no accuracy; as for the way to a control room. */
const usualAccuracyMetres = 50;

type Press = { name: string; from: number; until: number; fix: Fix };
type Fix = { latitude: number; longitude: number; accuracyMetres: number | null };

/** Nearest first. Nothing for an alarm of which it is not known who pressed, or where. */
export function nearbyPresses(
  alarm: Alarm,
  others: Iterable<Alarm>,
  { metres: most, seconds }: NearbyPress,
): Nearby[] {
  const press = pressOf(alarm);
  if (!press) return [];
  const found: Nearby[] = [];
  for (const other of others) {
    const theirs = other.button.id === alarm.button.id ? null : pressOf(other);
    if (!theirs || other.mode !== alarm.mode || theirs.name === press.name) continue;
    if (secondsBetween(press, theirs) > seconds) continue;
    const metres = metresApart(press.fix, theirs.fix);
    if (metres > most + doubtOf(press.fix) + doubtOf(theirs.fix)) continue;
    found.push({
      alarmId: other.id,
      number: other.number,
      serial: other.button.serial,
      name: theirs.name,
      metres: Math.round(metres),
      pressedAt: new Date(theirs.until).toISOString(),
    });
  }
  return found.toSorted((one, another) => one.metres - another.metres);
}

/** A press by somebody: of a button that came back nobody knows who has it in hand. */
function pressOf(alarm: Alarm): Press | null {
  const { closed, personal, presses, times, source, believed } = alarm;
  const { holder, position } = personal ?? {};
  if (closed || !isDuress(alarm) || !holder || holder.returned || !position) return null;
  // Anybody can send another's account number: that is nobody's second press.
  if (believed === false || position.unbelieved) return null;
  if (source === 'by-hand' || presses.lastAt === null) return null;
  return {
    name: holder.name,
    from: Date.parse(times.received ?? presses.lastAt),
    until: Date.parse(presses.lastAt),
    fix: position.fix,
  };
}

/** Between two stretches in which somebody pressed; 0 where they overlap. */
function secondsBetween(one: Press, another: Press): number {
  return Math.max(0, one.from - another.until, another.from - one.until) / 1000;
}

const metresApart = (one: Fix, another: Fix) =>
  metresBetween(one.latitude, one.longitude, another.latitude, another.longitude);

const doubtOf = ({ accuracyMetres }: Fix) => accuracyMetres ?? usualAccuracyMetres;
