// S6: from the key to the first sample on its way to the headset, with the whole product and its own desk
// in Chromium, beside a bare mediasoup consumer in the same browser. F2 takes the alarm and hears it, F4 is
// the second person who listens along. Three circumstances, for a desk is not always in the best one: its
// transport stands, it has none yet, and no UDP goes out.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Browser, Page } from 'playwright-core';
import { RtpDevice } from '../button/rtp-device.ts';
import { readSound } from '../button/sound/sound-file.ts';
import type { Sound } from '../button/sound/sound.ts';
import { DeskSession, demoAccounts } from '../target/desk-session.ts';
import { listenBare } from '../floors/bare-listener.ts';
import { openBrowser } from '../harness/desk/browser.ts';
import {
  carriedBy,
  heardAfterKey,
  watchFirstSound,
  type HeardWindow,
} from '../harness/sound/first-sound.ts';
import { Latencies, type Summary } from '../harness/latencies.ts';
import { progressOf, type MeasureOptions } from '../harness/options.ts';
import {
  atMost,
  exactly,
  ratioChecks,
  type Check,
  type MeasuredCase,
  type Result,
} from '../harness/result.ts';
import { interleave, type System } from '../harness/rounds.ts';
import type { Target } from '../target/target.ts';
import { findWorker } from './sound/find-worker.ts';
import { startBareRooms, type RoomSystem } from './sound/room-systems.ts';
import { SoundButton, withSound } from './sound/sound-button.ts';

/** Times five rounds: the twenty of the quality plan. */
const runsPerRound = 4;
const limits = { ratio: 2, medianMilliseconds: 300 };
/** Beyond this nothing was heard. */
const patienceSeconds = 10;
/** Between an alarm on the screen and the key; nobody reads and decides sooner. */
const lookMilliseconds = 1_500;

type Circumstance = {
  name: string;
  isConnected: boolean;
  carrier: 'udp' | 'tcp';
  keys: readonly ('F2' | 'F4')[];
};
const circumstances: readonly Circumstance[] = [
  { name: 'connected', isConnected: true, carrier: 'udp', keys: ['F2', 'F4'] },
  { name: 'cold', isConnected: false, carrier: 'udp', keys: ['F2'] },
  { name: 'over TCP', isConnected: true, carrier: 'tcp', keys: ['F2'] },
];

export async function listenIn(target: Target, options: MeasureOptions): Promise<Result> {
  const tone = await readSound(join(import.meta.dirname, '../../audio/tone.opus'));
  const people = await logIn(target);
  const button = await SoundButton.register(target);
  const workerBin = await findWorker();
  const floor = await startBareRooms({ rooms: 1, workers: 1, workerBin });
  const measured: MeasuredCase[] = [];
  const checks: Check[] = [];
  try {
    await withSound(new RtpDevice(deviceOf(floor)), tone, async () => {
      for (const circumstance of circumstances) {
        const browser = await openBrowser({ overTcp: circumstance.carrier === 'tcp' });
        try {
          const parts = { target, people, button, tone, floor, browser, circumstance };
          const { systems, faults } = await prepare(parts);
          const name = `S6 ${circumstance.name}`;
          options.reportProgress(name);
          const taken = await interleave(systems, options.rounds, progressOf(name, options));
          measured.push({ name, systems: taken });
          const [bare, ...products] = taken;
          checks.push(
            exactly(`${name}: runs not heard, or not by ${circumstance.carrier}`, faults.length, 0),
          );
          for (const product of products) {
            const what = `${name}, ${product.name}`;
            if (bare) checks.push(...ratioChecks(what, product, bare, { p50: limits.ratio }));
            checks.push(
              atMost(`${what}: p50`, product.p50.median, limits.medianMilliseconds, 'ms'),
            );
          }
          for (const fault of new Set(faults)) options.reportProgress(`${name}: ${fault}`);
        } finally {
          await browser.close();
        }
      }
    });
  } finally {
    await floor.stop();
  }
  return { scenario: 'listen-in', measured, checks };
}

type People = { taker: DeskSession; second: DeskSession; supervisor: DeskSession };

async function logIn(target: Target): Promise<People> {
  const accounts = await demoAccounts(target);
  const person = async (role: string, index = 0): Promise<DeskSession> => {
    const account = accounts.filter((one) => one.role === role)[index];
    if (!account) throw new Error(`the demo has no ${role} ${index}`);
    return DeskSession.logIn(target, account);
  };
  return {
    taker: await person('centralist'),
    second: await person('centralist', 1),
    supervisor: await person('supervisor'),
  };
}

type Parts = {
  target: Target;
  people: People;
  button: SoundButton;
  tone: Sound;
  floor: RoomSystem;
  browser: Browser;
  circumstance: Circumstance;
};

/** The floor first, then the product by each key. */
async function prepare(parts: Parts): Promise<{ systems: System[]; faults: string[] }> {
  const { people, floor, browser, circumstance } = parts;
  const { isConnected, carrier, keys } = circumstance;
  const faults: string[] = [];
  const note = (latencies: Latencies, who: string, heardAfter?: number, by?: string): void => {
    if (heardAfter === undefined) faults.push(`${who}: nothing was heard`);
    else latencies.record(heardAfter * 1000);
    if (by !== carrier) faults.push(`${who}: carried by ${by}`);
  };

  const bare = await openPage(browser, parts.target);
  const measureBare = async (): Promise<Summary> => {
    const latencies = new Latencies();
    for (let run = 0; run < runsPerRound; run += 1) {
      const seconds = patienceSeconds;
      const overTcp = circumstance.carrier === 'tcp';
      const heard = await listenBare(bare, floor.origin, { isConnected, overTcp, seconds });
      note(latencies, 'bare mediasoup', heard.milliseconds, heard.carrier);
    }
    return latencies.summary();
  };

  const sessions = { F2: people.taker, F4: people.second };
  const desks = new Map<'F2' | 'F4', Page>();
  for (const key of keys) {
    desks.set(
      key,
      await openPage(browser, parts.target, sessions[key], { isLineHeld: !isConnected }),
    );
  }
  if (isConnected) for (const desk of desks.values()) await goToDesk(desk, parts.target);
  let summaries = new Map<string, Summary>();
  /** Each alarm is heard by all keys in turn. */
  const measureProduct = async (): Promise<void> => {
    const latencies = new Map(keys.map((key) => [key, new Latencies()]));
    for (let run = 0; run < runsPerRound; run += 1) {
      await parts.button.raise(people.supervisor, parts.tone, async ({ id: alarmId }) => {
        for (const [key, desk] of desks) {
          if (!isConnected) await goToDesk(desk, parts.target, { isLineHeld: true });
          const heardAfter = await pressKey(desk, key, alarmId);
          const own = latencies.get(key);
          if (own) note(own, key, heardAfter, await carriedBy(desk));
        }
      });
    }
    summaries = new Map([...latencies].map(([key, own]) => [key, own.summary()]));
  };
  // Compiled code and warm caches before anything counts, as on a desk in service.
  await measureBare();
  await measureProduct();
  faults.length = 0;

  return {
    systems: [
      { name: 'bare mediasoup', measure: measureBare },
      ...keys.map((key, index) => ({
        name: `achterwacht ${key}`,
        measure: async (): Promise<Summary> => {
          if (index === 0) await measureProduct();
          return summaries.get(key) ?? new Latencies().summary();
        },
      })),
    ],
    faults,
  };
}

async function openPage(
  browser: Browser,
  { publicOrigin }: Target,
  session?: DeskSession,
  { isLineHeld = false } = {},
): Promise<Page> {
  // The rules for scripts of a desk allow no stopwatch in it.
  const context = await browser.newContext({
    bypassCSP: true,
    viewport: { width: 1920, height: 1080 },
    locale: 'nl-NL',
  });
  const cookies = session?.cookie.split('; ') ?? [];
  await context.addCookies(
    cookies.map((cookie) => {
      const end = cookie.indexOf('=');
      return { name: cookie.slice(0, end), value: cookie.slice(end + 1), url: publicOrigin };
    }),
  );
  const page = await context.newPage();
  await watchFirstSound(page);
  if (isLineHeld) await page.addInitScript(holdLine, routes.listenInConnect.path);
  return page;
}

/** Runs in the page: its sound line is begun by the key, so that a cold one is cold every time. */
function holdLine(path: string): void {
  const ask = window.fetch;
  const pressed = new Promise<void>((resolve) => {
    addEventListener('keydown', ({ key }) => key === 'F2' && resolve(), true);
  });
  window.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.includes(path)) return ask(input, init);
    await pressed;
    return ask(input, init);
  };
}

async function goToDesk(
  desk: Page,
  { publicOrigin }: Target,
  { isLineHeld = false } = {},
): Promise<void> {
  await desk.goto(`${publicOrigin}/console`);
  if (isLineHeld) return;
  await desk.waitForFunction(
    () =>
      (window as unknown as HeardWindow).heard.peers.some(
        ({ connectionState }) => connectionState === 'connected',
      ),
    undefined,
    { timeout: 20_000, polling: 100 },
  );
}

async function pressKey(
  desk: Page,
  key: 'F2' | 'F4',
  alarmId: string,
): Promise<number | undefined> {
  // Not by its place on the screen: a queue moves under a pointer.
  await desk.locator(`[data-alarm="${alarmId}"] > button`).first().dispatchEvent('click');
  await wait(lookMilliseconds);
  await desk.keyboard.press(key);
  return heardAfterKey(desk, patienceSeconds);
}

function deviceOf({ rtpUrl, tokens }: RoomSystem) {
  return { url: rtpUrl, token: tokens[0] ?? '', codec: 'opus', isEncrypted: false } as const;
}
