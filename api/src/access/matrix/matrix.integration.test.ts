// Every route, every role, and the neighbour.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import { looks, looksBeside } from '@achterwacht/shared/routes/looks.ts';
import { auditExportPath, breachExportPath } from '@achterwacht/shared/routes/audit.ts';
import { incidentExportPath, incidentReportPath } from '@achterwacht/shared/routes/incidents.ts';
import { soundPath } from '@achterwacht/shared/routes/listen-in.ts';
import { handOutPath, registerExportPath } from '@achterwacht/shared/routes/loans.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { answerTo } from './test-answers.ts';
import { neighbours } from './test-neighbours.ts';
import { rowLevelSecurity } from './test-row-level-security.ts';
import {
  auditRows,
  buttonRows,
  customerRows,
  planRows,
  fileRows,
  names,
  peopleRows,
  personRows,
  policeRows,
  profileRows,
  programRows,
  workRows,
  rows,
  settingRows,
} from './test-tables.ts';
import { TwoCentres } from './test-two-centres.ts';

/** One for all of them: thirty people log in to it. */
const world = new TwoCentres();
beforeAll(() => world.begin());
afterAll(() => world.end());

/** Every question that was answered with yes, and at which centre. */
const shown: { name: string; role: string; centreId: string }[] = [];

/** What the tables call each route. */
const columns = {
  session: 'session',
  mapInUse: 'map',
  board: 'board',
  alarmLog: 'log',
  alarmCommand: 'command',
  alarmDossier: 'dossier',
  alarmEarlier: 'earlier',
  alarmNear: 'near',
  listenInConnect: 'connect',
  alarmListenIn: 'listen',
  alarmPrepareListenIn: 'ready',
  alarmRaise: 'raise',
  wearers: 'wearers',
  deskSearch: 'desk-search',
  outbox: 'outbox',
  setAside: 'aside',
  answerTimes: 'times',
  jobs: 'jobs',
  tasks: 'tasks',
  signals: 'signals',
  incidents: 'files',
  incident: 'file',
  incidentFill: 'fill',
  incidentCircleAdd: 'let-in',
  incidentCircleRemove: 'take-out',
  incidentVersions: 'versions',
  incidentViews: 'looked',
  municipalities: 'customers',
  municipality: 'customer',
  municipalityAdd: 'customer-add',
  municipalityChange: 'customer-change',
  municipalityEnd: 'customer-end',
  municipalityHistory: 'customer-versions',
  plans: 'plans',
  plan: 'plan',
  planHistory: 'plan-versions',
  planPropose: 'plan-propose',
  planApprove: 'plan-approve',
  planRefuse: 'plan-refuse',
  planWithdraw: 'plan-withdraw',
  persons: 'persons',
  person: 'person-sheet',
  personOpen: 'person-open',
  personAdd: 'person-add',
  personIdentity: 'person-identity',
  personCircumstances: 'person-circumstances',
  personWords: 'person-words',
  personAgreements: 'person-agreements',
  personAccount: 'person-account',
  personAccounts: 'person-accounts',
  personLooks: 'person-looks',
  addresses: 'addresses',
  ownSheet: 'own-sheet',
  ownButtons: 'own-buttons',
  ownAlarms: 'own-alarms',
  ownLooks: 'own-looks',
  buttons: 'buttons',
  button: 'button',
  buttonRegister: 'button-add',
  buttonChange: 'button-alter',
  buttonKey: 'button-key',
  buttonAside: 'button-aside',
  buttonRetire: 'button-retire',
  buttonMissing: 'button-missing',
  buttonTest: 'button-test',
  buttonLend: 'lend',
  loanReturn: 'take-back',
  loanTerm: 'term',
  loanTalk: 'talk',
  importPreview: 'read-in',
  importCarryOut: 'read-in-on',
  importDrop: 'read-in-drop',
  personImportPreview: 'persons-in',
  personImportCarryOut: 'persons-in-on',
  personImportDrop: 'persons-in-drop',
  loanOverview: 'lent',
  loanCalendar: 'calendar',
  sharePoliceLink: 'share',
  policeViewers: 'viewers',
  policeEnter: 'enter',
  policeView: 'view',
  policeMap: 'police-map',
  policeReport: 'report',
  policeMessage: 'say',
  audit: 'audit',
  auditLine: 'audit-line',
  auditSubjects: 'subjects',
  breach: 'breach',
  privacyRequests: 'requests',
  privacyRequest: 'request',
  privacyRequestRecord: 'record',
  privacyRequestAct: 'act',
  privacyRequestAccess: 'access',
  languages: 'languages',
  demoAccounts: 'demo',
  profile: 'profile',
  factors: 'factors',
  prove: 'prove',
  changePassword: 'password',
  passkeyOptions: 'key-options',
  addPasskey: 'add-key',
  renamePasskey: 'name-key',
  removePasskey: 'drop-key',
  beginCodes: 'secret',
  confirmCodes: 'codes',
  removeCodes: 'drop-codes',
  makeRecoveryCodes: 'recovery',
  endSession: 'end-session',
  endOtherSessions: 'end-others',
  preferences: 'screen',
  timers: 'timers',
  addTimer: 'add-timer',
  extendTimer: 'move-timer',
  endTimer: 'drop-timer',
  recoveryLogIn: 'recovery-log-in',
  workAccountProviders: 'work-by',
  workAccountLogIn: 'work-in',
  workAccount: 'work',
  workAccountLink: 'work-link',
  workAccountUnlink: 'work-drop',
  workAccountLook: 'work-look',
  serviceAccounts: 'programs',
  serviceAccountMake: 'make',
  serviceAccountChange: 'rename',
  serviceAccountEnd: 'end',
  serviceTokenIssue: 'token',
  serviceTokenRevoke: 'revoke',
  controlRooms: 'lines',
  lineTest: 'called',
  settings: 'settings',
  settingHistory: 'periods',
  settingAt: 'period',
  settingPropose: 'propose',
  settingApprove: 'approve',
  settingWithdraw: 'withdraw',
  settingTest: 'test',
  members: 'people',
  memberPlaces: 'places',
  member: 'person',
  memberInvite: 'invite',
  memberInvitationRenew: 'invite-again',
  memberInvitationWithdraw: 'invite-back',
  memberChange: 'alter',
  memberSuspend: 'suspend',
  memberRestore: 'restore',
  memberEnd: 'let-go',
  memberEndSessions: 'log-out',
  memberPaper: 'paper',
  factorResetPeople: 'helpable',
  factorResetAsk: 'reset-ask',
  factorResetApprove: 'reset-approve',
  factorResetWithdraw: 'reset-back',
} satisfies Record<Exclude<keyof typeof routes, PublicDoor>, string>;

/** Those take a few questions a minute from an address and ask nobody who he is: people/ and e2e/ ask them. */
const publicDoors = [
  'invitationLook',
  'invitationAccept',
  'workAccountInvitation',
  'recover',
] as const;
type PublicDoor = (typeof publicDoors)[number];

test('the table has every route and every role', () => {
  expect([...Object.keys(columns), ...publicDoors].sort()).toEqual(Object.keys(routes).sort());
  for (const column of Object.values(columns)) expect(names).toContain(column);
  expect(rows.map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(fileRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(workRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(peopleRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(programRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(settingRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(policeRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(auditRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(planRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(buttonRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(customerRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(personRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(profileRows.slice(1).map(([role]) => role)).toEqual(['nobody', ...roles.options]);
  expect(rows.filter((row) => row.length !== names!.length + 1)).toEqual([]);
});

describe.each(['north', 'south'] as const)('at %s', (where) => {
  test.each(rows)('%s', async (role, ...expected) => {
    const [own, other] =
      where === 'north' ? [world.north, world.south] : [world.south, world.north];
    const person = role === 'nobody' ? world.nobody() : world.personOf(own, role as Role);
    const got: string[] = [];
    for (const name of names!) {
      const answer = await answerTo(world, name, person, own, other);
      got.push(answer);
      if (answer === '200') shown.push({ name, role, centreId: own.centreId });
    }
    expect(got.join(' ')).toBe(expected.join(' '));
  });
});

test('whatever was answered is what the OpenAPI document says, yes and no alike', () => {
  expect([...world.contract.breaches]).toEqual([]);
  // Many changes are asked here so that the answer to everybody is no. To each question that reads, some were told yes;
  // but for the police, who come by a link, and for a privacy request that is of another kind.
  const elsewhere = ['policeView', 'policeMap', 'privacyRequestAccess'];
  const reading = Object.entries(routes)
    .filter(([name, { method }]) => method === 'GET' && !elsewhere.includes(name))
    .map(([, { path }]) => `GET ${path.replaceAll(/:(\w+)/g, '{$1}')} 200`);
  expect(reading.filter((answer) => !world.contract.seen.has(answer))).toEqual([]);
});

/** What stands beside the table of routes, as the tables call it. */
const columnsBeside: Record<string, string> = {
  [soundPath]: 'hear',
  [incidentReportPath]: 'pdf',
  [incidentExportPath]: 'csv',
  [registerExportPath]: 'button-csv',
  [handOutPath]: 'sheet',
  [auditExportPath]: 'audit-csv',
  [breachExportPath]: 'breach-csv',
};

test('whatever shows something restricted wrote a line each time, at the centre of who looked', async () => {
  const lines = await world.instance.owner.sql<
    { action: string; centreId: string; count: number }[]
  >`select action, centre_id as "centreId", count(*)::int as count from access_log group by 1, 2`;
  const actions = [...Object.entries(looks), ...Object.entries(looksBeside)].filter(
    ([, action]) => action !== null,
  );
  const asked = Object.groupBy(actions, ([, action]) => action!);
  for (const [action, questions] of Object.entries(asked)) {
    const names = questions.map(
      ([name]) => columnsBeside[name] ?? (columns as Record<string, string>)[name],
    );
    for (const { centreId } of [world.north, world.south]) {
      const yes = shown.filter((one) => one.centreId === centreId && names.includes(one.name));
      const looks = oneAMinute.includes(action)
        ? new Set(yes.map(({ role }) => role)).size
        : yes.length;
      const line = lines.find((one) => one.action === action && one.centreId === centreId);
      expect([action, (line?.count ?? 0) >= looks]).toEqual([action, true]);
    }
  }
  const wrote = new Set(lines.map(({ action }) => action));
  const missing = Object.keys(asked).filter((action) => !wrote.has(action));
  expect(missing.filter((action) => !lookedAtElsewhere.includes(action))).toEqual([]);
});

/** What one person asks of them in a minute is one look. */
const oneAMinute = ['contacts.opened'];
/** The police have no link here, nobody's identity is established, and no sheet of a loan is printed. */
const lookedAtElsewhere = ['police.page', 'privacy-request.exported', 'register.printed'];

neighbours(world);
rowLevelSecurity(world);
