// The faults, by name. Each is done to a running product from outside, in the middle of a stream of presses
// under the eyes of a dozen consoles; what must hold afterwards is the same for all (judge.ts), plus what
// a scenario adds.
import { setTimeout as pause } from 'node:timers/promises';
import { stepSignals } from '../../../tools/testing/stepped-clock-signals.ts';
import { openTunnel } from '../../../tools/testing/tunnel.ts';
import type { ListedAlarm } from '../outside/invariants.ts';
import { startSecondApi } from '../target/target.ts';
import type { Judgement } from './judge.ts';
import type { Stage } from './stage.ts';

type Strike = {
  stage: Stage;
  /** How long the fault lasts, where it has a length. */
  seconds: number;
  reportProgress: (what: string) => void;
};

export type Scenario = {
  does: string;
  /** Of the product's programs, before they start. */
  env?: Record<string, string>;
  /** Puts something beside the product or in its way, before anybody presses; gives how it ends. */
  prepare?: (stage: Stage) => Promise<() => void | Promise<void>>;
  strike: (strike: Strike) => Promise<void>;
  /** What `/readyz` goes on naming afterwards, rightly. */
  staysOff?: string;
  /** Sentences about what this fault in particular must not have done. */
  judge?: (stage: Stage, judgement: Judgement) => Promise<string[]> | string[];
};

const steppedClock = new URL('../../../tools/testing/stepped-clock.ts', import.meta.url).href;
/** A sweep, and a busy machine's own delays. */
const sweptMilliseconds = 2_000 + 3_000;

export const scenarios: Record<string, Scenario> = {
  'kill-api': {
    does: 'kill -9 of the api, and again once it is back',
    async strike(strike) {
      await killAndWait(strike, 'api');
      await pause(1_000);
      await killAndWait(strike, 'api');
    },
  },
  'kill-redis': {
    does: 'kill -9 of Redis',
    strike: (strike) => killAndWait(strike, 'redis'),
  },
  'flush-redis': {
    does: 'everything in Redis deleted, every second',
    async strike({ stage, seconds, reportProgress }) {
      for (let second = 0; second < seconds; second += 1) {
        reportProgress('FLUSHALL');
        await stage.redis('FLUSHALL');
        await pause(1_000);
      }
    },
  },
  'pause-redis': {
    does: 'Redis stands still, keeping its connections',
    async strike({ stage, seconds, reportProgress }) {
      reportProgress('SIGSTOP redis');
      stage.signal('redis', 'SIGSTOP');
      try {
        await pause(seconds * 1000);
      } finally {
        reportProgress('SIGCONT redis');
        stage.signal('redis', 'SIGCONT');
      }
    },
    judge: (_stage, judgement) => deadlinesInTime(judgement),
  },
  'kill-postgres': {
    does: 'kill -9 of Postgres',
    strike: (strike) => killAndWait(strike, 'postgres'),
  },
  'kill-workers': {
    does: 'no worker ever gets a wake-up: each is taken away as it is set',
    async strike({ stage, seconds, reportProgress }) {
      reportProgress('wake-ups taken away');
      const until = performance.now() + seconds * 1000;
      while (performance.now() < until) {
        await stage.redis('DEL bull:deadlines:delayed bull:deadlines:wait');
        await pause(50);
      }
    },
    judge: (_stage, judgement) => deadlinesInTime(judgement),
  },
  'two-processes': {
    does: 'two api processes with half of the devices and consoles each; kill -9 of one',
    async prepare(stage) {
      const second = await startSecondApi(stage.target);
      stage.places.push(second);
      return second.stop;
    },
    strike: (strike) => killAndWait(strike, 'api'),
  },
  'clock-step': {
    does: 'the clock of the api’s machine set ten minutes ahead, then ten behind',
    staysOff: 'clock',
    env: { NODE_OPTIONS: `--import=${steppedClock}` },
    async strike({ stage, seconds, reportProgress }) {
      for (const [what, name] of Object.entries(stepSignals)) {
        reportProgress(`clock ${what}`);
        stage.signal('api', name);
        await pause((seconds * 1000) / 2);
      }
    },
    async judge(stage, judgement) {
      const alarms = await stage.command<ListedAlarm[]>('alarms', '--open');
      const ofSystem = alarms.filter(({ kind }) => kind === 'system');
      return [
        ...(ofSystem.length === 1 ? [] : [`${ofSystem.length} system alarms for a stepped clock`]),
        ...deadlinesInTime(judgement),
      ];
    },
  },
  'link-cut': {
    does: 'the lines of all devices and consoles go dead without a word',
    async prepare(stage) {
      const { origin, devices } = stage.target.api;
      const { hostname: host, port } = new URL(origin);
      const toConsoles = await openTunnel({ host, port: Number(port) });
      const toDevices = await openTunnel(devices);
      const here = '127.0.0.1';
      stage.tunnels = [toConsoles, toDevices];
      stage.places = [
        {
          origin: `http://${here}:${toConsoles.port}`,
          devices: { host: here, port: toDevices.port },
        },
      ];
      return () => stage.tunnels.forEach((tunnel) => tunnel.close());
    },
    async strike({ stage, seconds, reportProgress }) {
      reportProgress('lines cut');
      for (const tunnel of stage.tunnels) tunnel.cut();
      await pause(seconds * 1000);
      reportProgress('lines mended');
      for (const tunnel of stage.tunnels) tunnel.mend();
    },
  },
};

/** kill -9, and what supervises it starts it again. */
async function killAndWait(
  { stage, reportProgress }: Strike,
  program: 'api' | 'redis' | 'postgres',
): Promise<void> {
  const killed = stage.pidOf(program);
  reportProgress(`kill -9 ${program}`);
  process.kill(killed, 'SIGKILL');
  const until = performance.now() + 60_000;
  while (stage.pidOf(program) === killed) {
    if (performance.now() > until) throw new Error(`${program} did not come back`);
    await pause(50);
  }
  reportProgress(`${program} is back`);
}

function deadlinesInTime({ latestDeadlineMilliseconds }: Judgement): string[] {
  return latestDeadlineMilliseconds > sweptMilliseconds
    ? [`a deadline acted ${latestDeadlineMilliseconds} ms late`]
    : [];
}
