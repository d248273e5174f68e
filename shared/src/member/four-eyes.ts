// Who counts where one asks and another agrees. A rule that looks only at who could agree now is waived by whoever may
// send the other away, or let in an account of his own for it: for a week both are seen through. Whoever was sent away
// still counts, and whoever was let in stands for the person who let him in. Where nobody stands apart from who asked,
// anybody else is a second: a centre that was just set up has its first people from one hand.
import type { Role } from '../roles.ts';
import type { Member } from './state.ts';

/** So long nobody is forgotten: somebody who was sent away wrongly is missed, and a new face is asked about. */
export const rememberedDays = 7;
const rememberedMilliseconds = rememberedDays * 86_400_000;

/** Somebody who may agree, or might before. */
export type Colleague = {
  id: string;
  /** When that ended; null: he may now. */
  until: string | null;
  letIn: Member['letIn'];
};

type Asked = { by: string; among: readonly Colleague[]; now: Date };

/** Whether there is nobody else, and was nobody else within the week. */
export function isAlone({ by, among, now }: Asked): boolean {
  const counted = remembered(among, now);
  return counted.some(({ id }) => id === by) && counted.every(({ id }) => id === by);
}

/** Since when whoever is left alone may decide so; null while there is another, and where there was none. */
export function aloneFrom(among: readonly Colleague[], now: Date): string | null {
  const counted = remembered(among, now);
  const gone = counted.flatMap(({ until }) => until ?? []);
  if (counted.length - gone.length > 1) return null;
  const last = gone.toSorted().at(-1);
  return last === undefined ? null : forgottenAt(last);
}

/** Null: he is a second to whoever asked. Else since when he is, unless somebody else agrees before. */
export function secondFrom(second: string, { by, among, now }: Asked): string | null {
  const counted = remembered(among, now);
  const handOf = (id: string) => standsFor(id, among, now);
  if (handOf(second) !== handOf(by)) return null;
  if (counted.every(({ id }) => handOf(id) === handOf(by))) return null;
  const moments = [by, second].flatMap((id) => recentLetIn(id, among, now)?.at ?? []);
  return forgottenAt(moments.toSorted().at(-1)!); // one hand for two: one of them was let in
}

/** Of everybody who may agree by one of these roles, and of who might. */
export function colleaguesBy(
  roles: readonly Role[],
  members: readonly Pick<Member, 'id' | 'role' | 'status' | 'rolesUntil' | 'letIn'>[],
): Colleague[] {
  return members.flatMap(({ id, role, status, rolesUntil, letIn }): Colleague[] => {
    if (status === 'active' && roles.includes(role)) return [{ id, until: null, letIn }];
    const until = roles
      .flatMap((one) => rolesUntil[one] ?? [])
      .toSorted()
      .at(-1);
    return until === undefined ? [] : [{ id, until, letIn }];
  });
}

/** Those who may agree now, and those who might within the week. */
export const remembered = (among: readonly Colleague[], now: Date) =>
  among.filter(({ until }) => until === null || isRecent(until, now));

/** From whose hand he comes: his own, once he is there for a week. */
function standsFor(id: string, among: readonly Colleague[], now: Date): string {
  const seen = new Set<string>();
  let hand = id;
  while (!seen.has(hand)) {
    seen.add(hand);
    hand = recentLetIn(hand, among, now)?.by ?? hand;
  }
  return hand;
}

function recentLetIn(id: string, among: readonly Colleague[], now: Date): Colleague['letIn'] {
  const letIn = among.find((one) => one.id === id)?.letIn;
  return letIn?.by && isRecent(letIn.at, now) ? letIn : null;
}

const isRecent = (at: string, now: Date) => Date.parse(at) + rememberedMilliseconds > now.getTime();
const forgottenAt = (at: string) => new Date(Date.parse(at) + rememberedMilliseconds).toISOString();
