// Who is told when nobody takes an alarm. What stood there from a release before counts on; what is set from now on is an
// address that a mail program takes as one, each once.
import * as z from 'zod';
import { plainLine } from '../plain-line.ts';
import { reach } from '../ways.ts';

/** More are not a list that somebody keeps in order. */
const most = 20;

export const paging = z.object({
  /** In the order in which they stand on the page; everybody on a list is told. */
  supervisor: z.array(reach).max(most),
  onCall: z.array(reach).max(most),
  /** What each is called, beside the lists: the release before reads those as they are. */
  names: z.record(reach, z.string().trim().min(1).max(60)).optional(),
});
export type Paging = z.infer<typeof paging>;

/** No comma, semicolon or comment, by which one address becomes another's. */
const askedReach = z
  .string()
  .max(254)
  .regex(/^(\+[1-9][0-9]{7,14}|[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*)$/i);

const askedList = z
  .array(askedReach)
  .max(most)
  .superRefine((list, ctx) => {
    for (const [index, one] of list.entries())
      if (list.indexOf(one) < index)
        ctx.addIssue({ code: 'custom', path: [index], params: { problem: 'stands-twice' } });
  });

export const askedPaging: z.ZodType<Paging> = z.strictObject({
  supervisor: askedList,
  onCall: askedList,
  names: z.record(askedReach, plainLine(60)).optional(),
});
