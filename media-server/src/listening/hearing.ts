// What a desk hears: a consumer for each room that a token or the api opened to it, one that stands still for
// each room that it made ready. This and the recorder are all that ever consumes a device's sound.
import type { types } from 'mediasoup';
import type { Right } from '@achterwacht/shared/listen-in/tokens.ts';
import type { Devices } from '../access/credentials.ts';
import type { Rights } from '../access/rights.ts';
import { roomsPerListener } from '../process/limits.ts';
import type { Logger } from '../process/logger.ts';
import type { Member, Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { needTransport, parametersOf, Refusal, type Listener } from './listener.ts';

export type Hearing = ReturnType<typeof createHearing>;

export function createHearing(parts: {
  rooms: Rooms;
  devices: Devices;
  rights: Rights;
  log: Logger;
  find: (listenerId: string) => Listener | undefined;
}) {
  const { rooms, devices, rights, log, find } = parts;

  /** @throws Refusal when this listener can't have it. */
  function roomFor(
    listener: Listener,
    deviceId: string,
    rtpCapabilities: types.RtpCapabilities,
  ): Room {
    needTransport(listener);
    listener.rtpCapabilities = rtpCapabilities;
    if (!devices.has(deviceId)) throw new Refusal('unknown-room');
    const { consumers, prepared } = listener;
    const known = new Set([...consumers.keys(), ...prepared.keys()]);
    if (known.size >= roomsPerListener && !known.has(deviceId)) throw new Refusal('too-many');
    const room = rooms.open(deviceId);
    if (!room) throw new Refusal('try-again');
    return room;
  }

  /** What the listener hears already needs no preparing: that consumer is the answer then. */
  async function prepare(listener: Listener, room: Room): Promise<types.Consumer | undefined> {
    const { deviceId } = room;
    const { station, transport } = needTransport(listener);
    const producer = await room.producerOn(station);
    if (!producer || !listener.rtpCapabilities) return undefined;
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities: listener.rtpCapabilities,
      paused: true,
    });
    if (listener.consumers.has(deviceId)) {
      consumer.close();
      return listener.consumers.get(deviceId);
    }
    listener.prepared.get(deviceId)?.close();
    listener.prepared.set(deviceId, consumer);
    return consumer;
  }

  function enter(listener: Listener, room: Room, { alarmId, version }: Right): void {
    const member = room.members.get(listener.id);
    if (member) {
      member.rights.set(alarmId, Math.max(version, member.rights.get(alarmId) ?? 0));
      return;
    }
    closeConsumer(listener, room.deviceId);
    listener.consumers.set(room.deviceId, undefined);
    room.members.set(listener.id, {
      listenerId: listener.id,
      rights: new Map([[alarmId, version]]),
      sound: () => void offerSound(listener, room),
      lost: (why) => {
        listener.socket.emit('sound-lost', { room: room.deviceId, why });
        if (why === 'ended') closeConsumer(listener, room.deviceId);
      },
    });
  }

  /** One at a time is enough: two calls meet at the same producer. */
  async function consume(listener: Listener, room: Room): Promise<types.Consumer | undefined> {
    const { station, transport } = needTransport(listener);
    const known = listener.consumers.get(room.deviceId);
    const producer = await room.producerOn(station);
    if (!producer || !listener.rtpCapabilities) return undefined;
    if (known && !known.closed && known.producerId === producer.id) return known;
    const ready = readyFor(listener, room, producer);
    if (!ready) listener.prepared.get(room.deviceId)?.close();
    listener.prepared.delete(room.deviceId);
    const consumer =
      ready ??
      (await transport.consume({
        producerId: producer.id,
        rtpCapabilities: listener.rtpCapabilities,
      }));
    await ready?.resume();
    const isStillThere = room.members.has(listener.id);
    if (!isStillThere || listener.consumers.get(room.deviceId) !== known) {
      consumer.close();
      return listener.consumers.get(room.deviceId);
    }
    known?.close();
    listener.consumers.set(room.deviceId, consumer);
    return consumer;
  }

  /** What is prepared of a session that is over, or from before another worker, is good for nothing. */
  function readyFor(listener: Listener, { deviceId }: Room, producer: types.Producer) {
    const ready = listener.prepared.get(deviceId);
    return ready && !ready.closed && ready.producerId === producer.id ? ready : undefined;
  }

  /** Only what the desk has agreed on: anything else would reach it as a stream it does not know. */
  async function start(listener: Listener, room: Room, right: Right): Promise<boolean> {
    const producer = listener.station && (await room.producerOn(listener.station));
    if (!producer || !readyFor(listener, room, producer)) return false;
    // Asked last: while the producer was found the listener may have stopped, or gone.
    if (find(listener.id) !== listener || !rights.holds(listener.id, right)) return false;
    enter(listener, room, right);
    await consume(listener, room);
    log.info({ listenerId: listener.id, deviceId: room.deviceId }, 'started by the api');
    return true;
  }

  async function offerSound(listener: Listener, room: Room): Promise<void> {
    try {
      const consumer = await consume(listener, room);
      if (!consumer) return;
      listener.socket.emit('sound', {
        room: room.deviceId,
        recordingId: recordingOf(room),
        consumer: parametersOf(consumer),
      });
    } catch (error) {
      // The worker of either end went away meanwhile; both ends are told by that.
      log.warn({ error, listenerId: listener.id }, 'sound could not be offered');
    }
  }

  /** @returns false while another alarm of this button lets it hear the room. */
  function dismissFrom(room: Room, member: Member, alarmId: string): boolean {
    member.rights.delete(alarmId);
    if (member.rights.size > 0) return false;
    const listener = find(member.listenerId);
    if (!listener) return room.members.delete(member.listenerId);
    leave(listener, room.deviceId);
    listener.socket.emit('sound-lost', { room: room.deviceId, why: 'dismissed' });
    log.info({ listenerId: listener.id, deviceId: room.deviceId, alarmId }, 'dismissed');
    return true;
  }

  function leave(listener: Listener, deviceId: string): void {
    rooms.find(deviceId)?.members.delete(listener.id);
    closeConsumer(listener, deviceId);
    listener.consumers.delete(deviceId);
    listener.prepared.get(deviceId)?.close();
    listener.prepared.delete(deviceId);
  }

  function closeConsumer(listener: Listener, deviceId: string): void {
    listener.consumers.get(deviceId)?.close();
    if (listener.consumers.has(deviceId)) listener.consumers.set(deviceId, undefined);
  }

  return { roomFor, prepare, enter, consume, start, dismissFrom, leave };
}

export function recordingOf(room: Room): string | null {
  return room.recorder.running()?.record.recordingId ?? null;
}
