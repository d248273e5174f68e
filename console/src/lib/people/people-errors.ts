// What the server said no with, where it is about somebody who logs in; else as everywhere.
import type { MemberRefusal } from '@achterwacht/shared/member/rule.ts';
import { ApiError } from '../api.ts';
import { m } from '../paraglide/messages.js';
import { dayAndTime } from '../time/format.ts';
import { errorText } from '../words.ts';

type Code = Exclude<MemberRefusal['code'], 'not-found' | 'rol-mag-niet' | 'uitnodiging-ongeldig'>;
type Sentence = (details: Record<string, unknown>) => string;

const ofMembers = {
  'niet-uzelf': () => m.refusal_niet_uzelf(),
  'laatste-beheerder': () => m.refusal_laatste_beheerder(),
  'gemeente-ontbreekt': () => m.refusal_gemeente_ontbreekt(),
  'gemeente-hoort-niet': () => m.refusal_gemeente_hoort_niet(),
  'gemeente-van-ander': () => m.refusal_gemeente_van_ander(),
  'mailadres-bezet': () => m.refusal_mailadres_bezet(),
  'medewerker-niet-zo': () => m.refusal_medewerker_niet_zo(),
  'tussentijds-gewijzigd': () => m.refusal_medewerker_niet_zo(),
  'medewerker-onleesbaar': () => m.refusal_medewerker_onleesbaar(),
  'papier-verkeerd-om': () => m.refusal_papier_verkeerd_om(),
  'herstel-niet-voor-u': () => m.refusal_herstel_niet_voor_u(),
  'herstel-loopt': () => m.refusal_herstel_loopt(),
  'herstel-niet-gevraagd': () => m.refusal_herstel_niet_gevraagd(),
  'herstelcode-onjuist': () => m.refusal_herstelcode_onjuist(),
  'tweede-persoon-nodig': ({ proposer }) =>
    m.refusal_tweede_persoon_nodig({ proposer: typeof proposer === 'string' ? proposer : '' }),
  'tweede-persoon-nieuw': ({ from }) =>
    m.refusal_tweede_persoon_nieuw({
      from: typeof from === 'string' ? dayAndTime(from) : '',
    }),
} satisfies Record<Code, Sentence>;

const refusals: Record<string, Sentence> = {
  ...ofMembers,
  'invitation-gone': () => m.error_invitation_gone(),
  'password-too-short': () => m.refusal_password_too_short(),
  'password-too-long': () => m.refusal_password_too_long(),
  'password-too-common': () => m.refusal_password_too_common(),
  'password-has-own': () => m.refusal_password_has_own(),
};

export function peopleErrorText(cause: unknown): string {
  if (!(cause instanceof ApiError)) return errorText(cause);
  return refusals[cause.code]?.(cause.details) ?? errorText(cause);
}
