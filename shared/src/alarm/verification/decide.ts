// What its owner makes of it. A judgement rests on who had it, what was judged and what was pressed.
import { notOwner } from '../ownership/at-work.ts';
import { refusal } from '../refusal.ts';
import { staff, whileOpen, type SomeRules } from '../rule.ts';
import { wasRecorded } from '../sound/recordings.ts';
import { isDuress } from '../state.ts';
import { whyNotGround } from './grounds.ts';

const judged = ['ownership', 'verification', 'signals'] as const;

export const verificationRules = {
  Verify: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notOwner),
    restsOn: judged,
    decide: (alarm, { basis, note, audioMoment = null }, { by, now }) =>
      audioMoment !== null && !wasRecorded(alarm, audioMoment, now)
        ? refusal('moment-buiten-opname')
        : [{ type: 'AlarmVerified', data: { by, basis, audioMoment }, personal: { note } }],
  },
  JudgeUnverifiable: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen(notOwner),
    restsOn: judged,
    decide: (_alarm, { note }, { by }) => [
      { type: 'AlarmJudgedUnverifiable', data: { by }, personal: { note } },
    ],
  },
  ProposeFalse: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      isDuress(alarm) ? notOwner(alarm, person) : refusal('verificatie-niet-nodig'),
    ),
    restsOn: judged,
    decide: (alarm, { ground, note }, { by }) =>
      whyNotGround(alarm, ground) ?? [
        { type: 'FalseAlarmProposed', data: { by, ground }, personal: { note } },
      ],
  },
  Unverify: {
    sentBy: 'person',
    roles: staff,
    when: whileOpen((alarm, person) =>
      alarm.verification.status === 'open'
        ? refusal('verificatie-ontbreekt')
        : notOwner(alarm, person),
    ),
    decide: (_alarm, { reason }) => [
      { type: 'VerificationWithdrawn', data: { why: 'by-centralist' }, personal: { reason } },
    ],
  },
} satisfies SomeRules;
