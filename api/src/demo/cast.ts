// The demo's cast: a centre, three municipalities, twelve people with a button and one without, all invented.
// Addresses are real public buildings and streets, so that the map makes sense.
import type { Outcome } from '@achterwacht/shared/alarm/outcome.ts';
import type { PlanFlag, WrittenStep } from '@achterwacht/shared/alarm/plan/state.ts';
import type { ReasonCategory } from '@achterwacht/shared/alarm/state.ts';
import { controlRoomCode, type ControlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import type { ControlRoomLine } from '@achterwacht/shared/police/route.ts';
import type { Role } from '@achterwacht/shared/roles.ts';

export const centre = {
  name: 'Alarmcentrale Noord',
  phone: '088 123 45 67',
  // Invented like the lines below: not the number for what is not urgent, which nobody calls with an alarm.
  policePhone: '088 000 09 01',
  controlRoomLines: controlRoomCode.options.flatMap((regionCode, index) =>
    linesOf(regionCode, index),
  ),
};

/** Invented, in a range that nobody has: a demo that dials reaches nobody. */
function linesOf(regionCode: ControlRoomCode, index: number): ControlRoomLine[] {
  const phone = (last: number) => `088 000 ${String(index + 10)} ${String(last).padStart(2, '0')}`;
  const tested = (day: number) => `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`;
  const line = { regionCode, discipline: 'police' } as const;
  return [
    { ...line, which: 'first', phone: phone(1), lastTestedAt: tested(2 + index) },
    { ...line, which: 'second', phone: phone(2), lastTestedAt: tested(1) },
    {
      regionCode,
      discipline: 'ambulance',
      which: 'first',
      phone: phone(3),
      lastTestedAt: tested(2),
    },
  ];
}

export const municipalities = ['Haarlem', 'Zwolle', 'Maastricht'] as const;
export type MunicipalityName = (typeof municipalities)[number];

export const staff: {
  name: string;
  email: string;
  role: Role;
  municipality?: MunicipalityName;
}[] = [
  { name: 'Anna de Wit', email: 'anna@noord.demo', role: 'centralist' },
  { name: 'Bram Jansen', email: 'bram@noord.demo', role: 'centralist' },
  { name: 'Chantal Visser', email: 'chantal@noord.demo', role: 'centralist' },
  { name: 'Dirk Mulder', email: 'dirk@noord.demo', role: 'supervisor' },
  { name: 'Els Bakker', email: 'els@noord.demo', role: 'administrator' },
  {
    name: 'Fatima el Amrani',
    email: 'oov@haarlem.demo',
    role: 'oov-officer',
    municipality: 'Haarlem',
  },
  { name: 'Gert Hofstra', email: 'oov@zwolle.demo', role: 'oov-officer', municipality: 'Zwolle' },
  {
    name: 'Hanneke Smeets',
    email: 'oov@maastricht.demo',
    role: 'oov-officer',
    municipality: 'Maastricht',
  },
];

export type DemoPlace = {
  label: string;
  address: string;
  floor: string | null;
  latitude: number;
  longitude: number;
};

export type DemoHolder = {
  /** Null: registered, and without a button now. */
  serial: string | null;
  municipality: MunicipalityName;
  name: string;
  function: string;
  phone: string;
  description: string;
  threatContext: string | null;
  specialInstruction?: string;
  codeWord: string | null;
  duressWord: string | null;
  /** About his home; `validDays` from the day the demo is made, so that one is valid and one is not. */
  aol?: { number: string; agreedResponse: string; contact: string; validDays: number };
  reason: ReasonCategory;
  flags: PlanFlag[];
  reportedIn?: Partial<Record<PlanFlag, number>>;
  fixed: boolean;
  places: DemoPlace[];
  contacts: { name: string; relation: string; phone: string; mayBeInvolved: boolean }[];
};

const town = (municipality: MunicipalityName): DemoPlace =>
  ({
    Haarlem: {
      label: 'Stadhuis',
      address: 'Grote Markt 2, 2011 RD Haarlem',
      floor: '2e etage',
      latitude: 52.38129,
      longitude: 4.63634,
    },
    Zwolle: {
      label: 'Stadhuis',
      address: 'Grote Kerkplein 15, 8011 PK Zwolle',
      floor: 'kamer 1.12',
      latitude: 52.51243,
      longitude: 6.09184,
    },
    Maastricht: {
      label: 'Stadhuis',
      address: 'Markt 78, 6211 CL Maastricht',
      floor: '1e etage',
      latitude: 50.85148,
      longitude: 5.69112,
    },
  })[municipality];

const piket = (municipality: MunicipalityName) => ({
  name: `OOV-piket ${municipality}`,
  relation: 'OOV-piket',
  phone: { Haarlem: '023 511 50 01', Zwolle: '038 498 90 01', Maastricht: '043 350 40 01' }[
    municipality
  ],
  mayBeInvolved: false,
});

type Sketch = Omit<DemoHolder, 'places' | 'contacts'> & {
  home: DemoPlace;
  partner?: { name: string; phone: string };
};

const sketches: Sketch[] = [
  {
    serial: '231',
    municipality: 'Haarlem',
    name: 'Joke van Dam',
    function: 'wethouder',
    phone: '06 21 00 02 31',
    description: 'vrouw, 54, grijs kort haar, donkerblauwe jas',
    threatContext: 'Bedreigd om de sluiting van een horecapand; een bezoeker kent haar woonadres.',
    codeWord: 'blauwe fiets',
    duressWord: 'rode fiets',
    reason: 'threat',
    flags: ['no-call', 'weapon-reported'],
    reportedIn: { 'weapon-reported': 2025 },
    fixed: false,
    home: {
      label: 'Thuis',
      address: 'Kleverparkweg 40, 2023 CG Haarlem',
      floor: null,
      latitude: 52.39283,
      longitude: 4.63563,
    },
    partner: { name: 'Peter van Dam', phone: '06 21 00 12 31' },
  },
  {
    serial: '232',
    municipality: 'Haarlem',
    name: 'Marten Koopmans',
    function: 'burgemeester',
    phone: '06 21 00 02 32',
    description: 'man, 61, kaal, bril',
    threatContext: null,
    codeWord: 'zeewind',
    duressWord: 'oostenwind',
    reason: 'office',
    flags: ['no-call'],
    fixed: true,
    home: {
      label: 'Thuis',
      address: 'Wagenweg 112, 2012 NH Haarlem',
      floor: null,
      latitude: 52.37224,
      longitude: 4.6271,
    },
    partner: { name: 'Ineke Koopmans', phone: '06 21 00 12 32' },
  },
  {
    serial: '233',
    municipality: 'Haarlem',
    name: 'Samira Bouzid',
    function: 'consulent schuldhulp',
    phone: '06 21 00 02 33',
    description: 'vrouw, 33, lang zwart haar',
    threatContext: 'Huisbezoeken in de avond.',
    codeWord: null,
    duressWord: null,
    reason: 'home-visits',
    flags: ['no-call', 'children'],
    fixed: false,
    home: {
      label: 'Thuis',
      address: 'Amerikaweg 12, 2035 RA Haarlem',
      floor: '3e etage',
      latitude: 52.35622,
      longitude: 4.64857,
    },
  },
  {
    serial: '234',
    municipality: 'Haarlem',
    name: 'Thijs Groen',
    function: 'toezichthouder',
    phone: '06 21 00 02 34',
    description: 'man, 28, baard, uniform handhaving',
    threatContext: null,
    codeWord: 'paraplu',
    duressWord: 'regenjas',
    reason: 'night-work',
    flags: ['no-call'],
    fixed: false,
    home: {
      label: 'Post Station',
      address: 'Stationsplein 1, 2011 LR Haarlem',
      floor: null,
      latitude: 52.38755,
      longitude: 4.63829,
    },
  },
  {
    serial: null,
    municipality: 'Haarlem',
    name: 'Olga Meijer',
    function: 'raadslid',
    phone: '06 21 00 02 35',
    description: 'vrouw, 39, lang rood haar',
    threatContext: null,
    codeWord: 'lantaarn',
    duressWord: 'kaarslicht',
    reason: 'other',
    flags: ['no-call'],
    fixed: false,
    home: {
      label: 'Thuis',
      address: 'Schotersingel 20, 2021 GE Haarlem',
      floor: null,
      latitude: 52.3902,
      longitude: 4.6342,
    },
    partner: { name: 'Teun Meijer', phone: '06 21 00 12 35' },
  },
  {
    serial: '241',
    municipality: 'Zwolle',
    name: 'Wim Hoekstra',
    function: 'burgemeester',
    phone: '06 38 00 02 41',
    description: 'man, 58, grijs haar, lang',
    threatContext: 'Brieven met dreiging sinds het besluit over de opvang.',
    specialInstruction: 'bel bij twijfel eerst de OOV-piket',
    codeWord: 'appeltaart',
    duressWord: 'perentaart',
    aol: {
      number: '2026-0417',
      agreedResponse: 'twee eenheden, achterom',
      contact: 'wijkagent Assendorp',
      validDays: 200,
    },
    reason: 'threat',
    flags: ['no-call', 'aol'],
    fixed: true,
    home: {
      label: 'Thuis',
      address: 'Veerallee 30, 8019 AA Zwolle',
      floor: null,
      latitude: 52.50862,
      longitude: 6.0812,
    },
    partner: { name: 'Ria Hoekstra', phone: '06 38 00 12 41' },
  },
  {
    serial: '242',
    municipality: 'Zwolle',
    name: 'Noor Aydin',
    function: 'wethouder',
    phone: '06 38 00 02 42',
    description: 'vrouw, 41, hoofddoek, rode bril',
    threatContext: 'Online bedreigingen, aangifte gedaan.',
    codeWord: 'koffiemolen',
    duressWord: 'theepot',
    reason: 'threat',
    flags: ['no-call', 'children'],
    fixed: false,
    home: {
      label: 'Thuis',
      address: 'Hanekamp 8, 8031 CZ Zwolle',
      floor: null,
      latitude: 52.52663,
      longitude: 6.10831,
    },
    partner: { name: 'Emre Aydin', phone: '06 38 00 12 42' },
  },
  {
    serial: '243',
    municipality: 'Zwolle',
    name: 'Kees Prins',
    function: 'parkeercontroleur',
    phone: '06 38 00 02 43',
    description: 'man, 47, stevig, pet',
    threatContext: null,
    codeWord: null,
    duressWord: null,
    reason: 'night-work',
    flags: ['no-call'],
    fixed: false,
    home: {
      label: 'Post Centrum',
      address: 'Nieuwe Markt 1, 8011 PC Zwolle',
      floor: null,
      latitude: 52.51068,
      longitude: 6.09331,
    },
  },
  {
    serial: '244',
    municipality: 'Zwolle',
    name: 'Lotte Brandsma',
    function: 'griffier',
    phone: '06 38 00 02 44',
    description: 'vrouw, 36, blond, fiets',
    threatContext: null,
    codeWord: 'zonnebloem',
    duressWord: 'distel',
    reason: 'event',
    flags: ['no-call'],
    fixed: false,
    home: {
      label: 'Thuis',
      address: 'Assendorperstraat 60, 8012 DM Zwolle',
      floor: null,
      latitude: 52.50436,
      longitude: 6.10283,
    },
  },
  {
    serial: '251',
    municipality: 'Maastricht',
    name: 'Paul Lemmens',
    function: 'burgemeester',
    phone: '06 43 00 02 51',
    description: 'man, 55, krullend haar',
    threatContext: null,
    codeWord: 'carillon',
    duressWord: 'trommel',
    reason: 'office',
    flags: ['no-call'],
    fixed: true,
    home: {
      label: 'Thuis',
      address: 'Sint Annalaan 21, 6214 AA Maastricht',
      floor: null,
      latitude: 50.84694,
      longitude: 5.67391,
    },
    partner: { name: 'Marie Lemmens', phone: '06 43 00 12 51' },
  },
  {
    serial: '252',
    municipality: 'Maastricht',
    name: 'Yvonne Claessens',
    function: 'wethouder',
    phone: '06 43 00 02 52',
    description: 'vrouw, 49, kort rood haar',
    threatContext: 'Stalking door een inwoner met een gebiedsverbod.',
    codeWord: 'marmer',
    duressWord: 'graniet',
    aol: {
      number: '2025-0093',
      agreedResponse: 'directe surveillance',
      contact: 'wijkagent Scharn',
      validDays: -26,
    },
    reason: 'threat',
    flags: ['no-call', 'weapon-reported'],
    reportedIn: { 'weapon-reported': 2025 },
    fixed: false,
    home: {
      label: 'Thuis',
      address: 'Bergerstraat 60, 6226 BG Maastricht',
      floor: 'appartement 12',
      latitude: 50.84961,
      longitude: 5.72138,
    },
  },
  {
    serial: '253',
    municipality: 'Maastricht',
    name: 'Rachid Haddou',
    function: 'jongerenwerker',
    phone: '06 43 00 02 53',
    description: 'man, 31, trainingspak, sporttas',
    threatContext: null,
    codeWord: 'doelpunt',
    duressWord: 'buitenspel',
    reason: 'night-work',
    flags: ['no-call'],
    fixed: false,
    home: {
      label: 'Buurthuis',
      address: 'Malbergsingel 70, 6218 AV Maastricht',
      floor: null,
      latitude: 50.8579,
      longitude: 5.65832,
    },
  },
  {
    serial: '254',
    municipality: 'Maastricht',
    name: 'Simone Janssen',
    function: 'medewerker burgerzaken',
    phone: '06 43 00 02 54',
    description: 'vrouw, 45, suikerpatiënt, draagt pomp',
    threatContext: null,
    codeWord: null,
    duressWord: null,
    reason: 'other',
    flags: ['no-call', 'medical-need'],
    fixed: false,
    home: {
      label: 'Loket',
      address: 'Mosae Forum 10, 6211 DW Maastricht',
      floor: 'begane grond',
      latitude: 50.85077,
      longitude: 5.69303,
    },
  },
];

export const cast: DemoHolder[] = sketches.map(({ home, partner, ...holder }) => ({
  ...holder,
  places: [home, town(holder.municipality)],
  contacts: [
    piket(holder.municipality),
    {
      name: `Secretariaat ${holder.municipality}`,
      relation: 'secretariaat',
      phone: piket(holder.municipality).phone.replace(/01$/, '20'),
      mayBeInvolved: false,
    },
    ...(partner ? [{ ...partner, relation: 'partner', mayBeInvolved: true }] : []),
  ],
}));

const somebodyNeededHelp: Outcome[] = ['real-incident', 'threat', 'medical'];
const nobodyNeededHelp: Outcome[] = ['false-accident', 'false-technical', 'unannounced-test'];

/** `piketId`: the contact who is never where it happens. */
export function planSteps(
  { codeWord, function: work, specialInstruction }: DemoHolder,
  piketId: string,
): WrittenStep[] {
  return [
    { id: 'listen', text: 'Luister mee en noteer wat u hoort, met tijd', required: false },
    {
      id: 'piket',
      kind: 'call',
      contactId: piketId,
      text: `Bel de OOV-piket: waar is de ${work} nu, en met wie?`,
      required: true,
      // Where the piket is asked for even when in doubt, it hears of a harmless press as well.
      requiredFor: [...somebodyNeededHelp, ...(specialInstruction ? nobodyNeededHelp : [])],
    },
    ...(codeWord === null
      ? []
      : [
          {
            id: 'word',
            kind: 'word' as const,
            text: 'Ziet of spreekt iemand de drager: vraag het codewoord',
            required: false,
          },
        ]),
    {
      id: 'again',
      kind: 'wait',
      waitSeconds: 120,
      text: 'Wacht twee minuten en bel wie niet opnam opnieuw',
      required: false,
    },
    {
      id: 'after',
      text: 'Leg vast wie opvang nodig heeft, en zeg het de OOV-piket',
      required: true,
      requiredFor: somebodyNeededHelp,
    },
  ];
}
