// A test message by one way out. It goes outside of any transaction and of the outbox: it is an effect of no alarm, and
// nobody waits for it but whoever asked.
import { randomUUID } from 'node:crypto';
import type { Language } from '@achterwacht/shared/language.ts';
import type { SettingTestResult } from '@achterwacht/shared/routes/setting-tests.ts';
import type { Webhook } from '@achterwacht/shared/setting/kinds/webhooks.ts';
import { textOf } from '../http/texts.ts';
import type { Send } from '../notify/mail.ts';
import { outwardAddress } from '../outward/address.ts';
import { sendWebhook } from '../police/notices/webhook.ts';
import { testNoticeOf } from '../police/notices/try-notice.ts';
import { outcomeOf, type Attempt } from './outcome-of.ts';

export type Sent = Pick<SettingTestResult, 'outcome' | 'status' | 'to' | 'text' | 'milliseconds'>;

/** As long as any attempt of the outbox has. */
const mostMilliseconds = 10_000;

export async function sendMessage(
  send: Send | null,
  { to, language }: { to: string; language: Language },
): Promise<Sent> {
  const text = testTextIn(language);
  if (!send) return { outcome: 'no-way', status: null, to, text, milliseconds: 0 };
  const id = randomUUID();
  const sent = await timed(async (signal) =>
    statusIn(await send({ id, to, subject: textOf('mail_subject', {}, language), text }, signal)),
  );
  return { ...sent, to, text };
}

type Signed = { webhook: Webhook; secrets: readonly string[] };
type Sender = {
  now: Date;
  centre: { name: string; phone: string };
  origin: string;
  language: Language;
};

export async function sendTestNotice(
  { webhook, secrets }: Signed,
  { language, ...sender }: Sender,
): Promise<Sent> {
  const text = testTextIn(language);
  const { format, url } = webhook;
  const id = randomUUID();
  const body = testNoticeOf(format, { ...sender, id, text, recipient: webhook.name });
  const to = { url: outwardAddress(url), secrets, format };
  const sent = await timed((signal) => sendWebhook(to, { id, body, at: sender.now }, signal));
  return { ...sent, to: url, text };
}

function testTextIn(language: Language): string {
  return textOf('mail_test', {}, language);
}

/** With the monotonic clock: how long somebody waited does not depend on what a clock is set to meanwhile. */
async function timed(
  send: (signal: AbortSignal) => Promise<number | null>,
): Promise<Attempt & { milliseconds: number }> {
  const begun = performance.now();
  const tried = await send(AbortSignal.timeout(mostMilliseconds)).then(
    (status): Attempt => ({ outcome: 'taken', status }),
    outcomeOf,
  );
  return { ...tried, milliseconds: Math.round(performance.now() - begun) };
}

/** A gateway's `202`, or a mail server's `250 …`. */
function statusIn(answer: string): number | null {
  const status = Number.parseInt(answer, 10);
  return Number.isInteger(status) ? status : null;
}
