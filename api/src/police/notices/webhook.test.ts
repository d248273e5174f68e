// Signed notices on their way to a real small server that takes, refuses, hangs and cuts the line.
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { openReceiver } from '../../testing/receiver.ts';
import { sendWebhook, signatureOf } from './webhook.ts';

const oldSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const newSecret = `whsec_${Buffer.from('een nieuw geheim van 32 tekens!!').toString('base64')}`;
const at = new Date();
const notice = { id: '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a23', body: '{"alarm":1042}', at };

let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(() => receiver.close());

const send = (
  { secrets = [oldSecret], ...changes }: { secrets?: string[]; at?: Date } = {},
  signal = AbortSignal.timeout(10_000),
) => sendWebhook({ url: receiver.url, secrets, format: 'json' }, { ...notice, ...changes }, signal);

describe('the signature', () => {
  it('is the one of the specification’s example', () => {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    const example = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    };
    expect(signatureOf([oldSecret], example)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is verified by the receiver, on exactly what arrived', async () => {
    await send();
    const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
    expect(new Webhook(oldSecret).verify(body, headers)).toEqual({ alarm: 1042 });
    expect(() => new Webhook(oldSecret).verify(body.replace('1042', '1043'), headers)).toThrow();
    expect(() => new Webhook(newSecret).verify(body, headers)).toThrow();
    expect(headers['content-type']).toBe('application/json');
  });

  it('counts under both secrets while one follows the other', async () => {
    await send({ secrets: [newSecret, oldSecret] });
    const [{ body, headers }] = receiver.received as [(typeof receiver.received)[0]];
    expect(new Webhook(oldSecret).verify(body, headers)).toEqual({ alarm: 1042 });
    expect(new Webhook(newSecret).verify(body, headers)).toEqual({ alarm: 1042 });
  });
});

describe('a receiver', () => {
  it.each([
    ['that refuses', 'refuses', 'status 503'],
    ['that sends elsewhere', 'redirects', 'status 307'],
    ['whose line is cut before it answered', 'cuts', 'socket hang up'],
    ['whose line is cut within the answer', 'cuts-within', 'aborted'],
  ] as const)('%s has not taken it', async (_who, behaviour, message) => {
    receiver.become(behaviour);
    await expect(send()).rejects.toThrow(message);
    expect(receiver.received).toHaveLength(1);
  });

  it('that hangs is left when the time is up', async () => {
    receiver.become('hangs');
    const time = new AbortController();
    const sending = send({}, time.signal);
    await expect.poll(() => receiver.received.length).toBe(1);
    time.abort(new Error('no answer in time'));
    await expect(sending).rejects.toThrow();
  });

  it('that is not there is said so at once', async () => {
    await receiver.close();
    await expect(send()).rejects.toThrow('ECONNREFUSED');
    receiver = await openReceiver();
  });
});

test('a repeat after a cut line is recognised: the same id and the same body, another moment', async () => {
  receiver.become('cuts');
  await expect(send()).rejects.toThrow();
  receiver.become('takes');
  await send({ at: new Date(at.getTime() + 2_000) });
  const [first, second] = receiver.received;
  expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  expect(second!.body).toBe(first!.body);
  expect(second!.headers['webhook-timestamp']).not.toBe(first!.headers['webhook-timestamp']);
  for (const { body, headers } of [first!, second!])
    expect(new Webhook(oldSecret).verify(body, headers)).toEqual({ alarm: 1042 });
});
