// Who has it: nobody yet, somebody, nobody any more, or put away until a moment.
import * as z from 'zod';
import { staffMember, type StaffMember } from '../../staff-member.ts';

const at = z.iso.datetime();

/** Seconds without a sign of life from any desk of somebody after which he counts as gone (domain.md: "owner lost"). */
export const ownerLostSeconds = 20;

export const ownership = z.discriminatedUnion('status', [
  z.object({ status: z.literal('unclaimed'), since: at }),
  z.object({
    status: z.literal('owned'),
    by: staffMember,
    since: at,
    /** Last time the owner did something with it; a colleague's note is not the owner at work. */
    activeAt: at,
  }),
  z.object({
    status: z.literal('released'),
    by: staffMember,
    why: z.enum(['given-back', 'owner-lost']),
    since: at,
  }),
  z.object({
    status: z.literal('parked'),
    by: staffMember,
    reason: z.string(),
    until: at,
    since: at,
  }),
]);
export type Ownership = z.infer<typeof ownership>;

/** Who was asked to take it, until he does, somebody else has it, or it is taken back. */
export const assignment = z.object({ to: staffMember, by: staffMember, since: at });
type Assigned = { assignment?: z.infer<typeof assignment> | undefined };

export const isAssignedTo = (alarm: Assigned, { id }: { id: string }): boolean =>
  alarm.assignment?.to.id === id;

/** Once it has changed hands or is closed, nobody is asked any more. */
export function withoutAssignment<A extends Assigned>(alarm: A): Omit<A, 'assignment'> {
  const { assignment: _answered, ...rest } = alarm;
  return rest;
}

export function ownerOf({ ownership }: { ownership: Ownership }): StaffMember | null {
  return ownership.status === 'owned' ? ownership.by : null;
}

/** Waiting for somebody to take it: what sounds, and what the claim deadlines run on. */
export function isWaiting({
  closed,
  ownership,
}: {
  closed: object | null;
  ownership: Ownership;
}): boolean {
  return closed === null && (ownership.status === 'unclaimed' || ownership.status === 'released');
}
