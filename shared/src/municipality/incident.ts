// The municipality's own file of a case, with or without an alarm. What happened at the centre stands in
// `facts`, copied from the alarm when it was closed; what the municipality says of it, in `words`. The file
// holds nothing else of the alarm: no sound, no position, no note, nothing of why somebody is threatened.
import * as z from 'zod';
import { role } from '../roles.ts';
import { outcome } from '../alarm/outcome.ts';
import { stage } from '../alarm/stages.ts';
import { handoverClass } from '../alarm/handover/state.ts';
import { alarmKind } from '../alarm/raising/state.ts';
import type { Alarm } from '../alarm/state.ts';
import { onSceneStatedAt } from '../alarm/police-reports/progress.ts';
import { passedOnClassOf } from '../alarm/handover/upgrade.ts';

const at = z.iso.datetime();

/** The seven W's of the *politie-informatieformulier*, in its order. */
export const incidentWord = z.enum(['who', 'what', 'where', 'with-what', 'how', 'when', 'why']);
export type IncidentWord = z.infer<typeof incidentWord>;

/** Half a page each; all seven together stay far below the largest request. */
export const mostWordCharacters = 1_500;
const wordText = z.string().max(mostWordCharacters);

export const incidentWords = z.record(incidentWord, wordText);
export type IncidentWords = z.infer<typeof incidentWords>;

export const noWords: IncidentWords = {
  who: '',
  what: '',
  where: '',
  'with-what': '',
  how: '',
  when: '',
  why: '',
};

/** `draft`: nobody has said yet that it is complete. A completed one can still be changed. */
export const incidentStatus = z.enum(['draft', 'completed']);
export type IncidentStatus = z.infer<typeof incidentStatus>;

export const incidentFacts = z.object({
  alarmNumber: z.int().positive(),
  kind: alarmKind,
  /** Null while the centre has opened the alarm again. */
  outcome: outcome.nullable(),
  needless: z.boolean(),
  /** What they took it as, and under which number they know it: for the *aangifte*. Only once they said so. */
  police: z.object({ class: handoverClass, incidentNumber: z.string().nullable() }).optional(),
  /** The honest clock, as the log has it. */
  times: z.partialRecord(stage, at),
});
export type IncidentFacts = z.infer<typeof incidentFacts>;

/** Whom it concerns; null where nobody was known, or once his key was erased. */
export const incidentHolder = z.object({ name: z.string(), function: z.string() });
export type IncidentHolder = z.infer<typeof incidentHolder>;

export const incidentSummary = z.object({
  id: z.uuid(),
  status: incidentStatus,
  facts: incidentFacts,
  /** A name is shown only where looking is logged. */
  initials: z.string().nullable(),
});
export type IncidentSummary = z.infer<typeof incidentSummary>;

/** Roles whose log-in can be let into the circle of a file. */
export const circleRole = role.extract(['oov-officer', 'griffier', 'secretary', 'manager']);

export const colleague = z.object({ userId: z.uuid(), name: z.string(), role: circleRole });
export type Colleague = z.infer<typeof colleague>;

export const incident = z.object({
  id: z.uuid(),
  status: incidentStatus,
  facts: incidentFacts,
  holder: incidentHolder.nullable(),
  words: incidentWords,
  /** What was kept of a person can be read by nobody any more. */
  isErased: z.boolean(),
  /** How often its words were written. */
  version: z.int().positive(),
  changed: z.object({ by: z.string(), at }).nullable(),
  circle: z.array(colleague),
  /** Of this municipality, and not in the circle. */
  colleagues: z.array(colleague),
});
export type Incident = z.infer<typeof incident>;

export const incidentView = z.object({
  at,
  name: z.string(),
  role: circleRole,
  what: z.enum(['opened', 'changed', 'printed', 'exported']),
});
export type IncidentView = z.infer<typeof incidentView>;

/** What somebody wrote, and when: the whole of it, and which of it he changed. */
export const incidentVersion = z.object({
  at,
  /** Null: the system, when it made the draft. */
  by: z.string().nullable(),
  status: incidentStatus,
  /** Null once they were erased. */
  words: incidentWords.nullable(),
  changed: z.array(incidentWord),
});
export type IncidentVersion = z.infer<typeof incidentVersion>;

export const fillIn = z.object({
  /** The version it was filled in upon: of two who type at once, the second is told. */
  expectedVersion: z.int().positive(),
  words: incidentWords,
  status: incidentStatus,
});
export type FillIn = z.infer<typeof fillIn>;

/** Alarms by which somebody called for help, and truly: a fault, test or drill is no case of aggression. */
export function isCase({ kind, mode, municipality }: Alarm): boolean {
  const called = kind === 'duress' || kind === 'missed-check' || kind === 'medical';
  return called && mode === 'real' && municipality !== null;
}

export function factsOf(alarm: Alarm): IncidentFacts {
  const { number, kind, closed, handover, times } = alarm;
  const onScene = onSceneStatedAt(alarm);
  return {
    alarmNumber: number,
    kind,
    outcome: closed?.outcome ?? null,
    needless: closed?.needless ?? false,
    // When they were there, as they say: when it was written down is the centre's own affair.
    times: onScene === null ? times : { ...times, 'on-scene': onScene },
    ...('sent' in handover && {
      police: {
        class: passedOnClassOf(alarm) ?? handover.sent.class,
        incidentNumber: handover.incidentNumber,
      },
    }),
  };
}

/** `Joke van Dam` → `J.v.D.` */
export function initialsOf(name: string): string {
  return name
    .split(/[\s-]+/)
    .filter((part) => part !== '')
    .map((part) => `${[...part][0]!}.`) // a part that is not empty has a first letter
    .join('');
}
