// One desk as this server knows it: a random id from its tokens, its socket, one transport that can only
// receive, and what it hears on that.
//
// States: no transport → transport made → connected (by DTLS) → gone. Rooms are joined and left in any of
// them; a consumer made before DTLS is through starts to sound when it is.
import type { types } from 'mediasoup';
import type { Socket } from 'socket.io';
import type {
  ConsumerParameters,
  ListenerRefusalCode,
  ListenerToServer,
  ServerToListener,
} from '@achterwacht/shared/listen-in/desk.ts';
import type { Station } from '../workers/workers.ts';

type ListenerSocket = Socket<ListenerToServer, ServerToListener, object, { listenerId: string }>;

export type Listener = {
  id: string;
  socket: ListenerSocket;
  station?: Station;
  transport?: types.WebRtcTransport;
  pulse?: types.Consumer;
  rtpCapabilities?: types.RtpCapabilities;
  /** By room; undefined while the device sends nothing. */
  consumers: Map<string, types.Consumer | undefined>;
  /** By room not joined yet: they stand still, and no packet of them leaves the worker. */
  prepared: Map<string, types.Consumer>;
};

/** A refusal that is an answer, not a fault. */
export class Refusal extends Error {
  readonly code: ListenerRefusalCode;
  constructor(code: ListenerRefusalCode) {
    super(code);
    this.code = code;
  }
}

/** @throws Refusal before it has asked for one. */
export function needTransport({ transport, station }: Listener) {
  if (!transport || !station) throw new Refusal('no-transport');
  return { transport, station };
}

export function parametersOf({
  id,
  producerId,
  rtpParameters,
}: types.Consumer): ConsumerParameters {
  return { id, producerId, kind: 'audio', rtpParameters };
}

export function dropTransport(listener: Listener): void {
  if (listener.station) listener.station.load -= 1;
  // Its consumers close with it.
  listener.transport?.close();
  delete listener.transport;
  delete listener.station;
  delete listener.pulse;
  for (const deviceId of listener.consumers.keys()) listener.consumers.set(deviceId, undefined);
  listener.prepared.clear();
}
