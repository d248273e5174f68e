// Raising an alarm, which is never refused.
import type { Decision } from '../decide.ts';
import type { AlarmFact } from '../events.ts';
import { reference } from '../signals/decide.ts';
import { callsForHelp } from '../joining.ts';
import { mayKnowPlace, firstPlace } from '../signals/place.ts';
import type { RaiseCommand } from './commands.ts';

export function raise(command: RaiseCommand): Decision {
  const { type: _type, signal, signalId, holder, place, toldName, stepTexts, ...rest } = command;
  const { unbelieved, sender, resembles, ...facts } = rest;
  const position = mayKnowPlace(facts) ? signal.position : null;
  const raised: AlarmFact = {
    type: 'AlarmRaised',
    data: { ...facts, signal: reference(signalId, signal, unbelieved) },
    personal: command.bare
      ? null
      : {
          holder,
          place: mayKnowPlace(facts) ? firstPlace(place, position) : null,
          position: position && { fix: position, receivedAt: command.receivedAt },
          ...(toldName !== undefined && { toldName }),
          ...(resembles && { resembles }),
          ...(sender !== undefined && !unbelieved && callsForHelp(signal) && { sender }),
          ...(stepTexts && { stepTexts }),
        },
  };
  return { status: 'accepted', facts: [raised] };
}
