// Two on one alarm: the owner listens (*luisteraar*), a colleague telephones (*beller*). They change
// places without either of them losing the sound: whoever is the listener from now on listens from now on, be
// it his own doing or the other's, and his desk takes its line when it reads so.
import { isOwner, notOwner } from '../ownership/at-work.ts';
import { ownerOf } from '../ownership/state.ts';
import { refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import { listens } from '../sound/listeners.ts';

export const callerRules = {
  JoinAsCaller: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) => {
      if (!ownerOf(alarm)) return refusal('geen-eigenaar');
      if (isOwner(alarm, person)) return refusal('al-van-u');
      return alarm.caller && alarm.caller.id !== person.id
        ? refusal('beller-bezet', { caller: alarm.caller.name })
        : null;
    }),
    decide: ({ caller }, _command, { by }) =>
      caller?.id === by.id ? [] : [{ type: 'CallerJoined', data: { by } }],
  },
  LeaveAsCaller: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      alarm.caller?.id === person.id ? null : refusal('niet-beller'),
    ),
    decide: (_alarm, _command, { by }) => [{ type: 'CallerLeft', data: { by, why: 'left' } }],
  },
  SwapRoles: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) => {
      if (!alarm.caller) return refusal('geen-beller');
      if (!ownerOf(alarm)) return refusal('geen-eigenaar');
      return alarm.caller.id === person.id ? null : notOwner(alarm, person);
    }),
    decide: (alarm) => {
      const owner = ownerOf(alarm);
      const { caller } = alarm;
      if (!owner || !caller) return [];
      const next = { id: caller.id, name: caller.name };
      return [
        { type: 'RolesSwapped', data: { owner: next, caller: owner } },
        ...listens(alarm, next),
      ];
    },
  },
  CallerLost: {
    sentBy: 'system',
    decide: ({ closed, caller }, { userId }) => {
      if (closed || caller?.id !== userId) return [];
      const { id, name } = caller;
      return [{ type: 'CallerLeft', data: { by: { id, name }, why: 'desk-lost' } }];
    },
  },
} satisfies SomeRules;
