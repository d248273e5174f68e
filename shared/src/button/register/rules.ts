// What may be registered of a device, and when it may leave the pool. Whoever wears it wears it on: nothing here ends a
// loan, and nothing keeps a press from being heard.
import { canonical } from '../../evidence/canonical.ts';
import { refuse, type RuleTable } from '../../rule-table.ts';
import { authorOf } from '../../staff-member.ts';
import type { ButtonRefusal, ButtonRuleTypes } from '../rule.ts';
import { openLoan, type Button } from '../state.ts';
import { registrationOf, type Registration, type RegistrationDetails } from './registration.ts';

type Asked = 'Register' | 'ChangeRegistration' | 'SetKey' | 'SetAside' | 'PutBack' | 'Retire';
type Missing = 'ReportMissing' | 'ReportFound';
type Rules = Pick<RuleTable<ButtonRuleTypes>, Asked | Missing>;

export const registerRules: Rules = {
  Register: {
    sentBy: ['person', 'system'],
    permission: 'button.change',
    decide(button, { centreId, details }, { actor, lookedUp }) {
      // A device that pressed before anybody knew it has a row, and no history.
      if (button?.registered) return refuse('knop-bestaat-al', { serial: details.serial });
      const no = whyTaken(details, lookedUp);
      if (no) return no;
      const data = { centreId, ...registrationOf(details), by: authorOf(actor) };
      return [{ type: 'ButtonRegistered', data }];
    },
  },
  ChangeRegistration: {
    sentBy: ['person', 'system'],
    permission: 'button.change',
    decide(button, { expectedVersion, details }, { actor, lookedUp }) {
      if (!button?.registered) return refuse('knop-onbekend');
      if (expectedVersion !== null && expectedVersion !== button.version)
        return refuse('tussentijds-gewijzigd', { version: button.version });
      const no = whyTaken(details, lookedUp);
      if (no) return no;
      const asked = registrationOf(details);
      if (isSame(asked, button.registered)) return [];
      const moves = asked.municipalityId !== button.registered.municipalityId;
      // Whoever wears it belongs to that municipality, and so does what was agreed with it.
      if (moves && openLoan(button)) return refuse('knop-uitgeleend');
      return [{ type: 'ButtonChanged', data: { ...asked, by: authorOf(actor) } }];
    },
  },
  SetKey: {
    sentBy: ['person', 'system'],
    permission: 'button.change',
    decide: (button, { key }, { actor }) =>
      button?.registered
        ? [{ type: 'ButtonKeySet', data: { key, by: authorOf(actor) } }]
        : refuse('knop-onbekend'),
  },
  SetAside: {
    sentBy: ['person', 'system'],
    permission: 'button.change',
    decide(button, { why }, { actor }) {
      const no = whyNotHere(button);
      if (no) return no;
      if (button && openLoan(button)) return refuse('knop-uitgeleend');
      if (button?.aside?.why === why) return [];
      return [{ type: 'ButtonSetAside', data: { why, by: authorOf(actor) } }];
    },
  },
  PutBack: {
    sentBy: ['person', 'system'],
    permission: 'button.change',
    decide(button, _command, { actor }) {
      const no = whyNotHere(button);
      if (no) return no;
      return button?.aside ? [{ type: 'ButtonPutBack', data: { by: authorOf(actor) } }] : [];
    },
  },
  ReportMissing: {
    sentBy: ['person', 'system'],
    permission: 'loan.change',
    decide(button, _command, { actor }) {
      if (!button?.registered) return refuse('knop-onbekend');
      if (button.retired) return refuse('knop-afgevoerd');
      return button.missing ? [] : [{ type: 'ButtonMissing', data: { by: authorOf(actor) } }];
    },
  },
  ReportFound: {
    sentBy: ['person', 'system'],
    permission: 'loan.change',
    decide(button, _command, { actor }) {
      if (!button?.registered) return refuse('knop-onbekend');
      return button.missing ? [{ type: 'ButtonFound', data: { by: authorOf(actor) } }] : [];
    },
  },
  Retire: {
    sentBy: ['person', 'system'],
    permission: 'button.change',
    decide(button, { reason }, { actor }) {
      if (!button?.registered) return refuse('knop-onbekend');
      if (openLoan(button)) return refuse('knop-uitgeleend');
      if (button.retired) return [];
      return [{ type: 'ButtonRetired', data: { reason, by: authorOf(actor) } }];
    },
  },
};

/** Null: it is to be had, or would be if nobody wore it. */
export function whyNotHere(button: Button | null): ButtonRefusal | null {
  if (!button?.registered) return refuse('knop-onbekend');
  if (button.retired) return refuse('knop-afgevoerd');
  if (button.missing) return refuse('knop-vermist');
  return null;
}

function whyTaken(
  { serial, municipalityId }: RegistrationDetails,
  { taken, municipalityIds }: ButtonRuleTypes['LookedUp'],
): ButtonRefusal | null {
  if (taken.serial) return refuse('knop-bestaat-al', { serial });
  if (taken.accountBy !== null) return refuse('account-bezet', { serial: taken.accountBy });
  const isCustomer = municipalityId === null || municipalityIds.includes(municipalityId);
  return isCustomer ? null : refuse('gemeente-onbekend');
}

export const isSame = (one: Registration, other: Registration): boolean =>
  canonical(one) === canonical(other);
