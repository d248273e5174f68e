// The steps of a holder's action plan.
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { WrittenStep } from '@achterwacht/shared/alarm/plan/state.ts';
import type { DemoHolder } from './holder.ts';

const somebodyNeededHelp: Outcome[] = ['real-incident', 'threat', 'medical'];
const nobodyNeededHelp: Outcome[] = ['false-accident', 'false-technical', 'unannounced-test'];

/** `piketId`: the contact who is never where it happens. */
export function planSteps(
  { codeWord, function: work, specialInstruction }: DemoHolder,
  piketId: string,
): WrittenStep[] {
  return [
    { id: 'listen', text: 'Luister mee en noteer wat u hoort, met tijd', required: false },
    {
      id: 'piket',
      kind: 'call',
      contactId: piketId,
      text: `Bel de OOV-piket: waar is de ${work} nu, en met wie?`,
      required: true,
      // Where the piket is asked for even when in doubt, it hears of a harmless press as well.
      requiredFor: [...somebodyNeededHelp, ...(specialInstruction ? nobodyNeededHelp : [])],
    },
    ...(codeWord === null
      ? []
      : [
          {
            id: 'word',
            kind: 'word' as const,
            text: 'Ziet of spreekt iemand de drager: vraag het codewoord',
            required: false,
          },
        ]),
    {
      id: 'again',
      kind: 'wait',
      waitSeconds: 120,
      text: 'Wacht twee minuten en bel wie niet opnam opnieuw',
      required: false,
    },
    {
      id: 'after',
      text: 'Leg vast wie opvang nodig heeft, en zeg het de OOV-piket',
      required: true,
      requiredFor: somebodyNeededHelp,
    },
  ];
}
