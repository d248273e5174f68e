// Every kind of effect, of whichever subject: the outbox starts only where each has somebody who carries it out.
import { effectKinds as alarmEffectKinds } from './alarm-effects.ts';
import { memberEffectKinds } from './member-effects.ts';

export const effectKinds = [...alarmEffectKinds, ...memberEffectKinds] as const;
export type EffectKind = (typeof effectKinds)[number];
