// What `init` says, in the one language that somebody chose: its questions, what is wrong, and what comes next.
import type { Asked } from './said.ts';

export type Language = 'nl' | 'en';

type Question = { asks: string; example: string };

type Words = {
  begin: string;
  questions: Record<Asked, Question>;
  /** Of a region that a municipality named. */
  numberOf: (room: string) => string;
  secondNumberOf: (room: string) => string;
  whichRoom: string;
  /** Where another number was typed. */
  oneOf: (rooms: number) => string;
  /** Where Enter alone was pressed. */
  neededHere: string;
  /** Of an example, so that nobody takes it for what Enter stands for. */
  such: (example: string) => string;
  optional: string;
  missing: Record<Asked, string>;
  noPhone: (said: string) => string;
  noMail: (said: string) => string;
  notListed: (said: string) => string;
  noRegion: (said: string, regions: string) => string;
  isLastRoute: string;
  noAgreedNumber: (said: string) => string;
  regionTwice: (region: string) => string;
  numberTwice: (said: string) => string;
  tooLong: (most: number) => string;
  noFile: (file: string) => string;
  wrong: string;
  stopped: string;
  alreadyThere: string;
  done: (of: {
    centre: string;
    name: string;
    email: string;
    link: string;
    until: string;
    keysFolder: string;
  }) => string;
};

export const inWords: Record<Language, Words> = {
  nl: {
    begin:
      'Een nieuwe alarmcentrale, in enkele vragen. Er wordt niets opgeslagen voordat alles klopt (Ctrl-C: stoppen).',
    questions: {
      centre: { asks: 'Naam van de alarmcentrale', example: 'Alarmcentrale Noord' },
      phone: {
        asks: 'Nummer waarop politie en gemeenten de centrale bereiken',
        example: '088 123 45 67',
      },
      municipality: { asks: 'Eerste gemeente', example: 'Haarlem' },
      'control-room': { asks: 'Meldkamer', example: '088 662 09 11' },
      name: { asks: 'Naam van de eerste beheerder', example: 'Els Bakker' },
      email: { asks: 'Mailadres van de eerste beheerder', example: 'els@alarmcentrale.nl' },
    },
    numberOf: (room) => `Nummer van meldkamer ${room}, zoals u het met de politie afsprak`,
    secondNumberOf: (room) => `Tweede nummer van meldkamer ${room}`,
    whichRoom: 'Welke meldkamer? Typ het nummer ervoor',
    oneOf: (rooms) => `Typ een nummer van 1 tot en met ${rooms}.`,
    neededHere: 'Dit is nodig: zonder kan de centrale niet beginnen.',
    such: (example) => `bijvoorbeeld ${example}`,
    optional: 'Enter: nu niet, later op een pagina',
    missing: {
      centre: '--centre NAAM: de naam van de alarmcentrale ontbreekt.',
      phone: '--phone NUMMER: het nummer waarop de centrale bereikbaar is ontbreekt.',
      municipality: '',
      'control-room':
        '--control-room REGIO=NUMMER: van ten minste één meldkamer het nummer; regio zoals noord-holland.',
      name: '--name NAAM: de naam van de eerste beheerder ontbreekt.',
      email: '--email ADRES: het mailadres van de eerste beheerder ontbreekt.',
    },
    noPhone: (said) => `“${said}” is geen telefoonnummer. Schrijf bijvoorbeeld 088 123 45 67.`,
    noMail: (said) => `“${said}” is geen mailadres.`,
    notListed: (said) =>
      `De lijst van gemeenten heeft geen “${said}”. Schrijf de naam precies, of met de provincie erachter: Bergen (Limburg).`,
    noRegion: (said, regions) => `“${said}” is geen meldkamer. Kies uit: ${regions}.`,
    isLastRoute:
      '112 is altijd het laatste nummer; vul het nummer in dat u met de meldkamer afsprak.',
    noAgreedNumber: (said) =>
      `“${said}” komt ergens anders uit of kost geld per minuut; vul het nummer in dat u met de meldkamer afsprak.`,
    regionTwice: (region) =>
      `${region} staat er twee keer; schrijf het tweede nummer achter een komma.`,
    numberTwice: (said) => `“${said}” staat er twee keer; elk nummer is er één keer.`,
    tooLong: (most) => `Dit is te lang, of meer dan één regel: hooguit ${most} tekens.`,
    noFile: (file) => `${file} is niet te lezen als JSON met de antwoorden.`,
    wrong: 'Er is niets opgeslagen. Dit ontbreekt of klopt niet:',
    stopped: 'Gestopt; er is niets opgeslagen.',
    alreadyThere: 'Hier staat al een alarmcentrale; er is niets gewijzigd.',
    done: ({ centre, name, email, link, until, keysFolder }) => `${centre} is klaar.

Uitnodiging voor ${name} <${email}>, eenmalig en tot ${until}:
  ${link}

Bewaar een kopie van de map met sleutels apart van de database, want zonder die map opent niets
persoonlijks en geen opname meer:
  ${keysFolder}

Hierna:
  1. ./achterwacht serve
  2. Open de link als beheerder en kies een wachtwoord en een tweede stap.
  3. Nodig onder Beheer, Mensen twee centralisten, een supervisor en een medewerker van de gemeente uit.`,
  },
  en: {
    begin:
      'A new alarm centre, in a few questions. Nothing is stored before all of it is right (Ctrl-C: stop).',
    questions: {
      centre: { asks: 'Name of the alarm centre', example: 'Alarmcentrale Noord' },
      phone: {
        asks: 'Number on which police and municipalities reach the centre',
        example: '088 123 45 67',
      },
      municipality: { asks: 'First municipality', example: 'Haarlem' },
      'control-room': { asks: 'Control room', example: '088 662 09 11' },
      name: { asks: 'Name of the first administrator', example: 'Els Bakker' },
      email: { asks: 'Mail address of the first administrator', example: 'els@alarmcentrale.nl' },
    },
    numberOf: (room) => `Number of control room ${room}, as you agreed it with the police`,
    secondNumberOf: (room) => `Second number of control room ${room}`,
    whichRoom: 'Which control room? Type the number before it',
    oneOf: (rooms) => `Type a number from 1 to ${rooms}.`,
    neededHere: 'This is needed: without it the centre cannot begin.',
    such: (example) => `such as ${example}`,
    optional: 'Enter: not now, later on a page',
    missing: {
      centre: '--centre NAME: the name of the alarm centre is missing.',
      phone: '--phone NUMBER: the number on which the centre can be reached is missing.',
      municipality: '',
      'control-room':
        '--control-room REGION=NUMBER: of one control room at least its number; a region like noord-holland.',
      name: '--name NAME: the name of the first administrator is missing.',
      email: '--email ADDRESS: the mail address of the first administrator is missing.',
    },
    noPhone: (said) => `“${said}” is no telephone number. Write for example 088 123 45 67.`,
    noMail: (said) => `“${said}” is no mail address.`,
    notListed: (said) =>
      `The list of municipalities has no “${said}”. Write its name exactly, or with its province: Bergen (Limburg).`,
    noRegion: (said, regions) => `“${said}” is no control room. Choose from: ${regions}.`,
    isLastRoute:
      '112 is always the last number; enter the one that you agreed with the control room.',
    noAgreedNumber: (said) =>
      `“${said}” rings somewhere else or is paid by the minute; enter the one that you agreed with the control room.`,
    regionTwice: (region) => `${region} is there twice; write the second number after a comma.`,
    numberTwice: (said) => `“${said}” is there twice; each number is there once.`,
    tooLong: (most) => `This is too long, or more than one line: ${most} characters at most.`,
    noFile: (file) => `${file} cannot be read as JSON with the answers.`,
    wrong: 'Nothing was stored. This is missing or wrong:',
    stopped: 'Stopped; nothing was stored.',
    alreadyThere: 'There is an alarm centre here already; nothing was changed.',
    done: ({ centre, name, email, link, until, keysFolder }) => `${centre} is ready.

Invitation for ${name} <${email}>, once and until ${until}:
  ${link}

Keep a copy of the folder with keys apart from the database, for without that folder nothing
personal and no recording opens any more:
  ${keysFolder}

Next:
  1. ./achterwacht serve
  2. Open the link as the administrator and choose a password and a second factor.
  3. Invite two centralists, a supervisor and an officer of the municipality under Beheer, Mensen.`,
  },
};
