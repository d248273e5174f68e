// Taking it, giving it back, putting it away. One person has it at a time, and with it goes the sound in his ear.
import type { AlarmFact } from '../events.ts';
import { refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import { listens, listenerGone } from '../sound/listeners.ts';
import { isOwner, notOwner } from './at-work.ts';
import { isAssignedTo, ownerOf } from './state.ts';

export const ownershipRules = {
  Claim: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) => {
      if (isOwner(alarm, person)) return refusal('al-van-u');
      const owner = ownerOf(alarm);
      return owner && alarm.ownership.status === 'owned' && !isAssignedTo(alarm, person)
        ? refusal('al-aangenomen', { owner: owner.name, at: alarm.ownership.since })
        : null;
    }),
    restsOn: ['ownership'],
    decide: (alarm, command, { by }) => {
      if (command.listens && !alarm.button.sound) return refusal('knop-zonder-geluid');
      const from = ownerOf(alarm);
      const claimed: AlarmFact = { type: 'AlarmClaimed', data: { by, ...(from && { from }) } };
      return [
        claimed,
        ...(from ? listenerGone(alarm, from.id, 'taken-over') : []),
        ...(command.listens ? listens(alarm, by) : []),
      ];
    },
  },
  Release: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notOwner),
    decide: (alarm, _command, { by }) => [
      { type: 'AlarmReleased', data: { from: by, why: 'given-back' } },
      ...listenerGone(alarm, by.id, 'stopped'),
    ],
  },
  TakeOver: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      isOwner(alarm, person)
        ? refusal('al-van-u')
        : ownerOf(alarm) || alarm.ownership.status === 'parked'
          ? null
          : refusal('geen-eigenaar'),
    ),
    decide: (alarm, command, { by }) => {
      const { ownership } = alarm;
      const from = ownership.status === 'unclaimed' ? by : ownership.by;
      return [
        { type: 'AlarmTakenOver', data: { from, by }, personal: { reason: command.reason } },
        ...(from.id === by.id ? [] : listenerGone(alarm, from.id, 'taken-over')),
        ...(command.listens ? listens(alarm, by) : []),
      ];
    },
  },
  Park: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      alarm.priority === 'urgent' ? refusal('spoed-niet-parkeren') : notOwner(alarm, person),
    ),
    decide: (_alarm, { until, reason }, { by, now }) =>
      Date.parse(until) <= now.getTime()
        ? refusal('einde-in-verleden')
        : [{ type: 'AlarmParked', data: { by, until, reason } }],
  },
  Unpark: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm) =>
      alarm.ownership.status === 'parked' ? null : refusal('niet-geparkeerd'),
    ),
    decide: () => [{ type: 'AlarmUnparked', data: { why: 'taken' } }],
  },
  ReportPresented: {
    sentBy: 'system',
    decide: (alarm, _command, { actor }) =>
      alarm.closed || alarm.times.presented || actor.type !== 'person'
        ? []
        : [{ type: 'AlarmPresented', data: { to: { id: actor.id, name: actor.name } } }],
  },
  OwnerLost: {
    sentBy: 'system',
    decide: (alarm, { userId }) => {
      const { ownership } = alarm;
      if (alarm.closed || ownership.status !== 'owned' || ownership.by.id !== userId) return [];
      return [
        { type: 'AlarmReleased', data: { from: ownership.by, why: 'owner-lost' } },
        ...listenerGone(alarm, userId, 'desk-lost'),
      ];
    },
  },
} satisfies SomeRules;
