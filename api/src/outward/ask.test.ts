// Questions to the outside at a small real server, by names that lead elsewhere than they did a moment ago.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BadAddress } from './address.ts';
import { allowedLookup } from './allowed-lookup.ts';
import { ask, NoAnswer } from './ask.ts';

let server: Server;
let at: string;
const heard: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(request.url ?? '');
    if (request.url === '/elsewhere') response.writeHead(302, { location: '/secret' }).end();
    else if (request.url === '/endless')
      for (let part = 0; part < 20; part += 1) response.write('x'.repeat(100_000));
    else if (request.url === '/cut') response.writeHead(200, { 'content-length': '9' }).destroy();
    else if (request.url !== '/silent')
      response.writeHead(200, { 'content-type': 'text/x' }).end('ja');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const question = { method: 'GET', headers: {}, body: null, signal: null };
const asked = (url: string, signal: AbortSignal | null = null) =>
  ask(new URL(url), { ...question, signal });

/** A name whose holder answers otherwise at each question. */
function turning(...addresses: string[]) {
  const answers = addresses.map((address) => [{ address, family: 4 }]);
  let question = 0;
  const find: Parameters<typeof allowedLookup>[0] = (_name, _options, found) =>
    found(null, answers[Math.min(question++, answers.length - 1)]!);
  return { lookup: allowedLookup(find), questions: () => question };
}

test('what is answered is read, with its headers', async () => {
  const answer = await asked(`http://${at}/hier`);
  expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
    200,
    'text/x',
    'ja',
  ]);
});

test('a name that leads to what is allowed and then to what is not: the connection goes where was looked', async () => {
  const { port } = new URL(`http://${at}`);
  const name = turning('127.0.0.1', '169.254.169.254');
  const answer = await ask(new URL(`http://turning.example:${port}/`), question, name.lookup);
  expect([answer.status, name.questions()]).toEqual([200, 1]);
  const back = turning('169.254.169.254', '127.0.0.1');
  heard.splice(0);
  await expect(
    ask(new URL(`http://turning.example:${port}/`), question, back.lookup),
  ).rejects.toThrow(BadAddress);
  expect(heard).toEqual([]);
});

test('who sends elsewhere, has no end, is cut off, or says nothing has not answered', async () => {
  await expect(asked(`http://${at}/elsewhere`)).rejects.toThrow('sent elsewhere');
  expect(heard).not.toContain('/secret');
  await expect(asked(`http://${at}/endless`)).rejects.toThrow();
  await expect(asked(`http://${at}/cut`)).rejects.toThrow(NoAnswer);
  await expect(asked('http://127.0.0.1:9/')).rejects.toThrow(NoAnswer);
  const silent = asked(`http://${at}/silent`, AbortSignal.timeout(50));
  await expect(silent).rejects.toMatchObject({ name: 'TimeoutError' });
});
