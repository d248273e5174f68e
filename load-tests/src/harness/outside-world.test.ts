import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { openOutside } from './outside-world.ts';

test('it answers by its own protocol, and counts who came', async () => {
  const outside = await openOutside('answers');
  const { status } = await fetch(`http://127.0.0.1:${outside.ports.sms}/`, {
    method: 'POST',
    body: 'hallo',
  });
  expect(status).toBe(202);
  const mail = connect(outside.ports.mail, '127.0.0.1');
  let said = '';
  mail.setEncoding('utf8').on('data', (text: string) => (said += text));
  mail.write('EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhallo\r\n.\r\nQUIT\r\n');
  await once(mail, 'close');
  expect(said.split('\r\n').map((line) => line.slice(0, 3))).toEqual([
    '220',
    '250',
    '250',
    '250',
    '354',
    '250',
    '221',
    '',
  ]);
  expect(outside.reached()).toEqual({ mail: 1, sms: 1, webhook: 0 });
  await outside.close();
});

test('it swallows: the question arrives and no answer ever comes, until it is closed', async () => {
  const outside = await openOutside('swallows');
  const socket = connect(outside.ports.webhook, '127.0.0.1');
  const said: Buffer[] = [];
  socket.on('data', (bytes) => said.push(bytes));
  socket.on('error', () => {});
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n');
  await once(socket, 'connect');
  while (outside.reached().webhook === 0) await new Promise((resolve) => setImmediate(resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await outside.close();
  await closed;
  expect(Buffer.concat(said).length).toBe(0);
});
