// What can have happened to whatever has a history, by the name that its event has in the log: each has a sentence in
// the audit, in both languages. A further subject is a line here.
import { alarmFact, type AlarmFact } from '../alarm/events.ts';
import { buttonFact, type ButtonFact } from '../button/events.ts';
import { incidentFact, type IncidentFact } from '../incident/events.ts';
import { memberFact, type MemberFact } from '../member/events.ts';
import { municipalityFact, type MunicipalityFact } from '../municipality/events.ts';
import { planFact, type PlanFact } from '../plan/events.ts';
import { personFact, type PersonFact } from '../person/events.ts';
import { privacyRequestFact, type PrivacyRequestFact } from '../privacy-request/events.ts';
import { serviceAccountFact, type ServiceAccountFact } from '../service-account/events.ts';
import { settingFact, type SettingFact } from '../setting/events.ts';

/** By the stream that it stands in; no two have one of the same name. */
export type ChangeTypes = {
  alarm: AlarmFact['type'];
  button: ButtonFact['type'];
  incident: IncidentFact['type'];
  member: MemberFact['type'];
  municipality: MunicipalityFact['type'];
  plan: PlanFact['type'];
  person: PersonFact['type'];
  'privacy-request': PrivacyRequestFact['type'];
  'service-account': ServiceAccountFact['type'];
  setting: SettingFact['type'];
};
export type ChangedSubject = keyof ChangeTypes;
export type ChangeType = ChangeTypes[ChangedSubject];

type Facts<T extends string> = { options: readonly { shape: { type: { value: T } } }[] };
const typesOf = <T extends string>({ options }: Facts<T>): T[] =>
  options.map(({ shape }) => shape.type.value);

export const changeTypes: { [S in ChangedSubject]: readonly ChangeTypes[S][] } = {
  alarm: typesOf(alarmFact),
  button: typesOf(buttonFact),
  incident: typesOf(incidentFact),
  member: typesOf(memberFact),
  municipality: typesOf(municipalityFact),
  plan: typesOf(planFact),
  person: typesOf(personFact),
  'privacy-request': typesOf(privacyRequestFact),
  'service-account': typesOf(serviceAccountFact),
  setting: typesOf(settingFact),
};

const every: ReadonlySet<string> = new Set(Object.values(changeTypes).flat());

/** False for what another release has its own name of. */
export const isChangeType = (type: string): type is ChangeType => every.has(type);

/** The key of its sentence. */
export const changeKey = (type: ChangeType): string =>
  `audit_change${type.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
