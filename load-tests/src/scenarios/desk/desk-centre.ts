// A product of its own with two centralists at desks in Chromium, a supervisor without one, and a button of the
// demo that presses and is heard: what the rows of `desks` are measured on.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import {
  makeDataFolder,
  startInstance,
  type TestInstance,
} from '../../../../tools/testing/instance.ts';
import { readSound } from '../../button/sound/sound-file.ts';
import type { Sound } from '../../button/sound/sound.ts';
import { DeskSession, demoAccounts } from '../../target/desk-session.ts';
import { openBrowser } from '../../harness/desk/browser.ts';
import { findTarget, type Target } from '../../target/target.ts';
import { DeskPage } from './desk-page.ts';
import { SoundButton } from '../sound/sound-button.ts';

/** Joke van Dam's: with an address, a municipality and sound. */
const serial = '231';
/** A desk keeps a line to each; one carries the device and both desks, so that its death is everybody's. */
const mediaWorkers = 1;

export type Centre = {
  instance: TestInstance;
  target: Target;
  browser: Browser;
  button: SoundButton;
  /** Nobody lost a word of it where it sounds: it has no pauses. */
  tone: Sound;
  speech: Sound;
  supervisor: DeskSession;
  /** Of two centralists. */
  desks: readonly [DeskPage, DeskPage];
};

/** Gives a centre to `work` and ends all of it afterwards, whatever became of it. */
export async function withCentre(work: (centre: Centre) => Promise<void>): Promise<void> {
  const dataFolder = makeDataFolder();
  try {
    const instance = await startOn(dataFolder);
    try {
      const browser = await openBrowser({ overTcp: false });
      try {
        await work(await openCentre(instance, browser));
      } finally {
        await browser.close();
      }
    } finally {
      await instance.stop();
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

export function startOn(dataFolder: string): Promise<TestInstance> {
  return startInstance({
    dataFolder,
    env: { ACHTERWACHT_MEDIA_WORKERS: String(mediaWorkers) },
  });
}

export async function openCentre(instance: TestInstance, browser: Browser): Promise<Centre> {
  const target = await findTarget(instance.describe().env);
  const accounts = await demoAccounts(target);
  const logIn = async (role: string, index = 0): Promise<DeskSession> => {
    const account = accounts.filter((one) => one.role === role)[index];
    if (!account) throw new Error(`the demo has no ${role} ${index}`);
    return DeskSession.logIn(target, account);
  };
  const atDesk = async (index: number): Promise<DeskPage> =>
    DeskPage.open(browser, target.publicOrigin, await logIn('centralist', index));
  const audio = join(import.meta.dirname, '../../../audio');
  return {
    instance,
    target,
    browser,
    button: await SoundButton.of(target, serial),
    tone: await readSound(join(audio, 'tone.opus')),
    speech: await readSound(join(audio, 'speech.opus')),
    supervisor: await logIn('supervisor'),
    desks: [await atDesk(0), await atDesk(1)],
  };
}
