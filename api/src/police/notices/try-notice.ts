// A notice that tells nothing: whoever set a receiver sees that it takes what it will be sent, in its own form.
import { testCapOf } from './cap.ts';
import type { WebhookSettings } from './webhook.ts';

type Test = {
  id: string;
  now: Date;
  centre: { name: string; phone: string };
  text: string;
  recipient: string;
  origin: string;
};

export function testNoticeOf(
  format: WebhookSettings['format'],
  { id, now, centre, text, recipient, origin }: Test,
): string {
  const sentAt = now.toISOString();
  const told = { id, sentAt, centre, text };
  return format === 'cap'
    ? testCapOf(told, { sender: new URL(origin).host, recipient })
    : JSON.stringify({ type: 'test', timestamp: sentAt, data: told });
}
