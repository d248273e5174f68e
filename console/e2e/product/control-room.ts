// The system of one control room, as a real small server at an address that the product was started with.
// Only Limburg has one: every other story is told where there is none.
import { Webhook } from 'standardwebhooks';
import { openReceiver } from '../../../api/src/testing/receiver.ts';
import { controlRoomSecret, product } from './product.ts';

/** A press with these on its line comes from the Vrijthof in Maastricht. */
export const inLimburg = ['--lat', '50.8490', '--lon', '5.6885'] as const;

type ReceivedMessage = {
  /** The same for a repeat. */
  id: string;
  /** To the letter. */
  body: string;
  type: string;
  data: { class: string; mode: string; text: string | null; heard: string | null };
};

export async function openControlRoom() {
  const receiver = await openReceiver(product().controlRoomPort);
  return {
    become: receiver.become,
    close: receiver.close,
    /** What reached it, each checked against its signature. */
    received: (): ReceivedMessage[] =>
      receiver.received.map(({ body, headers }) => {
        const read = new Webhook(controlRoomSecret).verify(body, headers) as Pick<
          ReceivedMessage,
          'type' | 'data'
        >;
        return { id: headers['webhook-id']!, body, type: read.type, data: read.data };
      }),
  };
}
