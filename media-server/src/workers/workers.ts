// The mediasoup workers: one process each, one router and one media port each. A worker that dies is
// replaced on its own port; what was on it is told by `onDied` and comes back by itself (rooms/, listening/).
//
// A slot is a place among the workers and outlives them: up → (died) → starting → up. Nothing but this
// file creates routers, and no router ever gets a transport that could send to a device: transports for
// devices get producers only, and only listeners and taps get consumers.
import { createWorker, type types } from 'mediasoup';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { routerCodecs } from './codecs.ts';
import type { Logger } from '../process/logger.ts';
import { startPulse } from './pulse.ts';

/** A worker in service. Replaced by another object when it dies. */
export type Station = {
  slot: number;
  worker: types.Worker;
  router: types.Router;
  webRtcServer: types.WebRtcServer;
  /** What recorders listen through. */
  tap: types.DirectTransport;
  /** Never sounds; lets listeners connect before there is anything to hear. */
  pulse: types.Producer;
  /** Rooms and listeners on it, for placement. */
  load: number;
};

export type Workers = {
  /** The one with the least to do; undefined while none is up. */
  leastLoaded: () => Station | undefined;
  isUp: (station: Station) => boolean;
  /** Of a device that names its stream neither in its offer nor in its packets: upstream's own worker drops it. */
  hearsUnnamed: boolean;
  /** Undefined when closed before that. */
  untilOneIsUp: () => Promise<Station | undefined>;
  describe: () => { pid: number; alive: boolean }[];
  onDied: (listener: (dead: Station) => void) => void;
  close: () => Promise<void>;
};

export type WorkerOptions = {
  workerBin: string;
  count: number;
  bind: string;
  announcedAddress: string | undefined;
  /** Of the first worker; each next one has the next port. */
  mediaPort: number;
  log: Logger;
};

/** What a worker has in it that was built by worker-build/build-worker.sh: the words of what is added there. */
const hearsUnnamedMark = 'a packet that names no producer goes to the only one there is';

/** A worker that dies at once, again and again, must not keep the machine busy. */
const shortestPauseMilliseconds = 50;
const longestPauseMilliseconds = 5000;

export async function startWorkers(options: WorkerOptions): Promise<Workers> {
  const { count, log } = options;
  const stations: (Station | undefined)[] = Array.from({ length: count });
  const pids: number[] = Array.from({ length: count }, () => 0);
  const listeners: ((dead: Station) => void)[] = [];
  const closing = new AbortController();

  async function open(slot: number): Promise<void> {
    const station = await openStation(slot, options);
    if (closing.signal.aborted) {
      station.worker.close();
      return;
    }
    stations[slot] = station;
    pids[slot] = station.worker.pid;
    station.worker.once('died', (error) => {
      log.error({ error, slot, pid: station.worker.pid }, 'a worker died');
      stations[slot] = undefined;
      for (const listener of listeners) listener(station);
      void reopen(slot);
    });
  }

  async function reopen(slot: number): Promise<void> {
    for (let pause = shortestPauseMilliseconds; !closing.signal.aborted; pause *= 2) {
      try {
        await open(slot);
        log.warn({ slot, pid: pids[slot] }, 'a worker was replaced');
        return;
      } catch (error) {
        log.error({ error, slot }, 'a worker does not start');
        const milliseconds = Math.min(pause, longestPauseMilliseconds);
        await sleep(milliseconds, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  }

  try {
    await Promise.all(stations.map((_, slot) => open(slot)));
  } catch (error) {
    for (const station of stations) station?.worker.close();
    throw error;
  }

  const leastLoaded = () =>
    stations
      .filter((station) => station !== undefined)
      .reduce<Station | undefined>(
        (least, one) => (least && least.load <= one.load ? least : one),
        undefined,
      );

  return {
    leastLoaded,
    untilOneIsUp: async () => {
      while (!closing.signal.aborted) {
        const station = leastLoaded();
        if (station) return station;
        await sleep(shortestPauseMilliseconds);
      }
      return undefined;
    },
    isUp: (station) => stations[station.slot] === station,
    hearsUnnamed: readFileSync(options.workerBin).includes(hearsUnnamedMark),
    describe: () => pids.map((pid, slot) => ({ pid, alive: stations[slot] !== undefined })),
    onDied: (listener) => void listeners.push(listener),
    close: async () => {
      closing.abort();
      await Promise.all(
        stations.map(async (station) => {
          if (!station || station.worker.subprocessClosed) return;
          const gone = new Promise<void>((resolve) =>
            station.worker.once('subprocessclose', resolve),
          );
          station.worker.close();
          await gone;
        }),
      );
    },
  };
}

async function openStation(slot: number, options: WorkerOptions): Promise<Station> {
  const { workerBin, bind, announcedAddress, mediaPort } = options;
  const worker = await createWorker({ workerBin, logLevel: 'error' });
  stopsWhenWeSay(worker);
  try {
    const webRtcServer = await worker.createWebRtcServer({
      listenInfos: listenAddresses(bind, announcedAddress).flatMap((address) =>
        (['udp', 'tcp'] as const).map((protocol) => ({
          protocol,
          ...address,
          port: mediaPort + slot,
        })),
      ),
    });
    const router = await worker.createRouter({ mediaCodecs: routerCodecs });
    const tap = await router.createDirectTransport();
    const pulse = await startPulse(tap);
    return { slot, worker, router, webRtcServer, tap, pulse, load: 0 };
  } catch (error) {
    worker.close();
    throw error;
  }
}

/**
 * mediasoup closes each worker by itself when this process is asked to stop: before the desks have been told,
 * and before the last packets are kept. main.ts has an order for that.
 */
function stopsWhenWeSay(worker: types.Worker): void {
  // Not in its types; `off` throws if a later version calls it something else.
  const { onSignal } = worker as unknown as { onSignal: () => void };
  process.off('SIGTERM', onSignal);
  process.off('SIGINT', onSignal);
}

/**
 * "All addresses" is no address a device could send to: each of the machine's own is offered then. An
 * announced address (behind address translation, in a container) stands for whatever is bound.
 */
function listenAddresses(bind: string, announcedAddress: string | undefined) {
  if (announcedAddress) return [{ ip: bind, announcedAddress }];
  if (bind !== '0.0.0.0' && bind !== '::') return [{ ip: bind }];
  const family = bind === '::' ? ['IPv4', 'IPv6'] : ['IPv4'];
  return (
    Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      // Link-local IPv6 needs the name of an interface with it, which a candidate can't carry.
      .filter((one) => family.includes(one.family) && !one.address.startsWith('fe80:'))
      .map(({ address }) => ({ ip: address }))
  );
}

/** The transport of a device: sound comes in. It never gets a consumer. */
export function openDeviceTransport({ router, webRtcServer }: Station) {
  return router.createWebRtcTransport({
    webRtcServer,
    preferUdp: true,
    // A telephone that walked out of reach is gone after this; sound is called lost much sooner.
    iceConsentTimeout: 15,
  });
}

/** The transport of a listener: sound goes out. It never gets a producer. */
export function openListenerTransport({ router, webRtcServer }: Station) {
  return router.createWebRtcTransport({ webRtcServer, preferUdp: true, iceConsentTimeout: 15 });
}
