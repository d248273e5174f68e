// Who may change a file: an officer who is in its circle. Whoever is not in it hears that there is no such file, which
// is also what the database shows him. One that nobody is left in the circle of falls to the officers.
import type { Actor } from '../actor.ts';
import { refuse, type Asked, type Refused, type RuleTable } from '../rule-table.ts';
import type { StaffMember } from '../staff-member.ts';
import type { IncidentCommand } from './commands.ts';
import type { IncidentFact } from './events.ts';
import type { IncidentFile } from './state.ts';

export type IncidentRefusal = Refused<
  'not-found' | 'rol-mag-niet' | 'melding-gewijzigd' | 'melding-onleesbaar' | 'laatste-in-kring'
>;

/** What a decision needs to know beside the file. */
export type IncidentContext = {
  /** Who of the municipality has a role that can be let in. */
  colleagues: readonly string[];
};

export type IncidentRuleTypes = {
  State: IncidentFile;
  Command: IncidentCommand;
  Fact: IncidentFact;
  Refusal: IncidentRefusal;
  LookedUp: IncidentContext;
};

type Of<T extends IncidentCommand['type']> = Extract<IncidentCommand, { type: T }>;
type Answer = IncidentFact[] | IncidentRefusal;

export const incidentRules: RuleTable<IncidentRuleTypes> = {
  OpenIncident: {
    sentBy: ['system'],
    decide(file, { type: _type, holder, words, policeNumber, isErased, ...opened }) {
      // Somebody else was first; what the alarm says since goes into the file.
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
  UpdateFacts: {
    sentBy: ['system'],
    decide: (file, command) => (file ? newerFacts(file, command) : refuse('not-found')),
  },
  FillIn: {
    sentBy: ['person'],
    permission: 'incident.change',
    decide: fromWithin<'FillIn'>((file, { expectedVersion, words, status }, by) => {
      if (expectedVersion !== file.wordsVersion)
        return refuse('melding-gewijzigd', { by: file.changed?.by ?? '' });
      return [{ type: 'IncidentWritten', data: { by, status }, personal: { words } }];
    }),
  },
  LetIn: {
    sentBy: ['person'],
    permission: 'incident.change',
    decide: fromWithin<'LetIn'>((file, { userId }, by, { colleagues }) => {
      if (!colleagues.includes(userId)) return refuse('not-found');
      if (isIn(file, userId)) return [];
      return [{ type: 'ColleagueLetIn', data: { by, userId } }];
    }),
  },
  TakeOut: {
    sentBy: ['person'],
    permission: 'incident.change',
    decide: fromWithin<'TakeOut'>((file, { userId }, by, context) => {
      const present = stillIn(file, context);
      if (!present.includes(userId)) return refuse('not-found');
      if (present.length === 1) return refuse('laatste-in-kring');
      return [{ type: 'ColleagueTakenOut', data: { by, userId } }];
    }),
  },
};

/** A rule for whoever may open the file. */
function fromWithin<T extends IncidentCommand['type']>(
  decide: (file: IncidentFile, command: Of<T>, by: StaffMember, context: IncidentContext) => Answer,
) {
  return (
    file: IncidentFile | null,
    command: Of<T>,
    { actor, lookedUp }: Asked<IncidentRuleTypes>,
  ): Answer => {
    if (!file || actor.type !== 'person' || !mayOpen(file, actor, lookedUp))
      return refuse('not-found');
    return decide(file, command, { id: actor.id, name: actor.name }, lookedUp);
  };
}

const mayOpen = (
  file: IncidentFile,
  { id }: Extract<Actor, { type: 'person' }>,
  context: IncidentContext,
) => isIn(file, id) || stillIn(file, context).length === 0;

const isIn = ({ circle }: IncidentFile, userId: string) =>
  circle.some((member) => member.userId === userId);

/** Those in its circle who still work there. */
const stillIn = ({ circle }: IncidentFile, { colleagues }: IncidentContext) =>
  circle.map(({ userId }) => userId).filter((userId) => colleagues.includes(userId));

type AlarmReport = Pick<Of<'UpdateFacts'>, 'alarmVersion' | 'facts' | 'policeNumber'>;

/** What came late tells nothing: the newer alarm stays. */
function newerFacts(
  file: IncidentFile,
  { alarmVersion, facts, policeNumber }: AlarmReport,
): IncidentFact[] {
  if (alarmVersion <= (file.alarmVersion ?? 0)) return [];
  return [
    {
      type: 'IncidentFactsUpdated',
      data: { alarmVersion, facts },
      personal: file.personal && { policeNumber },
    },
  ];
}
