// What can stand in the access log: every look at something restricted, every log-in, and what the machine itself set or
// erased. One closed list, so that whoever asks afterwards knows what a line can say; what people change stands in the
// log as events, and both are read together on the page *Controle*.
import * as z from 'zod';

/** What of a person somebody may have seen by a look. */
export const seenKind = z.enum(['facts', 'threat', 'words', 'sound', 'position', 'file', 'export']);
export type SeenKind = z.infer<typeof seenKind>;

/** As the page lets one choose. */
export const actionGroup = z.enum(['look', 'take-along', 'log-in', 'machine', 'change']);
export type ActionGroup = z.infer<typeof actionGroup>;

type Action = {
  group: Exclude<ActionGroup, 'change'>;
  /** Of a person; empty where nothing of anybody is shown. */
  sees: readonly SeenKind[];
};

/** What a line names under `object` stands behind each. */
export const accessActions = {
  // An alarm's id.
  'alarm.log': { group: 'look', sees: ['facts', 'position'] },
  'alarm.dossier': { group: 'look', sees: ['facts', 'threat', 'words', 'position'] },
  'alarm.earlier': { group: 'look', sees: ['facts', 'threat'] },
  'alarm.listen-in': { group: 'look', sees: ['sound'] },
  'alarm.sound': { group: 'look', sees: ['sound'] },
  'police.page': { group: 'look', sees: ['facts', 'position'] },
  // An incident file's id.
  'incident.opened': { group: 'look', sees: ['file'] },
  'incident.versions': { group: 'look', sees: ['file'] },
  'incident.printed': { group: 'take-along', sees: ['file', 'export'] },
  'incident.exported': { group: 'take-along', sees: ['file', 'export'] },
  // The list that was asked for.
  'signals.listed': { group: 'look', sees: ['position'] },
  'register.searched': { group: 'look', sees: ['facts'] },
  'person.listed': { group: 'look', sees: ['facts'] },
  // A person's id: name, function and telephones, and the sheet.
  'person.identity': { group: 'look', sees: ['facts'] },
  'person.opened': { group: 'look', sees: ['facts', 'threat', 'position'] },
  // The list that was asked for, or a button's id.
  'register.listed': { group: 'look', sees: ['facts'] },
  'register.opened': { group: 'look', sees: ['facts'] },
  'register.printed': { group: 'take-along', sees: ['facts'] },
  'register.exported': { group: 'take-along', sees: ['facts', 'export'] },
  'people.listed': { group: 'look', sees: ['facts'] },
  'people.opened': { group: 'look', sees: ['facts'] },
  'contacts.opened': { group: 'look', sees: ['facts'] },
  'plans.listed': { group: 'look', sees: ['facts'] },
  // Whose it is: a municipality's, a person's or a button's id.
  'plan.opened': { group: 'look', sees: ['facts'] },
  'audit.listed': { group: 'look', sees: [] },
  'audit.exported': { group: 'take-along', sees: [] },
  'breach.listed': { group: 'look', sees: [] },
  'breach.exported': { group: 'take-along', sees: [] },
  // A privacy request's id, or the list.
  'privacy-request.listed': { group: 'look', sees: ['facts'] },
  'privacy-request.opened': { group: 'look', sees: ['facts'] },
  'privacy-request.exported': { group: 'take-along', sees: ['facts', 'export'] },
  // The log-in's address as it was typed is never kept: the account's id, or nothing.
  'account.log-in': { group: 'log-in', sees: [] },
  'account.log-in-failed': { group: 'log-in', sees: [] },
  'account.log-in-limited': { group: 'log-in', sees: [] },
  'account.log-out': { group: 'log-in', sees: [] },
  'account.sessions-ended': { group: 'log-in', sees: [] },
  'account.password-changed': { group: 'log-in', sees: [] },
  'account.factor-added': { group: 'log-in', sees: [] },
  'account.factor-removed': { group: 'log-in', sees: [] },
  'account.recovery-codes-made': { group: 'log-in', sees: [] },
  'account.recovery-code-used': { group: 'log-in', sees: [] },
  'account.factor-reset': { group: 'log-in', sees: [] },
  'account.recovered': { group: 'log-in', sees: [] },
  // The route that somebody asked for in vain, or a token of a service account.
  'account.refused': { group: 'log-in', sees: [] },
  'service.refused': { group: 'log-in', sees: [] },
  // What was set, or erased.
  'alarm.erase': { group: 'machine', sees: [] },
  'person.erased': { group: 'machine', sees: [] },
  'setting.tested': { group: 'machine', sees: [] },
  'setting.set': { group: 'machine', sees: [] },
  'member.set': { group: 'machine', sees: [] },
  'retention.set': { group: 'machine', sees: [] },
  'retention.erased': { group: 'machine', sees: [] },
} as const satisfies Record<string, Action>;

export type AccessAction = keyof typeof accessActions;

/** In the order of the table. */
export const accessActionNames = Object.keys(accessActions) as AccessAction[];

/** `refused`: a rule or a right said no; `failed`: it was tried and did not come about. */
export const accessOutcome = z.enum(['done', 'refused', 'failed']);
export type AccessOutcome = z.infer<typeof accessOutcome>;

/** Null for what a release wrote that has other actions. */
export function accessActionOf(name: string): AccessAction | null {
  return Object.hasOwn(accessActions, name) ? (name as AccessAction) : null;
}

/** The end of the keys of its sentences. */
export const actionKey = (action: AccessAction) => action.replaceAll(/[.-]/g, '_');
