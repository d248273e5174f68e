// Each question of the table, asked by a person: of what is his own centre's, and of what is the other's.
import { randomUUID } from 'node:crypto';
import { noWords } from '@achterwacht/shared/municipality/incident.ts';
import { nothingKnown } from '@achterwacht/shared/person/state.ts';
import { Desk, type Person } from '../../testing/instance/person.ts';
import type { Centre } from '../../testing/instance/second-centre.ts';
import type { TwoCentres } from './test-two-centres.ts';

const somePasskey = `/api/profile/passkeys/${randomUUID()}`;
const says = { title: null, flags: [], minimumListeningSeconds: 20, steps: [] };
const noPasskey = {
  id: 'x',
  rawId: 'x',
  type: 'public-key',
  response: { clientDataJSON: 'x', attestationObject: 'x' },
};

export async function answerTo(
  world: TwoCentres,
  name: string,
  person: Person,
  own: Centre,
  other: Centre,
): Promise<string> {
  const alarm = (centre: Centre) => `/api/alarms/${world.alarmIds.get(centre.centreId)}`;
  const file = (centre: Centre) => `/api/incidents/${world.fileIds.get(centre.centreId)}`;
  const filled = { expectedVersion: 1, words: noWords, status: 'draft' };
  const note = () => ({
    commandId: randomUUID(),
    type: 'AddNote',
    noteId: randomUUID(),
    text: 'gezien',
    happenedAt: null,
  });
  const byHand = (centre: Centre) => ({
    alarmId: randomUUID(),
    whom: { type: 'button', buttonId: centre.button.id },
    place: null,
    reason: 'belt vanuit de auto',
  });
  const link = () => ({ commandId: randomUUID(), linkId: randomUUID() });
  const request = ({ centreId }: Centre) =>
    `/api/privacy-requests/${world.requestIds.get(centreId)}`;
  const breachOf = ({ municipalityId }: Centre) =>
    new URLSearchParams({
      of: 'municipality',
      id: municipalityId,
      from: '2026-01-01T00:00:00.000Z',
      until: '2100-01-01T00:00:00.000Z',
    }).toString();
  const sheet = ({ centreId }: Centre) => `/api/persons/${world.personIds.get(centreId)}`;
  const unseen = { expectedVersion: 99 };
  const nobodys = {
    municipalityId: randomUUID(),
    belongsTo: null,
    identity: { name: 'Noor', function: '', phones: [] },
  };
  const device = ({ button }: Centre) => `/api/buttons/${button.id}`;
  const loanOf = (centre: Centre) => `${device(centre)}/loans/${randomUUID()}`;
  const registration = {
    // Its own.
    serial: own.button.serial,
    protocol: 'dc09',
    account: 'ABC123',
    model: '',
    municipalityId: null,
    sim: null,
    firmware: null,
    supervisionSeconds: null,
  };
  const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const term = { endsAt: null, reviewAt: later(30) };
  const lent = () => ({
    loanId: randomUUID(),
    holderId: randomUUID(),
    reasonCategory: 'threat',
    startsAt: null,
    ...term,
    knownAtHome: 'unknown',
    withoutSoundTest: null,
  });
  const altering = { expectedVersion: 99, details: registration };
  const customer = ({ municipalityId }: Centre) => `/api/municipalities/${municipalityId}`;
  const agreed = {
    code: '9999',
    dayAndNightPhone: null,
    office: null,
    contract: null,
    theme: null,
    language: 'nl',
  };
  const plan = ({ municipalityId }: Centre) => `/api/plans/${municipalityId}`;
  const otherPlan = { expectedVersion: 99, content: says };
  const refusal = { expectedVersion: 99, reason: 'nee' };
  const program = async (centre: Centre, forWhat: string) =>
    `/api/service-accounts/${(await world.program(centre, forWhat)).id}`;
  const revokeOf = async (centre: Centre) => {
    const { id, tokenId } = await world.program(centre, 'revoke');
    return `/api/service-accounts/${id}/tokens/${tokenId}/revoke`;
  };
  const named = (centre: Centre) => ({
    name: `Cijfers ${randomUUID()}`,
    purpose: 'jaarverslag',
    ownerId: world.administratorIds.get(centre.centreId),
    scopes: ['system.read'],
  });
  const renamed = (centre: Centre) => ({ ...named(centre), expectedVersion: 1 });
  const member = ({ centreId }: Centre) => `/api/members/${world.memberIds.get(centreId)}`;
  const reset = ({ centreId }: Centre) => `/api/factor-resets/${world.memberIds.get(centreId)}`;
  const wanted = () => ({
    name: 'Noor Visser',
    email: `${randomUUID()}@voorbeeld.test`,
    role: 'centralist',
    municipalityId: null,
  });
  const altered = () => ({ ...wanted(), expectedVersion: 99 });
  const kept = { label: 'server', days: 30 };
  const asked: Record<string, () => Promise<{ status: number }>> = {
    session: () => person.get('/api/session'),
    board: () => person.get('/api/board'),
    log: () => person.get(`${alarm(own)}/log`),
    command: () => person.post(`${alarm(own)}/commands`, note()),
    dossier: () => person.get(`${alarm(own)}/dossier`),
    earlier: () => person.get(`${alarm(own)}/earlier`),
    near: () => person.get(`${alarm(own)}/near`),
    connect: () => person.post('/api/listen-in/connect', {}),
    listen: () => person.post(`${alarm(own)}/listen-in`, { listener: randomUUID() }),
    ready: () => person.post(`${alarm(own)}/listen-in/prepare`, { listener: randomUUID() }),
    // Whoever listens, since the question before this one.
    hear: () => person.get(`${alarm(own)}/sound`),
    outbox: () => person.get('/api/outbox'),
    aside: () => person.get('/api/set-aside'),
    times: () => person.get('/api/answer-times?from=2026-01-01&to=2026-12-31'),
    tasks: () => person.get('/api/administration/tasks'),
    jobs: () => person.get('/api/jobs'),
    signals: () => person.get('/api/signals'),
    demo: () => person.get('/api/demo/accounts'),
    tile: () => person.get('/api/map/tiles/grijs/0/0/0'),
    map: () => person.get('/api/map'),
    files: () => person.get('/api/incidents'),
    file: () => person.get(file(own)),
    fill: () => person.post(file(own), filled),
    'let-in': () =>
      person.post(`${file(own)}/circle/add`, { userId: world.officerIds.get(own.centreId) }),
    // Nobody's: the circle must be whole for whoever comes next.
    'take-out': () => person.post(`${file(own)}/circle/remove`, { userId: randomUUID() }),
    looked: () => person.get(`${file(own)}/views`),
    versions: () => person.get(`${file(own)}/versions`),
    csv: () => person.get('/api/incidents.csv'),
    audit: () => person.get('/api/audit?search=1001'),
    'audit-line': () => person.get(`/api/audit/lines/${world.lineIds.get(own.centreId)}`),
    'their-line': () => person.get(`/api/audit/lines/${world.lineIds.get(other.centreId)}`),
    'audit-csv': () => person.get('/api/audit.csv'),
    subjects: () => person.get('/api/audit/subjects?search=de'),
    breach: () => person.get(`/api/audit/breach?${breachOf(own)}`),
    'breach-csv': () => person.get(`/api/audit/breach.csv?${breachOf(own)}`),
    'their-breach': () => person.get(`/api/audit/breach?${breachOf(other)}`),
    requests: () => person.get('/api/privacy-requests'),
    request: () => person.get(request(own)),
    record: () =>
      person.post('/api/privacy-requests', { ...world.privacyRequest, id: randomUUID() }),
    act: () => person.post(request(own), { type: 'TakeOn' }),
    // Nobody has looked yet who it is that asks.
    access: () => person.get(`${request(own)}/access`),
    'their-request': () => person.get(request(other)),
    'their-act': () => person.post(request(other), { type: 'TakeOn' }),
    'their-access': () => person.get(`${request(other)}/access`),
    customers: () => person.get('/api/municipalities'),
    customer: () => person.get(customer(own)),
    'customer-add': () => person.post('/api/municipalities', agreed),
    'customer-change': () => person.post(customer(own), { expectedVersion: 9, details: agreed }),
    'customer-end': () => person.post(`${customer(own)}/end`, { expectedVersion: 1 }),
    'customer-versions': () => person.get(`${customer(own)}/history`),
    'their-customer': () => person.get(customer(other)),
    'their-customer-change': () =>
      person.post(customer(other), { expectedVersion: 9, details: agreed }),
    'their-customer-end': () => person.post(`${customer(other)}/end`, { expectedVersion: 1 }),
    'their-customer-versions': () => person.get(`${customer(other)}/history`),
    plans: () => person.get('/api/plans?which=all'),
    plan: () => person.get(plan(own)),
    'plan-versions': () => person.get(`${plan(own)}/history`),
    'plan-propose': () => person.post(`${plan(own)}/propose`, otherPlan),
    'plan-approve': () => person.post(`${plan(own)}/approve`, { expectedVersion: 99 }),
    'plan-refuse': () => person.post(`${plan(own)}/refuse`, refusal),
    'plan-withdraw': () => person.post(`${plan(own)}/withdraw`, { expectedVersion: 99 }),
    'their-plan': () => person.get(plan(other)),
    'their-plan-versions': () => person.get(`${plan(other)}/history`),
    'their-plan-propose': () => person.post(`${plan(other)}/propose`, otherPlan),
    'their-plan-approve': () => person.post(`${plan(other)}/approve`, { expectedVersion: 99 }),
    'their-plan-refuse': () => person.post(`${plan(other)}/refuse`, refusal),
    'their-plan-withdraw': () => person.post(`${plan(other)}/withdraw`, { expectedVersion: 99 }),
    persons: () => person.get('/api/persons'),
    'person-sheet': () => person.get(sheet(own)),
    'person-open': () => person.post(`${sheet(own)}/open`, { why: 'talk' }),
    'person-add': () => person.post('/api/persons', nobodys),
    'person-identity': () => person.post(`${sheet(own)}/identity`, { ...unseen, ...nobodys }),
    'person-circumstances': () =>
      person.post(`${sheet(own)}/circumstances`, { ...unseen, circumstances: nothingKnown }),
    'person-words': () => person.post(`${sheet(own)}/words`, { ...unseen, words: {} }),
    'person-agreements': () =>
      person.post(`${sheet(own)}/agreements`, { ...unseen, agreements: nothingKnown }),
    'person-account': () => person.post(`${sheet(own)}/account`, { ...unseen, accountId: null }),
    'person-accounts': () => person.get(`${sheet(own)}/accounts`),
    'person-looks': () => person.get(`${sheet(own)}/looks`),
    addresses: () => person.get('/api/addresses?search=Grote%20Markt'),
    'own-sheet': () => person.get('/api/own/sheet'),
    'own-buttons': () => person.get('/api/own/buttons'),
    'own-alarms': () => person.get('/api/own/alarms'),
    'own-looks': () => person.get('/api/own/looks'),
    'their-person-sheet': () => person.get(sheet(other)),
    'their-person-open': () => person.post(`${sheet(other)}/open`, { why: 'talk' }),
    'their-person-identity': () =>
      person.post(`${sheet(other)}/identity`, { ...unseen, ...nobodys }),
    'their-person-words': () => person.post(`${sheet(other)}/words`, { ...unseen, words: {} }),
    'their-person-looks': () => person.get(`${sheet(other)}/looks`),
    'their-person-accounts': () => person.get(`${sheet(other)}/accounts`),
    buttons: () => person.get('/api/buttons'),
    button: () => person.get(device(own)),
    'their-button': () => person.get(device(other)),
    'button-add': () => person.post('/api/buttons', { details: registration }),
    'button-alter': () => person.post(device(own), altering),
    'button-key': () => person.post(`${device(own)}/key`, { key: 'messages', value: 'ascii:kort' }),
    'button-aside': () => person.post(`${device(own)}/aside`, { why: 'test' }),
    'button-retire': () => person.post(`${device(own)}/retire`, { reason: 'broken' }),
    'button-missing': () => person.post(`${device(own)}/missing`, { missing: false }),
    'button-test': () => person.get(`${device(own)}/test`),
    lend: () => person.post(`${device(own)}/lend`, lent()),
    'take-back': () => person.post(`${loanOf(own)}/return`, {}),
    term: () => person.post(`${loanOf(own)}/term`, term),
    talk: () => person.post(`${loanOf(own)}/talk`, { said: 'held' }),
    'their-button-alter': () => person.post(device(other), altering),
    'their-button-key': () =>
      person.post(`${device(other)}/key`, { key: 'messages', value: 'ascii:0123456789ABCDEF' }),
    'their-button-aside': () => person.post(`${device(other)}/aside`, { why: 'test' }),
    'their-button-retire': () => person.post(`${device(other)}/retire`, { reason: 'broken' }),
    'their-button-missing': () => person.post(`${device(other)}/missing`, { missing: false }),
    'their-button-test': () => person.get(`${device(other)}/test`),
    'their-lend': () => person.post(`${device(other)}/lend`, lent()),
    'their-take-back': () => person.post(`${loanOf(other)}/return`, {}),
    'their-term': () => person.post(`${loanOf(other)}/term`, term),
    'their-talk': () => person.post(`${loanOf(other)}/talk`, { said: 'held' }),
    lent: () => person.get('/api/loans/overview'),
    calendar: () => person.get('/api/loans/calendar?from=2026-01-01&until=2026-01-07'),
    // No list of buttons, and one that nobody uploaded.
    'read-in': () => person.post('/api/register/imports', { content: 'naam\nJan' }),
    'read-in-on': () =>
      person.post(`/api/register/imports/${randomUUID()}`, { municipalities: {} }),
    'read-in-drop': () => person.post(`/api/register/imports/${randomUUID()}/drop`, {}),
    'persons-in': () => person.post('/api/persons/imports', { content: 'naam\nJan' }),
    'persons-in-on': () =>
      person.post(`/api/persons/imports/${randomUUID()}`, { municipalities: {} }),
    'persons-in-drop': () => person.post(`/api/persons/imports/${randomUUID()}/drop`, {}),
    // Of no loan that there is.
    sheet: () => person.get(`${loanOf(own)}/hand-out.pdf`),
    'their-sheet': () => person.get(`${loanOf(other)}/hand-out.pdf`),
    'button-csv': () => person.get('/api/buttons.csv?reason=jaarcontrole'),
    lines: () => person.get('/api/control-rooms'),
    called: () =>
      person.post('/api/control-rooms/line-tests', {
        regionCode: 'limburg',
        discipline: 'ambulance',
        which: 'second',
        phone: '043 000 00 00',
        result: 'works',
        note: null,
      }),
    settings: () => person.get('/api/settings?kind=paging'),
    periods: () => person.get('/api/settings/paging/history'),
    period: () => person.get('/api/settings/paging/value?at=2026-01-01T00:00:00.000Z'),
    propose: () =>
      person.post('/api/settings/nearby-press/propose', {
        value: { metres: 150, seconds: 300 },
        expectedVersion: 99,
      }),
    approve: () => person.post('/api/settings/timings/approve', { expectedVersion: 99 }),
    withdraw: () => person.post('/api/settings/timings/withdraw', { expectedVersion: 99 }),
    test: () => person.post('/api/settings/test', { what: 'contact', to: 'a@voorbeeld.test' }),
    share: () => person.post(`${alarm(own)}/police-links`, link()),
    viewers: () => person.get(`${alarm(own)}/police-links`),
    enter: () =>
      person.post('/api/police/session', {
        secret: 'a'.repeat(22),
        pin: '000000',
        name: 'HA 31-02',
      }),
    view: () => person.get('/api/police/view'),
    'police-map': () => person.get('/api/police/map'),
    report: () =>
      person.post('/api/police/reports', {
        status: 'received',
        statedAt: new Date().toISOString(),
        reference: null,
      }),
    say: () => person.post('/api/police/messages', { text: 'bij de deur' }),
    languages: () => person.get('/api/languages'),
    'work-by': () => person.get('/api/work-account/providers'),
    'work-in': () => person.post('/api/work-account/log-in', { centreId: own.centreId }),
    work: () => person.get('/api/profile/work-account'),
    'work-link': () => person.post('/api/profile/work-account', {}),
    'work-drop': () => person.post('/api/profile/work-account/removal', {}),
    // Nothing listens there.
    'work-look': () => person.post('/api/work-account/look', { issuer: 'http://127.0.0.1:9' }),
    programs: () => person.get('/api/service-accounts'),
    make: () => person.post('/api/service-accounts', named(own)),
    rename: async () => person.post(await program(own, 'rename'), renamed(own)),
    end: async () => person.post(`${await program(own, 'end')}/end`, {}),
    token: async () => person.post(`${await program(own, 'token')}/tokens`, kept),
    revoke: async () => person.post(await revokeOf(own), {}),
    'their-rename': async () => person.post(await program(other, 'rename'), renamed(own)),
    'their-end': async () => person.post(`${await program(other, 'end')}/end`, {}),
    'their-token': async () => person.post(`${await program(other, 'token')}/tokens`, kept),
    'their-revoke': async () => person.post(await revokeOf(other), {}),
    people: () => person.get('/api/members?search=a'),
    places: () => person.get('/api/member-places'),
    invite: () => person.post('/api/members', { ...wanted(), way: 'printed' }),
    person: () => person.get(member(own)),
    'their-person': () => person.get(member(other)),
    'invite-again': () => person.post(`${member(own)}/invitation`, { way: 'printed' }),
    'their-invite-again': () => person.post(`${member(other)}/invitation`, { way: 'printed' }),
    'invite-back': () => person.post(`${member(own)}/invitation/withdraw`, {}),
    'their-invite-back': () => person.post(`${member(other)}/invitation/withdraw`, {}),
    alter: () => person.post(member(own), altered()),
    'their-alter': () => person.post(member(other), altered()),
    suspend: () => person.post(`${member(own)}/suspend`, { reason: null }),
    'their-suspend': () => person.post(`${member(other)}/suspend`, { reason: null }),
    restore: () => person.post(`${member(own)}/restore`, {}),
    'their-restore': () => person.post(`${member(other)}/restore`, {}),
    'let-go': () => person.post(`${member(own)}/end`, { reason: null }),
    'their-let-go': () => person.post(`${member(other)}/end`, { reason: null }),
    'log-out': () => person.post(`${member(own)}/end-sessions`, {}),
    'their-log-out': () => person.post(`${member(other)}/end-sessions`, {}),
    // There is none to take out.
    paper: () => person.post(`${member(own)}/papers`, { kind: 'pass', paper: null }),
    'their-paper': () => person.post(`${member(other)}/papers`, { kind: 'pass', paper: null }),
    helpable: () => person.get('/api/factor-resets'),
    'reset-ask': () => person.post(`${reset(own)}/ask`, { seen: 'in-person' }),
    'their-reset-ask': () => person.post(`${reset(other)}/ask`, { seen: 'in-person' }),
    'reset-approve': () => person.post(`${reset(own)}/approve`, {}),
    'their-reset-approve': () => person.post(`${reset(other)}/approve`, {}),
    'reset-back': () => person.post(`${reset(own)}/withdraw`, {}),
    'their-reset-back': () => person.post(`${reset(other)}/withdraw`, {}),
    profile: () => person.get('/api/profile'),
    factors: () => person.get('/api/profile/factors'),
    prove: () => person.post('/api/profile/proof', {}),
    password: () => person.post('/api/profile/password', {}),
    'key-options': () => person.post('/api/profile/passkeys/options', {}),
    'add-key': () => person.post('/api/profile/passkeys', { name: 'Sleutel', answer: noPasskey }),
    'name-key': () => person.post(`${somePasskey}/name`, { name: 'Sleutel' }),
    'drop-key': () => person.post(`${somePasskey}/removal`, {}),
    secret: () => person.post('/api/profile/codes/secret', {}),
    codes: () => person.post('/api/profile/codes', { code: '000000' }),
    'drop-codes': () => person.post('/api/profile/codes/removal', {}),
    recovery: () => person.post('/api/profile/recovery-codes', []),
    'end-session': () => person.post(`/api/profile/sessions/${randomUUID()}/end`, {}),
    'end-others': () => person.post('/api/profile/sessions/others/end', {}),
    screen: () => person.post('/api/profile/preferences', {}),
    timers: () => person.get('/api/profile/timers'),
    'add-timer': () => person.post('/api/profile/timers', {}),
    'move-timer': () =>
      person.post(`/api/profile/timers/${randomUUID()}/extension`, { minutes: 1 }),
    'drop-timer': () => person.post(`/api/profile/timers/${randomUUID()}/removal`, {}),
    'recovery-log-in': () => person.post('/api/log-in/recovery-code', {}),
    'their-share': () => person.post(`${alarm(other)}/police-links`, link()),
    'their-viewers': () => person.get(`${alarm(other)}/police-links`),
    'their-file': () => person.get(file(other)),
    'their-fill': () => person.post(file(other), filled),
    'their-let-in': () =>
      person.post(`${file(other)}/circle/add`, { userId: world.officerIds.get(own.centreId) }),
    'their-looked': () => person.get(`${file(other)}/views`),
    'their-versions': () => person.get(`${file(other)}/versions`),
    // Its button has called already.
    raise: () => person.post('/api/alarms', byHand(own)),
    wearers: () => person.get('/api/wearers?search=de'),
    'desk-search': () => person.get('/api/desk-search?search=de'),
    'their-raise': () => person.post('/api/alarms', byHand(other)),
    pdf: () => person.get(`${file(own)}/report.pdf`),
    'their-pdf': () => person.get(`${file(other)}/report.pdf`),
    'their-log': () => person.get(`${alarm(other)}/log`),
    'their-command': () => person.post(`${alarm(other)}/commands`, note()),
    'their-dossier': () => person.get(`${alarm(other)}/dossier`),
    'their-near': () => person.get(`${alarm(other)}/near`),
    'their-earlier': () => person.get(`${alarm(other)}/earlier`),
    'their-listen': () => person.post(`${alarm(other)}/listen-in`, { listener: randomUUID() }),
    'their-ready': () =>
      person.post(`${alarm(other)}/listen-in/prepare`, { listener: randomUUID() }),
    'their-hear': () => person.get(`${alarm(other)}/sound`),
  };
  if (name === 'socket')
    return Desk.open(world.api, person.cookie).then(
      (desk) => {
        desk.close();
        return 'yes';
      },
      () => 'no',
    );
  return String((await asked[name]!()).status);
}
