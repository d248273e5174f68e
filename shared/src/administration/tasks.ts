// What somebody who runs a centre has to do: what a new one still needs, and what comes up in one that runs. A task is
// found anew at each question and is kept nowhere: it is gone once it is done.
import * as z from 'zod';
import { can, type Permission, type Role } from '../roles.ts';

type Trait = {
  /** Who may do it; nobody else is shown it. */
  permission: Permission;
  /** A step of setting up, which comes first and in this table's order. */
  isSetup: boolean;
};

/** In the order in which they are shown; whoever finds a new one adds a line. */
export const taskTraits = {
  'control-room-number': { permission: 'setting.change', isSetup: true },
  'second-control-room-number': { permission: 'setting.change', isSetup: true },
  'no-mail': { permission: 'setting.change', isSetup: true },
  'nobody-paged': { permission: 'setting.change', isSetup: true },
  'second-administrator': { permission: 'people.change', isSetup: true },
  centralists: { permission: 'people.change', isSetup: true },
  papers: { permission: 'people.change', isSetup: true },
  supervisor: { permission: 'people.change', isSetup: true },
  municipality: { permission: 'municipality.change', isSetup: true },
  'municipality-number': { permission: 'municipality.change', isSetup: true },
  officer: { permission: 'people.change', isSetup: true },
  'line-not-tested': { permission: 'line.test', isSetup: false },
  'proposal-waits': { permission: 'setting.change', isSetup: false },
  /** Nobody is there to agree any more: also for whoever reads what a centre runs by and may ask why. */
  'proposal-alone': { permission: 'setting.read', isSetup: false },
  'plan-waits': { permission: 'plan.approve', isSetup: false },
  'factor-reset': { permission: 'factor.reset', isSetup: false },
  'papers-end': { permission: 'factor.reset', isSetup: false },
  'invitation-expired': { permission: 'people.change', isSetup: false },
  'mail-refused': { permission: 'people.change', isSetup: false },
  'tokens-end': { permission: 'service-account.change', isSetup: false },
  'service-account-owner': { permission: 'service-account.change', isSetup: false },
  'sheet-ends': { permission: 'person.change', isSetup: false },
  'privacy-request': { permission: 'privacy.change', isSetup: false },
  breach: { permission: 'privacy.change', isSetup: false },
  'breach-notice': { permission: 'privacy.change', isSetup: false },
} satisfies Record<string, Trait>;

export type TaskKind = keyof typeof taskTraits;
const kinds = Object.keys(taskTraits) as [TaskKind, ...TaskKind[]]; // it has keys
export const taskKind = z.enum(kinds);

export const task = z.object({
  kind: taskKind,
  /** What it is about, where several can be: an id for its page, and a name for people. */
  about: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** When it is too late; null: it has no day. */
  dueAt: z.iso.datetime().nullable(),
});
export type Task = z.infer<typeof task>;

export const isSetup = ({ kind }: Task): boolean => taskTraits[kind].isSetup;

/** Those that somebody may do, in the order in which he reads them: setting up, then what is due first. */
export function tasksFor(role: Role, found: readonly Task[]): Task[] {
  return found
    .filter(({ kind }) => can(role, taskTraits[kind].permission))
    .toSorted(
      (one, other) =>
        Number(isSetup(other)) - Number(isSetup(one)) ||
        (isSetup(one) ? 0 : dueOf(one) - dueOf(other)) ||
        kinds.indexOf(one.kind) - kinds.indexOf(other.kind),
    );
}

const dueOf = ({ dueAt }: Task) => (dueAt === null ? Number.MAX_VALUE : Date.parse(dueAt));
