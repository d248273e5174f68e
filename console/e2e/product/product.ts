// The product that this worker's stories are told on: each worker starts one of its own, for a board that two
// stories share is nobody's.
import { AddressRegister } from '../../../api/src/testing/address-register.ts';
import { startInstance, type TestInstance } from '../../../tools/testing/instance.ts';
import { testPort } from '../../../tools/testing/ports.ts';

type Product = TestInstance & {
  /** Where it believes that the system of Limburg's control room listens. */
  controlRoomPort: number;
};

/** Webhooks to it are signed with this. */
export const controlRoomSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let running: Product | undefined;

export function product(): Product {
  if (!running) throw new Error('the product of this worker is not running');
  return running;
}

export async function startProduct(): Promise<void> {
  const controlRoomPort = await testPort();
  const register = new AddressRegister([
    {
      type: 'adres',
      name: 'Krommestraat 5, 3811CA Amersfoort',
      latitude: 52.15528,
      longitude: 5.38721,
    },
    { type: 'hectometerpaal', name: 'A28-219', latitude: 52.1559, longitude: 5.38721 },
  ]);
  const instance = await startInstance({
    env: {
      // Each desk keeps a line to each of them.
      ACHTERWACHT_MEDIA_WORKERS: '1',
      ACHTERWACHT_ADDRESS_NEAR_URL: (await register.start()).href,
    },
  });
  const webhook = {
    name: 'Meldkamer Limburg',
    url: `http://127.0.0.1:${controlRoomPort}/in`,
    format: 'json',
    rooms: ['limburg'],
    secrets: [controlRoomSecret],
  };
  await instance.command('settings', 'set', 'webhooks', JSON.stringify({ webhooks: [webhook] }));
  running = { ...instance, controlRoomPort };
}
