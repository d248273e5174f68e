// Who may change a file: an officer who is in its circle. Whoever is not in it hears that there is no such file, which
// is also what the database shows him.
import type { Actor } from '../actor.ts';
import type { StaffMember } from '../staff-member.ts';
import { can } from '../roles.ts';
import type { IncidentCommand } from './commands.ts';
import type { IncidentFact } from './events.ts';
import type { IncidentFile } from './state.ts';

export type IncidentRefusal = {
  code: 'not-found' | 'rol-mag-niet' | 'melding-gewijzigd' | 'laatste-in-kring';
  details: Record<string, string>;
};

/** What a decision needs to know beside the file. */
export type IncidentContext = {
  /** Whether he whom it is about is a colleague whose role can be let in. */
  isColleague: boolean;
};

type Answer = IncidentFact[] | IncidentRefusal;
type Of<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>;
type ByPerson = { by: StaffMember; context: IncidentContext };
type Rules = {
  [T in IncidentCommand['type']]:
    | { sentBy: 'person'; decide: (file: IncidentFile, command: Of<T>, asked: ByPerson) => Answer }
    | { sentBy: 'system'; decide: (file: IncidentFile | null, command: Of<T>) => Answer };
};

const refuse = (
  code: IncidentRefusal['code'],
  details: IncidentRefusal['details'] = {},
): IncidentRefusal => ({ code, details });

export const incidentRules = {
  OpenIncident: {
    sentBy: 'system',
    decide(file, { type: _type, holder, words, policeNumber, isErased, ...opened }) {
      // Somebody else was first; what the alarm tells since is told to the file.
      if (file) return newerFacts(file, { ...opened, policeNumber });
      return [
        {
          type: 'IncidentOpened',
          data: opened,
          personal: isErased ? null : { holder, words, policeNumber },
        },
      ];
    },
  },
  TellFacts: {
    sentBy: 'system',
    decide: (file, command) => (file ? newerFacts(file, command) : refuse('not-found')),
  },
  FillIn: {
    sentBy: 'person',
    decide(file, { expectedVersion, words, status }, { by }) {
      if (expectedVersion < file.wordsVersion)
        return refuse('melding-gewijzigd', { by: file.changed?.by ?? '' });
      return [{ type: 'IncidentWritten', data: { by, status }, personal: { words } }];
    },
  },
  LetIn: {
    sentBy: 'person',
    decide(file, { userId }, { by, context }) {
      if (!context.isColleague) return refuse('not-found');
      if (isIn(file, userId)) return [];
      return [{ type: 'ColleagueLetIn', data: { by, userId } }];
    },
  },
  TakeOut: {
    sentBy: 'person',
    decide(file, { userId }, { by }) {
      if (!isIn(file, userId)) return refuse('not-found');
      if (file.circle.length === 1) return refuse('laatste-in-kring');
      return [{ type: 'ColleagueTakenOut', data: { by, userId } }];
    },
  },
} satisfies Rules;

export function decideIncident(
  file: IncidentFile | null,
  command: IncidentCommand,
  actor: Actor,
  context: IncidentContext = { isColleague: false },
): Answer {
  const rule = (incidentRules satisfies Rules as Rules)[command.type];
  if (rule.sentBy === 'system') {
    const decide = rule.decide as (file: IncidentFile | null, command: IncidentCommand) => Answer;
    return actor.type === 'system' ? decide(file, command) : refuse('rol-mag-niet');
  }
  if (actor.type !== 'person' || !can(actor.role, 'incident.change')) return refuse('rol-mag-niet');
  if (!file || !isIn(file, actor.id)) return refuse('not-found');
  const decide = rule.decide as (
    file: IncidentFile,
    command: IncidentCommand,
    asked: ByPerson,
  ) => Answer;
  return decide(file, command, { by: { id: actor.id, name: actor.name }, context });
}

const isIn = ({ circle }: IncidentFile, userId: string) =>
  circle.some((member) => member.userId === userId);

type AlarmReport = Pick<Of<'TellFacts'>, 'alarmVersion' | 'facts' | 'policeNumber'>;

/** What came late tells nothing: the newer alarm stays. */
function newerFacts(
  file: IncidentFile,
  { alarmVersion, facts, policeNumber }: AlarmReport,
): IncidentFact[] {
  if (alarmVersion <= file.alarmVersion) return [];
  return [
    {
      type: 'IncidentFactsTold',
      data: { alarmVersion, facts },
      personal: file.personal && { policeNumber },
    },
  ];
}
