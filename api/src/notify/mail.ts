// Mail by SMTP. The text is the effect's own, which names no person and no place; the subject tells nothing
// at all, for it is read on locked screens.
import { createTransport } from 'nodemailer';
import { mustBeOutsideTransaction } from '../db/outside-transaction.ts';

export type MailSettings = {
  /** `smtps://` or `smtp://`, with name and password where the server asks for them. */
  url: URL;
  from: string;
};

export type Message = { id: string; to: string; text: string };
/** Resolves once the gateway took it; rejects when it did not, or when time was up. */
export type Send = (message: Message, signal: AbortSignal) => Promise<void>;

const subject = 'Bericht van de alarmcentrale';
/** Below what the outbox gives an attempt, so that no connection is left behind when it gives up. */
const silentMilliseconds = 8_000;

export function createMail({ url, from }: MailSettings): Send {
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : url.protocol === 'smtps:' ? 465 : 587,
    secure: url.protocol === 'smtps:',
    // Names of alarms and times of shifts go over no network in clear.
    requireTLS: url.protocol === 'smtp:' && !isLocal,
    ignoreTLS: isLocal && url.protocol === 'smtp:',
    ...(url.username
      ? {
          auth: {
            user: decodeURIComponent(url.username),
            pass: decodeURIComponent(url.password),
          },
        }
      : {}),
    connectionTimeout: silentMilliseconds,
    greetingTimeout: silentMilliseconds,
    socketTimeout: silentMilliseconds,
    dnsTimeout: silentMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '');
  return async ({ id, to, text }, signal) => {
    mustBeOutsideTransaction('a mail');
    const sending = transport.sendMail({
      from,
      to,
      subject,
      text,
      // A repeat has the same, so that a mail program shows it once.
      messageId: `<${id}@${host}>`,
      headers: { 'auto-submitted': 'auto-generated' },
    });
    const { rejected } = await Promise.race([sending, timeUp(signal)]);
    if (rejected.length > 0) throw new Error('the mail server refused the recipient');
  };
}

/** The library knows no signal; what it leaves behind ends by its own limits. */
function timeUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(new Error('no answer in time'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
