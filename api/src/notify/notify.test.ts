// Pages on their way out, through a real SMTP server and a real HTTP gateway that take, refuse, dawdle,
// hang and cut the line.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { DueEffect } from '../outbox/outbox.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { openReceiver } from '../testing/receiver.ts';
import { createMail, type MailSettings, type Send } from './mail.ts';
import { createNotify } from './notify.ts';
import type { LanguagesOf } from './read-contact-languages.ts';
import { createSms } from './sms.ts';

const supervisor = '+31612345678';
const officer = 'dienst@example.nl';
const effect: DueEffect = {
  id: '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a23',
  kind: 'page-supervisor',
  centreId: '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a99',
  alarmId: null,
  streamVersion: null,
  streamId: null,
  mode: 'real',
  recipient: 'dienstdoende supervisor',
  text: 'Alarm 1042 wacht te lang op aannemen.',
  attempts: 1,
  noticeId: '0192f0c1-7d3a-4b6e-9a51-2f6d8c0b1a23',
  receiver: null,
};
const subject = 'Bericht van de alarmcentrale';
const inDutch: LanguagesOf = (_centreId, contacts) =>
  Promise.resolve(new Map(contacts.map((contact) => [contact, 'nl'])));
const soon = () => AbortSignal.timeout(10_000);

let post: Awaited<ReturnType<typeof openMailServer>>;
let gateway: Awaited<ReturnType<typeof openReceiver>>;
beforeEach(async () => {
  [post, gateway] = await Promise.all([openMailServer(), openReceiver()]);
});
afterEach(async () => {
  await Promise.all([post.close(), gateway.close()]);
});

const from = 'Alarmcentrale <centrale@example.nl>';
const mail = (way: Omit<MailSettings, 'from'> = { ...post.way, password: post.password }) =>
  createMail({ ...way, from });
const sms = () => createSms({ url: gateway.url.href, token: 'geheim', from: 'Achterwacht' });
const ways = (byMail: Send | null, bySms: Send | null) => ({
  mailOf: () => byMail,
  smsOf: () => bySms,
});
const both = () => createNotify(ways(mail(), sms()), inDutch);

describe('mail', () => {
  it('arrives, with a subject that tells nothing and an id that a repeat shares', async () => {
    const send = mail();
    await send({ id: effect.id, to: officer, subject, text: effect.text }, soon());
    await send({ id: effect.id, to: officer, subject, text: effect.text }, soon());
    expect(post.mails).toMatchObject([{ from: 'centrale@example.nl', to: [officer] }, {}]);
    const ids = post.mails.map(({ source }) => /^Message-ID: (.*)\r$/im.exec(source)?.[1]);
    expect(ids).toEqual([`<${effect.id}@example.nl>`, `<${effect.id}@example.nl>`]);
    const [first] = post.mails;
    expect(first?.source).toContain('Subject: Bericht van de alarmcentrale');
    expect(first?.source).toContain(effect.text);
  });

  it('that is refused was not sent', async () => {
    post.refuse('vol');
    await expect(both().page(() => [officer])(effect, soon())).rejects.toThrow(/450/);
    expect(post.mails).toEqual([]);
  });

  it('with a wrong password was not sent', async () => {
    const wrong = { ...post.way, password: 'anders' };
    await expect(
      mail(wrong)({ id: '1', to: officer, subject, text: 'x' }, soon()),
    ).rejects.toThrow();
    expect(post.mails).toEqual([]);
  });

  it('to a server that never says a word is left when the time is up', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const time = new AbortController();
    const sending = mail({ ...post.way, password: null, port })(
      { id: '1', to: officer, subject, text: 'x' },
      time.signal,
    );
    await expect.poll(() => sockets.length).toBe(1);
    time.abort();
    await expect(sending).rejects.toThrow('no answer in time');
    sockets.forEach((socket) => socket.destroy());
    silent.close();
    await once(silent, 'close');
  });
});

describe('SMS', () => {
  it('is one question with the effect’s id', async () => {
    expect(await both().page(() => [supervisor])(effect, soon())).toEqual({ status: 'sent' });
    expect(gateway.received).toHaveLength(1);
    expect(gateway.received[0]).toMatchObject({
      headers: { authorization: 'Bearer geheim', 'idempotency-key': effect.id },
    });
    expect(JSON.parse(gateway.received[0]!.body)).toEqual({
      to: supervisor,
      from: 'Achterwacht',
      text: effect.text,
      reference: effect.id,
    });
  });

  it.each(['refuses', 'redirects', 'cuts', 'cuts-within'] as const)(
    'by a gateway that %s was not sent, and goes again under the same id',
    async (behaviour) => {
      const page = both().page(() => [supervisor]);
      gateway.become(behaviour);
      await expect(page(effect, soon())).rejects.toThrow();
      gateway.become('takes');
      expect(await page(effect, soon())).toEqual({ status: 'sent' });
      expect(gateway.received.map(({ headers }) => headers['idempotency-key'])).toEqual([
        effect.id,
        effect.id,
      ]);
    },
  );

  it('by a gateway that hangs is left when the time is up', async () => {
    gateway.become('hangs');
    const time = new AbortController();
    const sending = both().page(() => [supervisor])(effect, time.signal);
    await expect.poll(() => gateway.received.length).toBe(1);
    time.abort(new Error('no answer in time'));
    await expect(sending).rejects.toThrow();
  });
});

describe('a list of several', () => {
  it('is told by SMS and by mail, each under an id of its own', async () => {
    await both().page(() => [supervisor, '+31687654321', officer])(effect, soon());
    expect(post.mails).toHaveLength(1);
    expect(gateway.received.map(({ headers }) => headers['idempotency-key']).sort()).toEqual([
      `${effect.id}.1`,
      `${effect.id}.2`,
    ]);
  });

  it('is told again only where it failed', async () => {
    const page = both().page(() => [supervisor, officer]);
    post.refuse('vol');
    await expect(page(effect, soon())).rejects.toThrow();
    post.refuse(null);
    expect(await page(effect, soon())).toEqual({ status: 'sent' });
    expect(gateway.received).toHaveLength(1);
    expect(post.mails).toHaveLength(1);
  });
});

test('without a list, or a gateway for anybody on it, it is withheld', async () => {
  const withheld = { status: 'withheld', why: 'no-gateway' };
  expect(await both().page(() => [])(effect, soon())).toEqual(withheld);
  const mailOnly = createNotify(ways(mail(), null), inDutch);
  expect(await mailOnly.page(() => [supervisor])(effect, soon())).toEqual(withheld);
});

test('with a gateway for one and none for another it is not called sent', async () => {
  const mailOnly = createNotify(ways(mail(), null), inDutch);
  await expect(mailOnly.page(() => [supervisor, officer])(effect, soon())).rejects.toThrow(
    'no gateway',
  );
  expect(post.mails).toHaveLength(1);
});

test('F2 thousands of pages in a minute: twenty, and one that speaks for the others', async () => {
  const page = createNotify(ways(mail(), null), inDutch, { now: () => new Date(0) }).page(() => [
    officer,
  ]);
  const pages = Array.from({ length: 60 }, (_, index) => ({ ...effect, id: `page-${index}` }));
  const results = [];
  for (const one of pages) results.push((await page(one, soon())).status);
  expect(results.filter((status) => status === 'sent')).toHaveLength(21);
  expect(post.mails).toHaveLength(21);
  expect(post.mails.at(-1)?.source).toContain('Er wachten meer alarmen');
});
