// The machine's own Chromium, as a desk runs it but without a window: sound may start by itself, which is
// what a centre's managed browser allows (see deploy/), and is not what is measured.
import type { Browser } from 'playwright-core';
import { findChromium } from '../../../../tools/testing/chromium.ts';
import { StatedProblem } from '../../target/target.ts';

/** @param overTcp no UDP goes out, as behind some firewalls. */
export async function openBrowser({ overTcp }: { overTcp: boolean }): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new StatedProblem('There is no Chromium here: ./achterwacht doctor says how to get it.');
  }
  // Loaded late: whoever measures something else needs no browser.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    chromiumSandbox: false,
    args: [
      '--autoplay-policy=no-user-gesture-required',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(overTcp ? ['--force-webrtc-ip-handling-policy=disable_non_proxied_udp'] : []),
    ],
  });
}
