// One person of whom every fact is a word that stands nowhere else, and all that becomes of him: his sheet, a loan, two
// presses of which one is claimed, handed over, seen by the police and closed, what an officer writes of it, the end of
// the loan, and his request to see what is kept of him. What came out meanwhile is kept as text, by the way it went.
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isMunicipal } from '@achterwacht/shared/member/kinds.ts';
import { noWords } from '@achterwacht/shared/municipality/incident.ts';
import { role as roles, type Role } from '@achterwacht/shared/roles.ts';
import { addAccount, loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import { Person } from '../../testing/instance/person.ts';
import { startInstance, until } from '../../testing/instance/test-instance.ts';
import { openMailServer } from '../../testing/mail-server.ts';
import { openReceiver } from '../../testing/receiver.ts';
import { set, setSms, setWebhooks } from '../../testing/settings.ts';

/** Each as it is typed. Where one is found, that fact came out. */
export const facts = {
  name: 'Jip Wolkenveld',
  function: 'nachtbode',
  phone: '06 38 77 41 93',
  consent: 'kerstkaarten',
  recognise: 'regenlaarzen',
  'others-at-home': 'tweelingzus',
  'place-name': 'Volkstuinhuis',
  address: 'Kwikstaartpad 7',
  floor: 'duivenzolder',
  contact: 'Bartholomea Vos',
  relation: 'peettante',
  'contact-phone': '06 38 77 55 21',
  threat: 'brandbrief',
  'code-word': 'hazelaar',
  'duress-word': 'vuursteen',
  aol: '2026-77310',
  'aol-place': 'Kruithuis',
  'aol-response': 'drie motoren',
  'aol-contact': 'Ottelien',
  'aol-by': 'brigadier Zwaluw',
  instruction: 'zoutmolen',
} as const;
export type Fact = keyof typeof facts;
export const factNames = Object.keys(facts) as Fact[];

/** A telephone number is found without its spaces as well. */
export const found = (text: string): Fact[] => {
  const close = text.replaceAll(' ', '');
  return factNames.filter(
    (fact) =>
      text.includes(facts[fact]) ||
      (fact.endsWith('phone') && close.includes(facts[fact].replaceAll(' ', '').slice(1))),
  );
};

const here = { latitude: 52.12452, longitude: 4.33107 };
const circumstances = {
  description: `man, 44, ${facts.recognise}`,
  othersAtHome: facts['others-at-home'],
  threatContext: `een ${facts.threat} in mei`,
  places: [
    { id: null, label: facts['place-name'], address: facts.address, floor: facts.floor, ...here },
  ],
  contacts: [
    {
      id: null,
      name: facts.contact,
      relation: facts.relation,
      phone: facts['contact-phone'],
      sameAddress: false,
      mayBeInvolved: false,
    },
  ],
  consents: [
    { kind: 'other', givenOn: '2026-01-05', withdrawnOn: null, words: `alleen ${facts.consent}` },
  ],
  reportedIn: {},
};
const agreements = {
  aols: [
    {
      number: facts.aol,
      agreedResponse: facts['aol-response'],
      contact: facts['aol-contact'],
      validUntil: '2099-01-01',
      allowedBy: facts['aol-by'],
      place: { label: facts['aol-place'], ...here },
    },
  ],
  specialInstruction: `bel eerst de ${facts.instruction}`,
};

const device = { serial: 'proef-77', account: 'BB77', key: undefined };
const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

export type Story = Awaited<ReturnType<typeof playStory>>;

export async function playStory() {
  const [sms, webhook, mail] = await Promise.all([
    openReceiver(),
    openReceiver(),
    openMailServer(),
  ]);
  const instance = await startInstance({ timings: { unclaimedSupervisorSeconds: 1 } });
  const redis = new Redis({ path: instance.redis.socketPath });
  const overRedis: string[] = [];
  redis.on('pmessage', (_pattern, channel: string, said: string) => overRedis.push(channel, said));
  await redis.psubscribe('*');
  // A log of the api names no fact of anybody: that is looked at when it ends.
  for (const fact of Object.values(facts)) instance.secrets.add(fact);
  await setWaysOut();
  const api = await instance.startApi();
  const municipalities = await instance.system.sql<{ id: string; name: string }[]>`
    select id, name from municipalities where centre_id = ${instance.centreId}`;
  const municipality = (wanted: string) => municipalities.find(({ name }) => name === wanted)!.id;
  const haarlem = municipality('Haarlem');

  const people = new Map<Role | 'colleague' | 'neighbour' | 'other-holder', Person>();
  for (const role of roles.options) people.set(role, await enter(role));
  people.set('colleague', await enter('oov-officer'));
  people.set('neighbour', await enter('oov-officer', municipality('Zwolle')));
  const who = (name: Parameters<typeof people.get>[0]) => people.get(name)!; // everybody is there
  const [officer, supervisor, centralist] = (
    ['oov-officer', 'supervisor', 'centralist'] as const
  ).map(who) as [Person, Person, Person];

  const personId = await fillIn();
  people.set('other-holder', await enter('holder'));
  const { buttonId, loanId } = await lend();
  const desk = await centralist.desk();
  const alarmId = await press(1);
  await until('its pages', () => sms.received.length > 0 && mail.mails.length > 0);
  const beforeClaim = await seenAtDesk(alarmId);
  await decide(alarmId, { type: 'Claim' });
  const dossier = text(await centralist.get(`/api/alarms/${alarmId}/dossier`));
  await handOver(alarmId);
  const police = await lookAsPolice(alarmId);
  await decide(alarmId, {
    type: 'ReportPoliceStatus',
    status: 'closed',
    statedAt: new Date().toISOString(),
    operator: 'brigadier Oosterhuis',
    reference: 'PL1100-556677',
  });
  await decide(alarmId, {
    type: 'Close',
    outcome: 'unknown',
    needless: false,
    summary: 'politie ter plaatse',
  });
  await until('the file', async () => (await fileIds()).length > 0);
  const [incidentId] = await fileIds();
  await saidOf(
    officer.post(`/api/incidents/${incidentId}`, {
      expectedVersion: 1,
      words: { ...noWords, what: 'geschreeuw aan de balie' },
      status: 'draft',
    }),
  );
  // Also while an alarm is open that nobody claimed nobody else is told more.
  const openAlarmId = await press(2);
  const requestId = await askForAccess();
  desk.close();

  return {
    instance,
    api,
    people,
    ids: {
      personId,
      buttonId,
      loanId,
      alarmId,
      openAlarmId,
      incidentId: incidentId!,
      municipalityId: haarlem,
      requestId,
      memberId: await idOf(who('holder')),
    },
    /** By the way it went, as text. */
    ways: {
      'desk, before the claim': beforeClaim,
      'desk, by its socket, all the time': JSON.stringify(desk.events),
      'desk, the dossier after the claim': dossier,
      'police, by their link': police,
      'system of the control room': JSON.stringify(webhook.received),
      SMS: JSON.stringify(sms.received),
      mail: JSON.stringify(mail.mails),
      'between processes, over Redis': overRedis.join('\n'),
    },
    async end() {
      redis.disconnect();
      await instance.end();
      await Promise.all([sms.close(), webhook.close(), mail.close()]);
    },
  };

  async function setWaysOut(): Promise<void> {
    const parts = { ...instance, clock: { now: () => new Date() } };
    await setSms(parts, sms.url);
    const secret = randomUUID();
    const way = { ...mail.way, from: 'centrale@voorbeeld.test', secretIds: [secret] };
    await set(parts, 'mail', way, { [secret]: mail.password });
    const to = ['+31612345678', 'wacht@voorbeeld.test'];
    await set(parts, 'paging', { supervisor: to, onCall: to });
    await setWebhooks(parts, {
      url: webhook.url.href,
      format: 'json',
      rooms: ['noord-holland'],
      secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
    });
  }

  async function enter(role: Role, municipalityId = haarlem): Promise<Person> {
    const place = { municipalityId: isMunicipal(role) ? municipalityId : null };
    return loggedIn(instance, api, await addAccount(instance, { role, ...place }));
  }

  async function idOf({ cookie }: Person): Promise<string> {
    // As `loggedIn` made it.
    const [token] = decodeURIComponent(cookie.split('=')[1]!).split('.');
    const [row] = await instance.system.sql<{ id: string }[]>`
      select user_id as id from auth.session where token = ${token!}`;
    return row!.id;
  }

  async function fillIn(): Promise<string> {
    type Sheet = { id: string; version: number };
    const identity = {
      name: facts.name,
      function: facts.function,
      phones: [{ label: null, number: facts.phone }],
    };
    let sheet = await saidOf<Sheet>(
      officer.post('/api/persons', { municipalityId: haarlem, belongsTo: null, identity }),
    );
    const accounts = await saidOf<{ accounts: { id: string }[] }>(
      officer.get(`/api/persons/${sheet.id}/accounts`),
    );
    const words = { codeWord: facts['code-word'], duressWord: facts['duress-word'] };
    const accountId = await idOf(who('holder'));
    expect(accounts.accounts.map(({ id }) => id)).toContain(accountId);
    for (const [by, part, body] of [
      [officer, 'circumstances', { circumstances }],
      [officer, 'words', { words }],
      [supervisor, 'agreements', { agreements }],
      [officer, 'account', { accountId }],
    ] as const)
      sheet = await saidOf<Sheet>(
        by.post(`/api/persons/${sheet.id}/${part}`, { expectedVersion: sheet.version, ...body }),
      );
    return sheet.id;
  }

  async function lend() {
    const details = {
      ...device,
      key: undefined,
      protocol: 'dc09',
      model: 'proef',
      municipalityId: haarlem,
      sim: null,
      firmware: null,
      supervisionSeconds: null,
    };
    const { id: buttonId } = await saidOf<{ id: string }>(
      who('administrator').post('/api/buttons', { details }),
    );
    const loanId = randomUUID();
    await saidOf(
      officer.post(`/api/buttons/${buttonId}/lend`, {
        loanId,
        holderId: personId,
        reasonCategory: 'threat',
        startsAt: null,
        endsAt: later(10),
        reviewAt: later(30),
        knownAtHome: 'no',
        withoutSoundTest: 'no-reception',
      }),
    );
    return { buttonId, loanId };
  }

  async function press(sequence: number): Promise<string> {
    const extended = ['X004E19.8642', 'Y52N07.4711'];
    await ask(api.devicePort, [frameOf(device, { sequence, extended })]);
    const mine = async () =>
      (await centralist.board()).alarms.find(
        ({ button, closed }) => button.serial === device.serial && closed === null,
      );
    await until('the alarm', async () => (await mine()) !== undefined);
    return (await mine())!.id;
  }

  async function decide(alarmId: string, asked: Unversioned<PersonCommand>): Promise<void> {
    // Paging counts as well, and comes when it comes.
    for (let times = 0; ; times += 1) {
      const { version } = await alarmOf(alarmId);
      const command = { ...asked, expectedVersion: version } as PersonCommand;
      const { status, body } = await centralist.command(alarmId, command);
      if (status === 409 && times < 5) continue;
      expect([asked.type, status, body]).toEqual([asked.type, 200, expect.anything()]);
      return;
    }
  }

  async function alarmOf(alarmId: string): Promise<Alarm> {
    return (await centralist.board()).alarms.find(({ id }) => id === alarmId)!; // it was there a moment ago
  }

  async function seenAtDesk(alarmId: string): Promise<string> {
    return [
      JSON.stringify(await centralist.board()),
      text(await centralist.get(`/api/alarms/${alarmId}/log`)),
      text(await centralist.get(`/api/alarms/${alarmId}/dossier`)),
      JSON.stringify(desk.events),
    ].join('\n');
  }

  async function handOver(alarmId: string): Promise<void> {
    await decide(alarmId, { type: 'JudgeUnverifiable', note: 'alleen ruis' });
    await decide(alarmId, {
      type: 'SendHandover',
      class: 'assistance',
      overrideReason: null,
      channel: 'telephone',
      route: { regionCode: 'noord-holland', which: 'first' },
      withData: true,
    });
    await until('the webhook', () => webhook.received.length > 0);
  }

  async function lookAsPolice(alarmId: string): Promise<string> {
    const wanted = { commandId: randomUUID(), linkId: randomUUID() };
    const { url, pin } = await saidOf<{ url: string; pin: string }>(
      centralist.post(`/api/alarms/${alarmId}/police-links`, wanted),
    );
    const unit = new Person(api);
    const secret = new URL(url).hash.slice(1);
    await saidOf(unit.post('/api/police/session', { secret, pin, name: 'HA 31-02' }));
    return text(await unit.get('/api/police/view'));
  }

  async function fileIds(): Promise<string[]> {
    const rows = await instance.system.sql<{ id: string }[]>`
      select id from incidents where alarm_id = ${alarmId}`;
    return rows.map(({ id }) => id);
  }

  async function askForAccess(): Promise<string> {
    const id = randomUUID();
    const asked = { type: 'holder', id: personId };
    const request = { id, kind: 'access', about: asked, receivedAt: new Date().toISOString() };
    const words = { from: 'per brief', question: 'Wat staat er over mij?' };
    await saidOf(supervisor.post('/api/privacy-requests', { ...request, ...words }));
    for (const act of [{ type: 'CheckIdentity', how: 'seen-in-person' }, { type: 'TakeOn' }])
      await saidOf(supervisor.post(`/api/privacy-requests/${id}`, act));
    return id;
  }
}

type Unversioned<C> = C extends PersonCommand ? Omit<C, 'expectedVersion'> : never;

export const text = ({ body }: { body: unknown }): string =>
  typeof body === 'string' ? body : JSON.stringify(body);

async function saidOf<Answer>(asked: Promise<{ status: number; body: unknown }>): Promise<Answer> {
  const { status, body } = await asked;
  expect([status, body]).toEqual([200, expect.anything()]);
  return body as Answer;
}
