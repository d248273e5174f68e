// SMS through an HTTP gateway: one POST a message, in JSON, with a bearer token. The effect's id goes along
// for gateways that know a repeat by it; one that does not sends twice rather than never.
import { post } from '../outward/post.ts';
import type { Send } from './mail.ts';

export type SmsSettings = { url: URL; token: string; from: string };

export function createSms({ url, token, from }: SmsSettings): Send {
  return ({ id, to, text }, signal) =>
    post(
      url,
      {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': id,
      },
      JSON.stringify({ to, from, text, reference: id }),
      signal,
    );
}
