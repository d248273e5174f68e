// How many accepted frames of one account are kept. Of a button without a key anybody can send what is accepted, and
// what was recorded of one with a key can be sent again for forty seconds; each is decided under its button's lock,
// and is an event at every desk. Beyond these numbers a frame is not answered, so that a device that means it sends it
// again, and is counted in its button's alarm.
import { senderOf } from '@achterwacht/shared/net/sender-of.ts';

/** In ten seconds; calls for help and all else apart, so that none of the second uses up what a press may need. */
export const acceptedLimits = {
  /** Nobody presses ten times a second, and a device in need that sends its place every second has plenty left. */
  ofAccountFromSender: 100,
  /** Another address has as many once more: a device that changes its network, or the real one beside a liar. */
  ofAccount: 200,
} as const;

export type AcceptedFrame = {
  receivedAt: Date;
  remoteAddress: string;
  account: string;
  callsForHelp: boolean;
};

const windowMilliseconds = 10_000;

export class AcceptedLimits {
  #window = 0;
  /** Of this window: by kind of registered accounts, and by the senders of what was admitted of them. */
  readonly #admitted = new Map<string, number>();

  /** Whether this one is kept; counts it when so. */
  admits({ receivedAt, remoteAddress, account, callsForHelp }: AcceptedFrame): boolean {
    const window = Math.floor(receivedAt.getTime() / windowMilliseconds);
    if (window !== this.#window) this.#admitted.clear();
    this.#window = window;
    const ofAccount = `${callsForHelp ? 'calls' : 'others'} ${account}`;
    const ofSender = `${ofAccount} of ${senderOf(remoteAddress)}`;
    const [fromSender, inAll] = [this.#of(ofSender), this.#of(ofAccount)];
    if (fromSender >= acceptedLimits.ofAccountFromSender || inAll >= acceptedLimits.ofAccount)
      return false;
    this.#admitted.set(ofSender, fromSender + 1);
    this.#admitted.set(ofAccount, inAll + 1);
    return true;
  }

  #of(name: string): number {
    return this.#admitted.get(name) ?? 0;
  }
}
