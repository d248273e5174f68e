// SMS through an HTTP gateway: one POST a message, in JSON, with a bearer token. The message's id goes along
// for gateways that know a repeat by it; one that does not sends twice rather than never.
import type { SmsWay } from '@achterwacht/shared/setting/ways.ts';
import { outwardAddress } from '../outward/address.ts';
import { post } from '../outward/post.ts';
import type { Send } from './mail.ts';

export type SmsSettings = Omit<SmsWay, 'secretIds'> & { token: string };

export function createSms({ url, token, from }: SmsSettings): Send {
  const gateway = outwardAddress(url);
  return async ({ id, to, text }, signal) => {
    const status = await post(
      gateway,
      {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': id,
      },
      JSON.stringify({ to, from, text, reference: id }),
      signal,
    );
    return String(status);
  };
}
