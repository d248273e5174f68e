// One table: which person may do what while the alarm is in which state, and the sentence when not.
// The server decides with it, the desk disables the same button with the same reason.
import type { Person } from '../actor.ts';
import type { Role } from '../roles.ts';
import type { PersonCommand } from './commands.ts';
import { isTold, isWaiting, listenerOf, ownerOf, type Alarm } from './state.ts';

/** A named "no". The code is part of the API; its sentence stands in messages/nl.json and en.json. */
export type RefusalCode =
  | 'al-aangenomen'
  | 'al-van-u'
  | 'niet-van-u'
  | 'gesloten'
  | 'niet-gesloten'
  | 'niet-geparkeerd'
  | 'spoed-niet-parkeren'
  | 'einde-in-verleden'
  | 'geen-eigenaar'
  | 'tussentijds-gewijzigd'
  | 'verificatie-ontbreekt'
  | 'verificatie-niet-nodig'
  | 'doormelding-ontbreekt'
  | 'tweede-persoon-nodig'
  | 'minimale-luistertijd'
  | 'geen-codewoord'
  | 'uitkomst-past-niet'
  | 'toelichting-ontbreekt'
  | 'knop-heeft-alarm'
  | 'alarm-onleesbaar'
  | 'codewoord-afgesproken'
  | 'knop-zonder-geluid'
  | 'luistert-niet'
  | 'geen-opname'
  | 'opname-gewist'
  | 'opname-vastgehouden'
  | 'opname-niet-vastgehouden'
  | 'moment-buiten-opname'
  | 'afspeelreden-ontbreekt'
  | 'al-doorgemeld'
  | 'al-bevestigd'
  | 'nog-niet-doorgemeld'
  | 'test-niet-doormelden'
  | 'niet-geverifieerd'
  | 'niet-onverifieerbaar'
  | 'moment-klopt-niet'
  | 'link-onbekend'
  | 'oefening-niet-naar-buiten'
  | 'beller-bezet'
  | 'geen-beller'
  | 'niet-beller'
  | 'niet-bellen'
  | 'contact-onbekend'
  | 'codewoord-niet-gehoord'
  | 'dwangwoord-gehoord'
  | 'stap-onbekend'
  | 'stap-verplicht'
  | 'stap-wacht-nog'
  | 'niet-gevonden-wachten'
  | 'politie-nog-bezig'
  | 'rol-mag-niet';

export type Refusal = {
  code: RefusalCode;
  /** What the sentence needs: who owns it, how many seconds are missing, and so on. */
  details: Record<string, string | number>;
};

export function refusal(code: RefusalCode, details: Refusal['details'] = {}): Refusal {
  return { code, details };
}

type Rule = { roles: readonly Role[]; when: (alarm: Alarm, person: Person) => Refusal | null };

const staff = ['centralist', 'supervisor'] as const;

const isOwner = (alarm: Alarm, person: Person) => ownerOf(alarm)?.id === person.id;

function notOwner(alarm: Alarm, person: Person): Refusal | null {
  if (isOwner(alarm, person)) return null;
  const owner = ownerOf(alarm);
  return owner ? refusal('niet-van-u', { owner: owner.name }) : refusal('geen-eigenaar');
}

const open =
  (rule: Rule['when']): Rule['when'] =>
  (alarm, person) =>
    alarm.closed ? refusal('gesloten') : rule(alarm, person);

/** Sound that is kept somewhere: what playback, a marker and holding are about. */
function noRecording({ sound }: Alarm): Refusal | null {
  if (sound.recordings.length === 0) return refusal('geen-opname');
  return sound.recordings.every(({ erasedAt }) => erasedAt) ? refusal('opname-gewist') : null;
}

const listens = open((alarm, person) =>
  listenerOf(alarm, person) ? null : refusal('luistert-niet'),
);

/** Both on the alarm act for it; a supervisor steps in where it is needed. */
function notAtWork(alarm: Alarm, person: Person): Refusal | null {
  if (person.role === 'supervisor' || alarm.caller?.id === person.id) return null;
  return notOwner(alarm, person);
}

const withPolice = open((alarm, person) =>
  isTold(alarm) ? notAtWork(alarm, person) : refusal('nog-niet-doorgemeld'),
);

/** A test never leaves the building; a drill goes to the practice line. */
const handingOver = open((alarm, person) =>
  alarm.mode === 'test' || alarm.mode === 'synthetic'
    ? refusal('test-niet-doormelden')
    : notAtWork(alarm, person),
);

export const actions = {
  Claim: {
    roles: staff,
    when: open((alarm, person) => {
      if (isOwner(alarm, person)) return refusal('al-van-u');
      const owner = ownerOf(alarm);
      return owner && alarm.ownership.status === 'owned'
        ? refusal('al-aangenomen', { owner: owner.name, at: alarm.ownership.since })
        : null;
    }),
  },
  Release: { roles: staff, when: open(notOwner) },
  TakeOver: {
    roles: staff,
    when: open((alarm, person) =>
      isOwner(alarm, person)
        ? refusal('al-van-u')
        : ownerOf(alarm) || alarm.ownership.status === 'parked'
          ? null
          : refusal('geen-eigenaar'),
    ),
  },
  Park: {
    roles: staff,
    when: open((alarm, person) =>
      alarm.priority === 'urgent' ? refusal('spoed-niet-parkeren') : notOwner(alarm, person),
    ),
  },
  Unpark: {
    roles: staff,
    when: open((alarm) =>
      alarm.ownership.status === 'parked' ? null : refusal('niet-geparkeerd'),
    ),
  },
  // A colleague's eyes are welcome: every member of the centre's staff may write, also afterwards.
  AddNote: { roles: staff, when: () => null },
  Verify: { roles: staff, when: open(notOwner) },
  JudgeUnverifiable: { roles: staff, when: open(notOwner) },
  ProposeFalse: {
    roles: staff,
    when: open((alarm, person) => {
      if (alarm.kind !== 'duress' && alarm.kind !== 'missed-check')
        return refusal('verificatie-niet-nodig');
      return notOwner(alarm, person);
    }),
  },
  Unverify: {
    roles: staff,
    when: open((alarm, person) =>
      alarm.verification.status === 'open'
        ? refusal('verificatie-ontbreekt')
        : notOwner(alarm, person),
    ),
  },
  Close: {
    roles: staff,
    when: open((alarm, person) =>
      // Confirming a colleague's *loos*, or that nobody was found, is done by somebody else than its owner.
      alarm.verification.status === 'false-pending' || alarm.closingProposed
        ? null
        : notOwner(alarm, person),
    ),
  },
  Reopen: {
    roles: ['supervisor'],
    when: (alarm) => (alarm.closed ? null : refusal('niet-gesloten')),
  },
  // Raw sound is for staff, once somebody answers for the alarm; whoever joins him is seen by him.
  StartListening: {
    roles: staff,
    when: open((alarm) => {
      if (!alarm.button.sound) return refusal('knop-zonder-geluid');
      return alarm.times.claimed ? null : refusal('geen-eigenaar');
    }),
  },
  StopListening: { roles: staff, when: listens },
  ReportHearing: { roles: staff, when: listens },
  ReportAudible: { roles: staff, when: listens },
  AddMarker: { roles: staff, when: noRecording },
  // While it is open whoever listens may also listen back; afterwards it takes a reason.
  RequestPlayback: {
    roles: staff,
    when: (alarm) => (alarm.closed ? noRecording(alarm) : refusal('niet-gesloten')),
  },
  HoldRecording: {
    roles: ['supervisor'],
    when: (alarm) =>
      noRecording(alarm) ??
      (alarm.sound.held ? refusal('opname-vastgehouden', { by: alarm.sound.held.by.name }) : null),
  },
  ReleaseRecording: {
    roles: ['supervisor'],
    when: (alarm) => (alarm.sound.held ? null : refusal('opname-niet-vastgehouden')),
  },
  StartHandover: { roles: staff, when: handingOver },
  SendHandover: { roles: staff, when: handingOver },
  ConfirmHandover: { roles: staff, when: handingOver },
  EnterSituation: { roles: staff, when: open(notAtWork) },
  EndPoliceCall: { roles: staff, when: handingOver },
  // Never by itself and never by one who listens alone: whoever answers for the shift says why not.
  DeclineHandover: {
    roles: ['supervisor'],
    when: open((alarm) => {
      if (isTold(alarm)) return refusal('al-bevestigd');
      return alarm.verification.status === 'unverifiable' ? null : refusal('niet-onverifieerbaar');
    }),
  },
  AddPoliceMessage: { roles: staff, when: withPolice },
  ReportPoliceStatus: { roles: staff, when: withPolice },
  TickReadBack: { roles: staff, when: handingOver },
  ShareLink: {
    roles: staff,
    when: (alarm, person) =>
      alarm.mode === 'real' ? withPolice(alarm, person) : refusal('oefening-niet-naar-buiten'),
  },
  // Also afterwards: a page that lives on half an hour may have to end now.
  RevokeLink: {
    roles: staff,
    when: (alarm, person) => (alarm.closed ? null : notAtWork(alarm, person)),
  },
  JoinAsCaller: {
    roles: staff,
    when: open((alarm, person) => {
      if (!ownerOf(alarm)) return refusal('geen-eigenaar');
      if (isOwner(alarm, person)) return refusal('al-van-u');
      return alarm.caller && alarm.caller.id !== person.id
        ? refusal('beller-bezet', { caller: alarm.caller.name })
        : null;
    }),
  },
  LeaveAsCaller: {
    roles: staff,
    when: open((alarm, person) => (alarm.caller?.id === person.id ? null : refusal('niet-beller'))),
  },
  SwapRoles: {
    roles: staff,
    when: open((alarm, person) => {
      if (!alarm.caller) return refusal('geen-beller');
      if (!ownerOf(alarm)) return refusal('geen-eigenaar');
      return alarm.caller.id === person.id ? null : notOwner(alarm, person);
    }),
  },
  CheckWord: { roles: staff, when: open(notAtWork) },
  // Who hears that it is quiet there can tell. Where there is no sound, who has the alarm.
  LiftNoCall: {
    roles: staff,
    when: open((alarm, person) => {
      if (!alarm.button.sound) return notOwner(alarm, person);
      return listenerOf(alarm, person) ? null : refusal('luistert-niet');
    }),
  },
  AddCallAttempt: { roles: staff, when: open(notAtWork) },
  CompleteStep: { roles: staff, when: open(notAtWork) },
  SkipStep: { roles: staff, when: open(notAtWork) },
} satisfies Record<PersonCommand['type'], Rule>;

/** Why this person may not do this now; null when he may. */
export function whyNot(
  alarm: Alarm,
  person: Person,
  action: PersonCommand['type'],
): Refusal | null {
  const rule: Rule = actions[action];
  return rule.roles.includes(person.role) ? rule.when(alarm, person) : refusal('rol-mag-niet');
}

/** Whether a press can be taken by this person at all: what F2 looks for. */
export function isClaimable(alarm: Alarm, person: Person): boolean {
  return isWaiting(alarm) && whyNot(alarm, person, 'Claim') === null;
}
