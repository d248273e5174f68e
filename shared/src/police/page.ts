// What the police page shows and sends: one alarm, made by the server for whoever holds its link. Never
// the alarm itself and never its events: no numbers to count, nothing the page would have to hide.
import * as z from 'zod';
import { noticeReasons, pageClasses, pageDoubts, pageStatuses } from './page-words.ts';

const at = z.iso.datetime();

export const policeView = z.object({
  number: z.int().positive(),
  raisedAt: at,
  /** Null while nothing was passed on yet: the link was opened before. */
  class: z.enum(pageClasses).nullable(),
  /** Apart from the class: it may be verified later, or no longer. */
  isVerified: z.boolean(),
  basis: z.string().nullable(),
  medical: z.boolean(),
  person: z
    .object({
      name: z.string(),
      function: z.string(),
      description: z.string().nullable(),
      /** Who may be in the house beside him. */
      othersAtHome: z.string().nullable(),
    })
    .nullable(),
  /** As the script says it: what is heard now, what was reported once, how to come, the agreement. */
  danger: z.object({
    now: z.string(),
    before: z.string().nullable(),
    approach: z.string(),
    aol: z.string().nullable(),
  }),
  place: z.object({ text: z.string(), basis: z.enum(['stated', 'nearest']) }).nullable(),
  /** In words: the known place that the fix covers, which it need not be. */
  possibly: z.string().nullable(),
  /** Where that place is, to be drawn. */
  knownPlace: z
    .object({ label: z.string(), latitude: z.number(), longitude: z.number() })
    .nullable(),
  municipality: z.string().nullable(),
  position: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      accuracyMetres: z.number().nullable(),
      /** Only an area is known: a dot would claim more. */
      isApproximate: z.boolean(),
      measuredAt: at,
      wgs84: z.string(),
      rd: z.string().nullable(),
      direction: z.string().nullable(),
    })
    .nullable(),
  /** Where it was measured in the last ten minutes, oldest first. */
  trail: z.array(z.object({ latitude: z.number(), longitude: z.number(), at })),
  /** Why what stands here may be somebody else's words (alarm/signals/belief.ts). */
  doubts: z.array(z.enum(pageDoubts)),
  /** What somebody says who is not believed: never in place of the above. */
  hearsay: z
    .object({
      at,
      /** The calls for help among it; 0: something else, such as a position. */
      presses: z.int().nonnegative(),
      place: z.string().nullable(),
      wgs84: z.string().nullable(),
    })
    .nullable(),
  /** What the centralist heard, and every further message, newest first. */
  notices: z.array(
    z.object({
      id: z.string(),
      why: z.enum(noticeReasons),
      text: z.string(),
      at,
    }),
  ),
  reports: z.array(
    z.object({
      status: z.enum(pageStatuses),
      statedAt: at,
      operator: z.string(),
      reference: z.string().nullable(),
      /** It was not so, says the centre: struck through, and counted by nobody. */
      withdrawn: z.object({ at, reason: z.string().nullable() }).optional(),
    }),
  ),
  centralist: z.string().nullable(),
  closedAt: at.nullable(),
});
export type PoliceView = z.infer<typeof policeView>;

export const centreContact = z.object({ name: z.string(), phone: z.string() });

/** What a page learns each time it asks; `view` is null while nothing changed since `version`. */
export const policeAnswer = z.object({
  serverTime: at,
  version: z.int().positive(),
  viewer: z.string(),
  viewers: z.int().nonnegative(),
  until: at,
  centre: centreContact,
  view: policeView.nullable(),
});
export type PoliceAnswer = z.infer<typeof policeAnswer>;

/** The link's secret: 128 bits, in the address's fragment, which no server and no log ever sees. */
export const linkSecret = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export const linkPin = z.string().regex(/^\d{6}$/);
/** A call sign or a name, as the police give it. */
export const viewerName = z.string().trim().min(1).max(60);

export const policeEntry = z.object({ secret: linkSecret, pin: linkPin, name: viewerName });

export const policeReportBody = z.object({
  status: z.enum(pageStatuses),
  /** When it was so; a press that waited for a line has the moment of the press. */
  statedAt: at,
  reference: z.string().trim().min(1).max(60).nullable(),
});
export type PoliceReportBody = z.infer<typeof policeReportBody>;
export const policeMessageBody = z.object({ text: z.string().trim().min(1).max(1000) });

/** What `410` says beside its code: whom to call instead. */
export const endedDetails = z.object({ centre: centreContact });
