// Mail by SMTP. The text is the sender’s own, which names no holder and no place; the subject (`mail_subject`) tells nothing
// at all, for it is read on locked screens.
import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { MailWay } from '@achterwacht/shared/setting/ways.ts';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';
import { mailHost } from '../outward/address.ts';
import { allowedLookup } from '../outward/allowed-lookup.ts';

export type MailSettings = Omit<MailWay, 'secretIds'> & { password: string | null };

export type Message = { id: string; to: string; text: string; subject: string };
/** Resolves with what the other side answered once it took it; rejects when it did not, or when time was up. */
export type Send = (message: Message, signal: AbortSignal) => Promise<string>;

/** Below what the outbox gives an attempt, so that no connection is left behind when it gives up. */
const silentMilliseconds = 8_000;

export function createMail({ host, port, tls, user, password, from }: MailSettings): Send {
  const transport = createTransport({
    host: mailHost(host),
    port,
    secure: tls === 'from-start',
    // Names of alarms and times of shifts go over no network in clear.
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: silentMilliseconds,
    greetingTimeout: silentMilliseconds,
    socketTimeout: silentMilliseconds,
    dnsTimeout: silentMilliseconds,
    getSocket: (_options, opened) => openLine(host, port, opened),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '');
  return async ({ id, to, text, subject }, signal) => {
    mustBeOutsideTransaction('a mail');
    const mail = {
      from,
      to,
      subject,
      text,
      // A repeat has the same, so that a mail program shows it once.
      messageId: `<${id}@${domain}>`,
      headers: { 'auto-submitted': 'auto-generated' },
    };
    const sending = transport.sendMail(mail);
    const { rejected, response } = await Promise.race([sending, timeUp(signal)]);
    if (rejected.length > 0) throw new Error('the mail server refused the recipient');
    return response;
  };
}

type Opened = (error: Error | null, line?: { connection: Socket }) => void;

/** The library would look the name up by itself; whether it encrypts, and for which name, stays its own. */
function openLine(host: string, port: number, opened: Opened): void {
  const connection = connect({ host, port, lookup: allowedLookup(), timeout: silentMilliseconds });
  const silent = () => connection.destroy(new Error('no answer in time'));
  connection.once('timeout', silent);
  connection.once('error', opened);
  connection.once('connect', () => {
    connection.off('timeout', silent).off('error', opened).setTimeout(0);
    opened(null, { connection });
  });
}

/** The library knows no signal; what it leaves behind ends by its own limits. */
function timeUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(new Error('no answer in time'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
