// Notices to a control room's own system, signed as Standard Webhooks asks (standardwebhooks.com): who
// sent it, when, and that nobody changed it. The effect's id is the message's id, so that a repeat after a
// cut line is recognised by the receiver; the body of a repeat is the same to the letter.
import { Webhook } from 'standardwebhooks';
import { post } from '../../outward/post.ts';

export type WebhookSettings = {
  url: URL;
  /** `whsec_…`, newest first; two while one follows the other. */
  secrets: readonly string[];
  format: 'json' | 'cap';
};

const contentTypes = { json: 'application/json', cap: 'application/cap+xml' } satisfies Record<
  WebhookSettings['format'],
  string
>;

export async function sendWebhook(
  { url, secrets, format }: WebhookSettings,
  { id, body, at }: { id: string; body: string; at: Date },
  signal: AbortSignal,
): Promise<number> {
  return post(
    url,
    { 'content-type': contentTypes[format], ...signatureOf(secrets, { id, body, at }) },
    body,
    signal,
  );
}

/** One signature a secret, so that a receiver finds the one it has. */
export function signatureOf(
  secrets: readonly string[],
  { id, body, at }: { id: string; body: string; at: Date },
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
