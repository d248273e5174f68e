// Whatever the code of a route hands over, of alarms only what the asker's view lets through is answered.
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { expect, test } from 'vitest';
import type { PlacedItem } from '@achterwacht/shared/feed-view.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import { anna, uuid } from '@achterwacht/shared/testing/given.ts';
import type { Authentication } from '../access/authentication.ts';
import { serve } from './server.ts';

const [own, other] = [uuid(20), uuid(21)];

const itemOf = (centreId: string, sequence: number): PlacedItem => ({
  type: 'Unreadable',
  sequence,
  alarmId: uuid(1),
  version: 1,
  at: '2026-03-02T08:00:00.000Z',
  centreId,
  streamType: 'alarm',
});

test('an event of another centre that a route hands over is answered as a bare number', async () => {
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('visitor', null);
  const visitor = { ...anna, centreId: own, municipalityId: null };
  const authentication = {
    whoIs: () => Promise.resolve({ visitor }),
  } as unknown as Authentication;
  serve(app, authentication, routes.alarmLog, () =>
    Promise.resolve({ events: [itemOf(own, 4), itemOf(other, 5)] }),
  );
  const answer = await app.inject({ url: `/api/alarms/${uuid(1)}/log` });
  await app.close();
  const { centreId: _centre, streamType: _type, ...whole } = itemOf(own, 4);
  expect(answer.json()).toEqual({ events: [whole, { sequence: 5 }] });
});
