// Which questions show something restricted, and what the access log calls each: one table, and every question that only
// reads stands in it, with what it writes down or with null where nothing restricted is shown. What stands beside the
// table of routes is named by its path.
import { auditExportPath, breachExportPath } from './audit.ts';
import { incidentExportPath, incidentReportPath } from './incidents.ts';
import { soundPath } from './listen-in.ts';
import { handOutPath, registerExportPath } from './loans.ts';
import type { RouteName } from './routes.ts';
import type { AccessAction } from '../audit/actions.ts';

export const looks: Partial<Record<RouteName, AccessAction | null>> = {
  // What every desk of the centre is shown by itself.
  board: null,
  // Of a position that stands on the board.
  alarmNear: null,
  alarmLog: 'alarm.log',
  alarmDossier: 'alarm.dossier',
  alarmEarlier: 'alarm.earlier',
  // Asked by POST: it changes something as well.
  alarmListenIn: 'alarm.listen-in',
  wearers: 'register.searched',
  deskSearch: 'register.searched',
  policeEnter: 'police.page',
  policeView: 'police.page',
  policeMap: null,
  // Who of the police looked; that is no holder's.
  policeViewers: null,
  // Initials and facts of the files in whose circle one is.
  incidents: null,
  incident: 'incident.opened',
  incidentVersions: 'incident.versions',
  incidentViews: null,
  signals: 'signals.listed',
  members: 'people.listed',
  member: 'people.opened',
  memberPlaces: null,
  factorResetPeople: null,
  audit: 'audit.listed',
  auditLine: 'audit.listed',
  auditSubjects: 'register.searched',
  breach: 'breach.listed',
  privacyRequests: 'privacy-request.listed',
  privacyRequest: 'privacy-request.opened',
  privacyRequestAccess: 'privacy-request.exported',
  // Where it names people: of the other kinds nothing is written down, and the questions of a minute are one look.
  settings: 'contacts.opened',
  settingHistory: 'contacts.opened',
  settingAt: 'contacts.opened',
  controlRooms: null,
  persons: 'person.listed',
  // Who he is; more where he said why a moment ago, and then as the one below.
  person: 'person.identity',
  personOpen: 'person.opened',
  // Names of log-ins, to choose one of.
  personAccounts: null,
  // Who looked, by role; that is no name, and of whom one sees the sheet.
  personLooks: null,
  addresses: null,
  // One's own.
  ownSheet: null,
  ownButtons: null,
  ownAlarms: null,
  ownLooks: null,
  municipalities: null,
  municipality: null,
  municipalityHistory: null,
  plans: 'plans.listed',
  plan: 'plan.opened',
  planHistory: 'plan.opened',
  // With who wears which, for whoever lends.
  buttons: 'register.listed',
  button: 'register.opened',
  buttonTest: null,
  loanOverview: 'register.listed',
  loanCalendar: 'register.listed',
  answerTimes: null,
  tasks: null,
  outbox: null,
  setAside: null,
  jobs: null,
  serviceAccounts: null,
  session: null,
  languages: null,
  mapInUse: null,
  demoAccounts: null,
  profile: null,
  timers: null,
  workAccountProviders: null,
  workAccount: null,
  factors: null,
};

export const looksBeside: Record<string, AccessAction> = {
  [soundPath]: 'alarm.sound',
  [incidentReportPath]: 'incident.printed',
  [incidentExportPath]: 'incident.exported',
  [registerExportPath]: 'register.exported',
  [handOutPath]: 'register.printed',
  [auditExportPath]: 'audit.exported',
  [breachExportPath]: 'breach.exported',
};
