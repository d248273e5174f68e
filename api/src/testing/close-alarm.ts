// An alarm closed as two people close one whose sound nobody heard: one proposes that it was harmless, a second one
// agrees; or a supervisor decides alone what it was.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { AlarmCentre } from './alarm-centre.ts';

/** Later than any that a test has; an older one would be refused where something changed meanwhile. */
const expectedVersion = 10_000;

export async function closeAlarm(
  centre: Pick<AlarmCentre, 'ask' | 'anna' | 'dirk'>,
  alarmId: string,
  { outcome = 'false-accident', summary = 'kind drukte op de knop' }: Partial<Closed> = {},
): Promise<void> {
  const { anna, dirk } = centre;
  const close = { type: 'Close', outcome, needless: false, summary, expectedVersion } as const;
  const ground = { ground: 'trusted-person', note: 'zij staat ernaast' } as const;
  const propose: Step = [anna, { type: 'ProposeFalse', ...ground, expectedVersion }];
  const steps: Step[] = [
    [anna, { type: 'Claim', expectedVersion }],
    outcome.startsWith('false-') ? propose : [dirk, { type: 'TakeOver', reason: 'zelf gebeld' }],
    [dirk, close],
  ];
  for (const [person, command] of steps) {
    const answer = await centre.ask(person, alarmId, command);
    if (answer.status !== 'accepted') throw new Error(`${command.type}: ${JSON.stringify(answer)}`);
  }
}
type Step = [Visitor, PersonCommand];
type Closed = { outcome: Outcome; summary: string };
