// Presses as the intake hands them on: decoded, not yet recorded.
import { randomUUID } from 'node:crypto';
import type { DecodedSignal, Position, SignalKind } from '@achterwacht/shared/signals.ts';
import { sealContent } from '../messages/record/message-content.ts';
import { contentHashOf, type Message } from '../messages/record/record-message.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import type { SeededButton } from './seed-centre.ts';

export function decoded(kind: SignalKind, changes: Partial<DecodedSignal> = {}): DecodedSignal {
  return {
    kind,
    code: null,
    zone: null,
    deviceTime: null,
    position: null,
    batteryPercent: null,
    text: null,
    warnings: [],
    ...changes,
  };
}

/** As a receiver of satellites gives it that says nothing but where. */
export const fixAt = (
  latitude: number,
  longitude: number,
  accuracyMetres: number | null = 10,
): Position => ({
  latitude,
  longitude,
  accuracyMetres,
  altitudeMetres: null,
  speedMetresPerSecond: null,
  headingDegrees: null,
  fixAt: null,
  source: 'gnss',
});

/** A new delivery; two with the same sequence and signals are the same message delivered twice. */
export function delivery(
  keys: KeyRing,
  button: SeededButton,
  centreId: string,
  receivedAt: Date,
  sequence: number,
  signals: DecodedSignal[] = [decoded('panic')],
): Message {
  const occasion = {
    account: button.account,
    sequence: String(sequence),
    frameTime: null,
    signals,
  };
  const id = randomUUID();
  const content = {
    raw: Buffer.from(`${button.account} ${sequence}`),
    signals: signals.map((signal) => ({ id: randomUUID(), decoded: signal })),
  };
  return {
    ...content,
    id,
    centreId,
    buttonId: button.id,
    receivedAt,
    protocol: 'dc09',
    transport: 'tcp',
    remoteAddress: '127.0.0.1',
    account: button.account,
    sequence: String(sequence),
    verdict: 'decoded',
    contentHash: contentHashOf(keys, occasion),
    disposition: 'pending',
    handledAt: null,
    handleAt: new Date(receivedAt.getTime() + 1_000),
    sealed: sealContent(keys, id, button.holderId, content),
  };
}
