// Systems outside that are told of handovers by data, usually a control room's own. Each is told apart from the others,
// with attempts and an end of its own.
import * as z from 'zod';
import { plainLine, plainUrl } from '../plain-line.ts';
import { controlRoomCode, type ControlRoomCode } from '../../police/control-rooms.ts';

/** More are not a list that somebody keeps in order. */
export const mostWebhooks = 20;

export const webhook = z.object({
  /** By which what waits for it finds it again, whatever it is called by then. */
  id: z.uuid(),
  name: z.string().trim().min(1).max(60),
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  format: z.enum(['json', 'cap']),
  rooms: z.array(controlRoomCode).min(1),
  isOn: z.boolean(),
  /** Newest first; a receiver that renews its secret knows both for a while. */
  secretIds: z.array(z.uuid()).min(1).max(2),
});
export type Webhook = z.infer<typeof webhook>;

export const webhooks = z
  .object({
    webhooks: z.array(webhook).max(mostWebhooks),
    /** All that they name, in their order: what stands here is not erased as unused. */
    secretIds: z.array(z.uuid()),
  })
  .refine((value) => same(value.secretIds, secretIdsOf(value.webhooks)), { path: ['secretIds'] })
  .refine(({ webhooks: list }) => new Set(list.map(({ id }) => id)).size === list.length, {
    path: ['webhooks'],
  });

export const askedWebhooks = webhooks.safeExtend({
  webhooks: z
    .array(
      webhook.extend({
        name: plainLine(60),
        url: plainUrl,
        rooms: webhook.shape.rooms
          .max(controlRoomCode.options.length)
          .refine((rooms) => new Set(rooms).size === rooms.length, {
            params: { problem: 'stands-twice' },
          }),
      }),
    )
    .max(mostWebhooks),
});
export type Webhooks = z.infer<typeof webhooks>;

export const webhooksOf = (list: readonly Webhook[]): Webhooks => ({
  webhooks: [...list],
  secretIds: secretIdsOf(list),
});

/** Those that are told of what goes to this control room. */
export const webhooksFor = ({ webhooks: list }: Webhooks, room: string | null): Webhook[] =>
  list.filter(({ isOn, rooms }) => isOn && rooms.some((one) => one === room));

/** Control rooms that are told by data, beside the telephone call. */
export const roomsByData = ({ webhooks: list }: Webhooks): ControlRoomCode[] =>
  controlRoomCode.options.filter((room) =>
    list.some(({ isOn, rooms }) => isOn && rooms.includes(room)),
  );

/** A new secret goes first, and the one before it still counts until the receiver knows the new one. */
export const withNewSecret = (one: Webhook, secretId: string): Webhook => ({
  ...one,
  secretIds: [secretId, ...one.secretIds.slice(0, 1)],
});

/** The receiver knows the new one: the one before it counts no more. */
export const withNewestSecretAlone = (one: Webhook): Webhook => ({
  ...one,
  secretIds: one.secretIds.slice(0, 1),
});

const secretIdsOf = (list: readonly Webhook[]) => list.flatMap(({ secretIds }) => secretIds);
const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id, index) => id === other[index]);
