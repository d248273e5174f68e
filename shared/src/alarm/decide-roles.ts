// Two on one alarm: the owner listens (*luisteraar*), a colleague telephones (*beller*). They change
// places without either of them losing the sound: whoever is the listener from now on listens from now on, be
// it his own doing or the other's, and his desk takes its line when it reads so.
import type { PersonCommand } from './commands.ts';
import type { AlarmFact } from './events.ts';
import { listens } from './sound/listeners.ts';
import type { StaffMember } from './staff-member.ts';
import { ownerOf } from './ownership/state.ts';
import type { Alarm } from './state.ts';

type RolesCommand = Extract<
  PersonCommand,
  { type: 'JoinAsCaller' | 'LeaveAsCaller' | 'SwapRoles' }
>;

/** Facts; that this person may ask it was decided before. */
export function decideAboutRoles(
  alarm: Alarm,
  command: RolesCommand,
  by: StaffMember,
): AlarmFact[] {
  switch (command.type) {
    case 'JoinAsCaller':
      return alarm.caller?.id === by.id ? [] : [{ type: 'CallerJoined', data: { by } }];
    case 'LeaveAsCaller':
      return [{ type: 'CallerLeft', data: { by, why: 'left' } }];
    case 'SwapRoles': {
      const owner = ownerOf(alarm);
      const { caller } = alarm;
      if (!owner || !caller) return [];
      const next = { id: caller.id, name: caller.name };
      return [
        { type: 'RolesSwapped', data: { owner: next, caller: owner } },
        ...listens(alarm, next),
      ];
    }
  }
}
