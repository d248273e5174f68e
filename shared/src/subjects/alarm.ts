// The alarm as a subject: its rules, as the machinery takes them. Beside `alarm/` and not in it, because what an alarm
// asks for outside knows the police and the municipality, and those know the alarm.
import type { LookedUp } from '../alarm/calling/commands.ts';
import type { Command } from '../alarm/commands.ts';
import type { Refusal } from '../alarm/refusal.ts';
import { decide } from '../alarm/decide.ts';
import { raise } from '../alarm/raising/decide.ts';
import { eventSchemaVersion, type AlarmEvent, type AlarmFact } from '../alarm/events.ts';
import { evolve, foldVersion } from '../alarm/evolve.ts';
import type { Alarm } from '../alarm/state.ts';
import { joinRow, splitData, splitRow } from '../alarm/personal/typed-fields.ts';
import type { Subject } from '../subject.ts';
import { effectsOf } from './alarm-effects.ts';

export type AlarmTypes = {
  State: Alarm;
  Command: Command;
  Fact: AlarmFact;
  Event: AlarmEvent;
  Refusal: Refusal;
  LookedUp: LookedUp;
};

export const alarmSubject: Subject<AlarmTypes> = {
  name: 'alarm',
  idName: 'alarmId',
  feed: 'live',
  schemaVersion: eventSchemaVersion,
  upcast: {},
  foldVersion,
  decide(alarm, command, { actor, now, lookedUp }) {
    if (command.type === 'Raise') return raise(command);
    if (alarm === null) throw new Error(`${command.type} before Raise`);
    return decide(alarm, command, actor, now, lookedUp);
  },
  evolve,
  deadlinesOf: ({ deadlines }) => deadlines,
  effectsOf,
  modeOf: ({ mode }) => mode,
  municipalityOf: ({ municipality }) => municipality?.id ?? null,
  sealed: { splitData, splitState: splitRow, joinState: joinRow },
};
