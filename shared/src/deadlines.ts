// The moments at which something acts by itself, of any subject. What a subject's state demands is settled with what
// it had: a moment that already acted is not set again, and a revision rises only when its own deadline moves.

export type Deadline<Kind extends string = string> = {
  kind: Kind;
  /** ISO 8601 UTC. */
  at: string;
  revision: number;
};

/** What a subject's state keeps of its deadlines. */
export type Deadlines<Kind extends string = string> = {
  deadlines: Deadline<Kind>[];
  /** For each kind the moment it last acted for, so that the same moment never acts twice. */
  passed: { [K in Kind]?: string | undefined };
  /** Every revision ever used, so that a late wake-up of a cancelled deadline is recognised. */
  revisions: { [K in Kind]?: number | undefined };
};

/** Milliseconds since 1970, or null where the state demands none of that kind. */
export type Moments<Kind extends string> = Record<Kind, number | null>;

export function settled<Kind extends string>(
  before: Deadlines<Kind>,
  moments: Moments<Kind>,
): Pick<Deadlines<Kind>, 'deadlines' | 'revisions'> {
  const deadlines: Deadline<Kind>[] = [];
  const revisions = { ...before.revisions };
  for (const kind of Object.keys(moments) as Kind[]) {
    const moment = moments[kind];
    const passed = before.passed[kind];
    if (moment === null || (passed && Date.parse(passed) >= moment)) continue;
    const at = new Date(moment).toISOString();
    const present = before.deadlines.find((deadline) => deadline.kind === kind);
    if (present?.at === at) {
      deadlines.push(present);
      continue;
    }
    const revision = (revisions[kind] ?? 0) + 1;
    revisions[kind] = revision;
    deadlines.push({ kind, at, revision });
  }
  return { deadlines, revisions };
}

/** The deadline a wake-up is about; null for late news of an older one, and for one that comes early and will again. */
export function dueNow<Kind extends string>(
  { deadlines }: Pick<Deadlines<Kind>, 'deadlines'>,
  { kind, revision }: { kind: Kind; revision: number },
  now: Date,
): Deadline<Kind> | null {
  const due = deadlines.find((deadline) => deadline.kind === kind);
  return due?.revision === revision && Date.parse(due.at) <= now.getTime() ? due : null;
}

/**
 * Until when a deadline that passed at `at` has acted. By the rules of the release that wrote it it may have come
 * before its moment by these: what it did is not done again.
 */
export function actedUntil<Kind extends string>(
  { deadlines }: Pick<Deadlines<Kind>, 'deadlines'>,
  kind: Kind,
  at: string,
): string {
  const pending = deadlines.find((deadline) => deadline.kind === kind);
  return pending && pending.at > at ? pending.at : at;
}
