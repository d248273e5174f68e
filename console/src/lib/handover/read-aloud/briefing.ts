// What the panel has to say, from everything the desk knows at this moment: the alarm, the dossier if it
// was opened, and the centre's own numbers. The rules for each part are shared/police's.
import type { AlarmEvent } from '@achterwacht/shared/alarm/events.ts';
import { situationOf } from '@achterwacht/shared/alarm/situation/state.ts';
import type { HandoverClass } from '@achterwacht/shared/alarm/handover/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { VerificationBasis } from '@achterwacht/shared/alarm/verification/state.ts';
import { aolAt, type AolOfPlace } from '@achterwacht/shared/places/aol.ts';
import { reportedOf } from '@achterwacht/shared/alarm/script/danger.ts';
import {
  locationCardOf,
  type LocationCard,
} from '@achterwacht/shared/alarm/script/location-card.ts';
import { scriptOf, type Script } from '@achterwacht/shared/alarm/script/script.ts';
import type { Near } from '@achterwacht/shared/places/near.ts';
import type { Dossier } from '@achterwacht/shared/routes/dossier.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';

export type Briefing = {
  card: LocationCard;
  script: Script;
  /** About where the button is; one that is over is shown as that, and is no part of the script. */
  aol: AolOfPlace;
};

export function briefingOf(
  alarm: Alarm,
  { dossier, near }: { dossier: Dossier | null; near: Near | null },
  centre: Session['centre'],
  asked: { class: HandoverClass; heard: string | null },
  now: Date,
): Briefing {
  const card = locationCardOf(alarm.personal, dossier?.places ?? [], now, near);
  const aol = aolAt(dossier?.aols ?? [], alarm.personal?.position?.fix ?? null, now);
  const script = scriptOf({
    class: asked.class,
    isVerified: alarm.verification.status === 'verified',
    because: basesOf(alarm),
    holder: alarm.personal?.holder ?? null,
    toldName: alarm.personal?.toldName ?? null,
    description: dossier?.description ?? null,
    heard: asked.heard,
    card,
    situation: situationOf(alarm),
    before: reportedOf(alarm.plan.flags, dossier?.reportedIn ?? {}),
    aol: aol.status === 'valid' ? aol.aol : null,
    callBackPhone: centre.phone,
    alarmNumber: alarm.number,
  });
  return { card, script, aol };
}

function basesOf({ verification, words }: Alarm): VerificationBasis[] {
  if (verification.status === 'verified') return [verification.basis];
  return words.duressAt ? ['duress-word'] : [];
}

/**
 * What the judgement that stands rests on, in its writer's words; without one, the last marker in the sound. One
 * that was withdrawn or gave way to another was a mistake, and is never read to anybody.
 */
export function heardOf({ verification }: Alarm, events: readonly AlarmEvent[]): string | null {
  const type = { verified: 'AlarmVerified', unverifiable: 'AlarmJudgedUnverifiable' } as const;
  if (verification.status === 'verified' || verification.status === 'unverifiable') {
    const judged = events.findLast((event) => event.type === type[verification.status]);
    if (judged && 'personal' in judged && judged.personal && 'note' in judged.personal)
      return judged.personal.note || null;
  }
  const marked = events.findLast(({ type }) => type === 'MarkerAdded');
  return marked?.type === 'MarkerAdded' ? (marked.personal?.label ?? null) : null;
}
