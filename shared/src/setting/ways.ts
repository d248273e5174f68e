// By which ways a centre reaches somebody outside: its mail server and its SMS gateway. A password or a token is never
// part of a value, which names it by its id.
import * as z from 'zod';
import { isPlainLine, plainLine, plainUrl } from './plain-line.ts';

/** A telephone number, reached by SMS, or a mail address. */
export const reach = z.string().regex(/^(\+[0-9]{8,15}|[^@\s,]{1,64}@[^@\s,]{1,255})$/);

/** This machine itself: nothing that is said to it crosses a network. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host);

/** A name or an address, without brackets; nothing that could carry a second line. */
const host = z
  .string()
  .regex(/^([a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:.]{2,45})$/i)
  .max(253);

/** `name@host`, or `Name <name@host>`. */
const sender = z
  .string()
  .max(320)
  .regex(/^([^<>@\s"]+@[^<>@\s"]+|[^<>"\r\n]+ <[^<>@\s"]+@[^<>@\s"]+>)$/);

/** As before, and no list, comment or unseen mark, by which a mail would be sent in another's name. */
const askedSender = sender.refine(
  (text) => isPlainLine(text) && !/[,;:()\\]/.test(text) && /^[\x20-\x7E]*$/.test(addressIn(text)),
);

const addressIn = (text: string) => /<([^>]*)>$/.exec(text)?.[1] ?? text;

/** Where the job that erases unused secrets looks for them: at the top of every value that names any. */
const atMostOne = z.array(z.uuid()).max(1);

export const mailWay = z
  .object({
    host,
    port: z.int().min(1).max(65_535),
    /** From the first byte, agreed upon at the start of the talk, or none at all, which stays on this machine. */
    tls: z.enum(['from-start', 'starttls', 'none']),
    /** Null: the server asks for no log-in. */
    user: z.string().min(1).max(200).nullable(),
    from: sender,
    /** The password of `user`. */
    secretIds: atMostOne,
  })
  .refine(({ tls, host: to }) => tls !== 'none' || isLoopback(to), { path: ['tls'] })
  .refine(({ user, secretIds }) => (user === null) === (secretIds.length === 0), {
    path: ['secretIds'],
  });
export const askedMailWay = mailWay.safeExtend({
  user: plainLine(200).nullable(),
  from: askedSender,
});
export type MailWay = z.infer<typeof mailWay>;

/** One JSON POST a message, with a bearer token. */
export const smsWay = z.object({
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  /** As the telephone shows the sender: a name, or a number. */
  from: z.string().regex(/^(\+?[0-9]{3,15}|[A-Za-z0-9 ._-]{1,11})$/),
  secretIds: atMostOne.min(1),
});
export const askedSmsWay = smsWay.extend({ url: plainUrl });
export type SmsWay = z.infer<typeof smsWay>;

/** By which way a contact is reached: a telephone number needs SMS, an address mail. */
export const wayTo = (contact: string): 'mail' | 'sms' => (contact.includes('@') ? 'mail' : 'sms');
