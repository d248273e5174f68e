// What each role may do and which fields of an alarm it may see: two tables, tested cell by cell.
// A role that is not named in a row may not; there is no inheritance to reason about.
import * as z from 'zod';

export const role = z.enum([
  'centralist',
  'supervisor',
  'oov-officer',
  'griffier',
  'secretary',
  'manager',
  'holder',
  'carer',
  'administrator',
  'supplier',
  'auditor',
]);
export type Role = z.infer<typeof role>;

/** Nobody can have these: what one of them once signed is read for as long as the log is kept. */
export const formerRole = z.enum(['police-liaison', 'treasurer']);

/** Staff see every alarm of their centre; only they get the event feed. */
export const centreStaff: ReadonlySet<Role> = new Set(['centralist', 'supervisor']);

/** Whoever can see an alarm of other people must log in with a passkey or a one-time code. */
export const needsSecondFactor: ReadonlySet<Role> = new Set(
  role.options.filter((name) => name !== 'holder'),
);

export const permission = z.enum([
  'session.read',
  'people.read',
  'people.change',
  'factor.reset',
  'board.read',
  'alarm.read',
  'alarm.command',
  'alarm.dossier',
  'alarm.listen',
  'outbox.read',
  'system.read',
  'signals.read',
  'map.read',
  'incident.read',
  'incident.change',
  'incident.export',
  'setting.read',
  'setting.change',
  'line.test',
  'answer-times.read',
  'profile.change',
  'factor.set-up',
  'task.read',
  'audit.read',
  'privacy.read',
  'privacy.change',
  'municipality.read',
  'municipality.change',
  'service-account.change',
  'plan.read',
  'plan.propose',
  'plan.approve',
  'person.read',
  'person.change',
  'person.agreements',
  'own.read',
  'button.read',
  'button.change',
  'loan.read',
  'loan.change',
  'register.export',
]);
export type Permission = z.infer<typeof permission>;

const everyone: readonly Role[] = role.options;

export const permissions = {
  'session.read': everyone,
  // One's own; the second also before there is a second step, and then nothing else but who one is.
  'profile.change': everyone,
  'factor.set-up': everyone,
  'people.read': ['administrator'],
  'people.change': ['administrator'],
  // Whoever has seen that somebody is himself; an officer only for officers of his own municipality.
  'factor.reset': ['supervisor', 'oov-officer', 'administrator'],
  'board.read': ['centralist', 'supervisor'],
  'alarm.read': ['centralist', 'supervisor'],
  'alarm.command': ['centralist', 'supervisor'],
  'alarm.dossier': ['centralist', 'supervisor'],
  'alarm.listen': ['centralist', 'supervisor'],
  'outbox.read': ['supervisor', 'administrator'],
  'system.read': ['supervisor', 'administrator'],
  // Positions and raw frames of presses: not for an administrator, who sees no alarm.
  'signals.read': ['supervisor'],
  // Streets alone: where an alarm is, or anybody lives, comes by other roads.
  'map.read': ['centralist', 'supervisor', 'oov-officer'],
  // Of these, row-level security lets each see only the files whose circle he is in.
  'incident.read': ['oov-officer', 'griffier', 'secretary', 'manager'],
  'incident.change': ['oov-officer'],
  'incident.export': ['oov-officer'],
  'setting.read': ['supervisor', 'administrator'],
  'setting.change': ['administrator'],
  'line.test': ['centralist', 'supervisor', 'administrator'],
  // Counts of the whole centre; of no person who works there.
  'answer-times.read': ['supervisor'],
  // Each sees of them what he may do himself.
  'task.read': ['supervisor', 'administrator'],
  // Not whoever manages the accounts that it tells of. The auditor sees it without the names of holders.
  'audit.read': ['supervisor', 'auditor'],
  'privacy.read': ['supervisor'],
  'privacy.change': ['supervisor'],
  'municipality.read': ['centralist', 'supervisor', 'administrator'],
  'municipality.change': ['administrator'],
  'service-account.change': ['administrator'],
  // An officer of his own municipality; he proposes, and a supervisor who is somebody else agrees.
  'plan.read': ['oov-officer', 'supervisor'],
  'plan.propose': ['oov-officer', 'supervisor'],
  'plan.approve': ['supervisor'],
  // An officer those of his own municipality; a centralist sees what is known of somebody in his alarm alone.
  'person.read': ['supervisor', 'oov-officer'],
  'person.change': ['supervisor', 'oov-officer'],
  // What police and centre agreed: the municipality is not told that there is anything.
  'person.agreements': ['supervisor'],
  // What is kept of oneself, and who looked at it.
  'own.read': ['holder'],
  // Devices: who wears one is told to whoever may lend it.
  'button.read': ['supervisor', 'oov-officer', 'administrator', 'supplier'],
  'button.change': ['administrator'],
  'loan.read': ['supervisor', 'oov-officer'],
  'loan.change': ['supervisor', 'oov-officer'],
  'register.export': ['supervisor', 'oov-officer'],
} satisfies Record<Permission, readonly Role[]>;

/** All that is left to somebody whose papers expired, whatever his role: his own profile, and a page that says so. */
export const offDutyPermissions: ReadonlySet<Permission> = new Set([
  'session.read',
  'profile.change',
]);

export function can(roleName: Role | z.infer<typeof formerRole>, asked: Permission): boolean {
  return (permissions[asked] as readonly string[]).includes(roleName);
}

/** Groups of an alarm's fields that are shown or withheld together. */
export const alarmField = z.enum([
  'existence',
  'times',
  'holder',
  'position',
  'reason-category',
  'threat-context',
  'words',
  'contacts',
  'notes',
  'raw-sound',
  'device-status',
]);
export type AlarmField = z.infer<typeof alarmField>;

/** `all`: of every alarm in reach. `claimed`: only once claimed, asked for by HTTP and logged. `own`: of the person's own button. */
export type Sight = 'all' | 'claimed' | 'own' | 'none';

const nothing = {
  existence: 'none',
  times: 'none',
  holder: 'none',
  position: 'none',
  'reason-category': 'none',
  'threat-context': 'none',
  words: 'none',
  contacts: 'none',
  notes: 'none',
  'raw-sound': 'none',
  'device-status': 'none',
} satisfies Record<AlarmField, Sight>;

const staff = {
  ...nothing,
  existence: 'all',
  times: 'all',
  holder: 'all',
  position: 'all',
  'reason-category': 'all',
  'threat-context': 'claimed',
  words: 'claimed',
  contacts: 'claimed',
  notes: 'all',
  'raw-sound': 'claimed',
  'device-status': 'all',
} satisfies Record<AlarmField, Sight>;

export const fieldMatrix: Record<Role, Record<AlarmField, Sight>> = {
  centralist: staff,
  supervisor: staff,
  'oov-officer': {
    ...nothing,
    existence: 'all',
    times: 'all',
    holder: 'all',
    'device-status': 'all',
  },
  griffier: nothing,
  secretary: nothing,
  manager: nothing,
  holder: { ...nothing, existence: 'own', times: 'own', 'device-status': 'own' },
  carer: nothing,
  administrator: { ...nothing, 'device-status': 'all' },
  supplier: { ...nothing, 'device-status': 'all' },
  auditor: { ...nothing, existence: 'all', times: 'all' },
};

/** Groups of what stands in a person's sheet. */
export const personField = z.enum([
  'identity',
  'reach',
  'household',
  'threat-context',
  'words',
  'agreements',
]);
export type PersonField = z.infer<typeof personField>;

/**
 * `sheet`: whenever he opens it, which is logged. `agreed-on`: since when there is one, and not what it is. `alarm`: in an
 * alarm alone; `claimed`: in one that somebody claimed, logged. `own`: his own.
 */
export type PersonSight = 'sheet' | 'agreed-on' | 'alarm' | 'claimed' | 'own' | 'none';
type PersonRight = { reads: PersonSight; writes: boolean };

const unseen: PersonRight = { reads: 'none', writes: false };
const strangers = {
  identity: unseen,
  reach: unseen,
  household: unseen,
  'threat-context': unseen,
  words: unseen,
  agreements: unseen,
} satisfies Record<PersonField, PersonRight>;

const written: PersonRight = { reads: 'sheet', writes: true };
const officers = {
  identity: written,
  reach: written,
  household: written,
  'threat-context': written,
  words: { reads: 'agreed-on', writes: true },
  agreements: unseen,
} satisfies Record<PersonField, PersonRight>;

/** Name, function and family; telephones and consents; the looks, home, places and contacts; and what is kept closest. */
export const personFieldMatrix: Record<Role, Record<PersonField, PersonRight>> = {
  centralist: {
    identity: { reads: 'alarm', writes: false },
    reach: { reads: 'alarm', writes: false },
    household: { reads: 'claimed', writes: false },
    'threat-context': { reads: 'claimed', writes: false },
    words: { reads: 'claimed', writes: false },
    agreements: { reads: 'claimed', writes: false },
  },
  supervisor: { ...officers, agreements: written },
  'oov-officer': officers,
  griffier: strangers,
  secretary: strangers,
  manager: strangers,
  holder: {
    ...strangers,
    identity: { reads: 'own', writes: false },
    reach: { reads: 'own', writes: false },
    household: { reads: 'own', writes: false },
  },
  carer: strangers,
  administrator: strangers,
  supplier: strangers,
  auditor: strangers,
};

/**
 * Where somebody is told who wears a button, and why: in `lists`, and in whatever counts, calls up or searches many; of one
 * that he `opened`, which is a logged look; or `nowhere`. A municipality's own pages lie open on many a desk: what they
 * list names nobody.
 */
export type WearerSight = 'lists' | 'opened' | 'nowhere';

export const wearerMatrix: Record<Role, WearerSight> = {
  centralist: 'nowhere',
  supervisor: 'lists',
  'oov-officer': 'opened',
  griffier: 'nowhere',
  secretary: 'nowhere',
  manager: 'nowhere',
  holder: 'nowhere',
  carer: 'nowhere',
  administrator: 'nowhere',
  supplier: 'nowhere',
  auditor: 'nowhere',
};

/** What he takes along with a reason is opened too. */
export function isToldWearer(roleName: Role, where: 'lists' | 'opened'): boolean {
  const sight = wearerMatrix[roleName];
  return sight === 'lists' || sight === where;
}
