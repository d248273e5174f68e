// What somebody enters in one process reaches the next press in another, at once and in full: two real programs at one
// database, changed at the one as people do and pressed at the other as a device does. What grows with each change
// is asked in `context-version`; here it is what the alarm says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Municipality } from '@achterwacht/shared/routes/municipalities.ts';
import type { PersonSheet } from '@achterwacht/shared/routes/persons.ts';
import type { PlanView } from '@achterwacht/shared/routes/plans.ts';
import { loggedIn } from '../../testing/instance/accounts.ts';
import { ask, frameOf } from '../../testing/instance/device.ts';
import type { Answer, Person } from '../../testing/instance/person.ts';
import {
  startInstance,
  until,
  type ApiProcess,
  type Button,
  type Instance,
} from '../../testing/instance/test-instance.ts';

let instance: Instance;
let elsewhere: ApiProcess;
let fatima: Person;
let dirk: Person;
let els: Person;
let anna: Person;
let button: Button;
let worn: { holderId: string; municipalityId: string; loanId: string };
let sequence = 0;

beforeAll(async () => {
  instance = await startInstance();
  const here = await instance.startApi();
  elsewhere = await instance.startApi();
  const enter = (role: string, place = here) => loggedIn(instance, place, instance.account(role));
  [fatima, dirk, els] = [
    await enter('oov-officer'),
    await enter('supervisor'),
    await enter('administrator'),
  ];
  anna = await enter('centralist', elsewhere);
  button = await instance.button('231');
  const [loan] = await instance.system.sql<(typeof worn)[]>`
    select id as "loanId", holder_id as "holderId", municipality_id as "municipalityId" from loans
    where button_id = ${button.id} and returned_at is null`;
  worn = loan!;
  // What was pressed before is in nobody's memory as long as it never pressed.
  await press();
});
afterAll(() => instance.end());

test.each<[string, () => Promise<unknown>, (alarm: Alarm) => unknown, unknown]>([
  [
    'the name and telephone of whoever wears it',
    () =>
      write('identity', ({ name: _name }) => ({
        belongsTo: null,
        identity: {
          name: 'Nieuwe Naam',
          function: 'griffier',
          phones: [{ label: null, number: '06 11 22 33 44' }],
        },
      })),
    ({ personal }) => [personal?.holder?.name, personal?.holder?.function, personal?.holder?.phone],
    ['Nieuwe Naam', 'griffier', '06 11 22 33 44'],
  ],
  [
    'a place of his, with its floor',
    () =>
      write('circumstances', (sheet) => ({
        circumstances: {
          description: sheet.description,
          othersAtHome: sheet.othersAtHome,
          threatContext: sheet.threatContext,
          contacts: sheet.contacts,
          consents: sheet.consents,
          reportedIn: sheet.reportedIn,
          places: [
            {
              id: null,
              label: 'Volkstuin',
              address: 'Kwikstaartpad 7',
              floor: 'achter',
              latitude: 52.1245,
              longitude: 4.3311,
            },
          ],
        },
      })),
    ({ personal }) => personal?.place?.possibly,
    expect.objectContaining({ label: 'Volkstuin', address: 'Kwikstaartpad 7', floor: 'achter' }),
  ],
  [
    'the steps of his municipality’s template',
    () => agree(() => worn.municipalityId, { steps: [step('template-step', 'Bel de bode')] }),
    ({ personal }) => Object.values(personal?.stepTexts ?? {}),
    expect.arrayContaining(['Bel de bode']),
  ],
  [
    'the steps and the flags of his own plan',
    () =>
      agree(() => worn.holderId, {
        steps: [step('own-step', 'Hij spreekt zacht')],
        flags: ['children'],
        minimumListeningSeconds: 41,
      }),
    ({ personal, plan }) => [
      Object.values(personal?.stepTexts ?? {}),
      plan.flags.includes('children'),
      plan.minimumListeningSeconds,
    ],
    [expect.arrayContaining(['Bel de bode', 'Hij spreekt zacht']), true, 41],
  ],
  [
    'what is said of this button instead',
    () =>
      agree(() => button.id, {
        steps: [{ ...step('own-step', 'Dit is de knop van de balie'), replaces: true }],
        minimumListeningSeconds: 17,
      }),
    ({ personal, plan }) => [personal?.stepTexts?.['own-step'], plan.minimumListeningSeconds],
    ['Dit is de knop van de balie', 17],
  ],
  [
    'what was agreed with his municipality',
    async () => {
      const path = `/api/municipalities/${worn.municipalityId}`;
      const { version, ...stands } = await done(els.get<Municipality>(path));
      const { code, dayAndNightPhone, office, contract, theme, language } = stands;
      const details = { code, dayAndNightPhone, office, theme, language };
      const agreed = { ...contract, since: '2020-01-01', until: null, closingText: null };
      await done(
        els.post(path, {
          expectedVersion: version,
          details: { ...details, contract: { ...agreed, otherResponder: 'Bewaking Zuid' } },
        }),
      );
    },
    ({ plan }) => plan.otherResponder,
    'Bewaking Zuid',
  ],
  [
    'the centre’s timings',
    async () => {
      type Settings = { settings: { kind: string; version: number; value: object }[] };
      const { settings } = await done(els.get<Settings>('/api/settings?kind=timings'));
      const { version, value } = settings.find(({ kind }) => kind === 'timings')!;
      await done(
        els.post('/api/settings/timings/propose', {
          expectedVersion: version,
          value: { ...value, unclaimedSupervisorSeconds: 33 },
        }),
      );
    },
    ({ plan }) => plan.timings.unclaimedSupervisorSeconds,
    33,
  ],
  [
    'who wears it, and that it was not heard when he got it',
    async () => {
      const path = `/api/buttons/${button.id}`;
      await done(fatima.post(`${path}/loans/${worn.loanId}/return`, {}));
      const other = await done(
        fatima.post<PersonSheet>('/api/persons', {
          municipalityId: worn.municipalityId,
          belongsTo: null,
          identity: { name: 'Volgende Drager', function: 'bode', phones: [] },
        }),
      );
      await done(
        fatima.post(`${path}/lend`, {
          loanId: randomUUID(),
          holderId: other.id,
          reasonCategory: 'event',
          startsAt: null,
          endsAt: null,
          reviewAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
          knownAtHome: 'no',
          withoutSoundTest: 'cannot-wait',
        }),
      );
    },
    ({ personal, button: pressed, plan }) => [
      personal?.holder?.name,
      pressed.soundUntested,
      plan.minimumListeningSeconds,
      Object.values(personal?.stepTexts ?? {}).includes('Hij spreekt zacht'),
    ],
    // The button's own plan stays with it, his does not.
    ['Volgende Drager', true, 17, false],
  ],
])('2.3 6.1 %s', async (_what, change, copied, expected) => {
  const before = copied(await press());
  expect(before).not.toEqual(expected);
  await change();
  expect(copied(await press())).toEqual(expected);
});

async function press(): Promise<Alarm> {
  // How those before were closed is another matter.
  await instance.system.sql`update alarms set open = false where open`;
  sequence += 1;
  const extended = ['X004E19.8660', 'Y52N07.4700'];
  await ask(elsewhere.devicePort, [frameOf(button, { sequence, extended })]);
  const mine = async () => (await anna.board()).alarms.find((one) => one.button.serial === '231');
  await until('its alarm', async () => (await mine()) !== undefined);
  return (await mine())!;
}

async function write(part: string, changed: (sheet: PersonSheet) => object): Promise<void> {
  const path = `/api/persons/${worn.holderId}`;
  const sheet = await done(fatima.post<PersonSheet>(`${path}/open`, { why: 'update' }));
  await done(fatima.post(`${path}/${part}`, { expectedVersion: sheet.version, ...changed(sheet) }));
}

const step = (id: string, text: string) => ({ id, text, kind: 'manual', required: false });

/** An officer proposes it, the supervisor agrees. */
async function agree(of: () => string, said: object): Promise<void> {
  const path = `/api/plans/${of()}`;
  const { version } = await done(fatima.get<PlanView>(path));
  const content = { title: null, flags: [], minimumListeningSeconds: null, steps: [], ...said };
  const asked = { expectedVersion: version, content };
  const proposed = await done(fatima.post<PlanView>(`${path}/propose`, asked));
  await done(dirk.post(`${path}/approve`, { expectedVersion: proposed.version }));
}

async function done<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const { status, body } = await asked;
  expect([status, body]).toEqual([200, expect.anything()]);
  return body;
}
