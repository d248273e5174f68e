// Browser stories: the whole product as a person sees it, in the machine's own Chromium. Each worker has a
// product of its own. They say what comes before what, never how long it took: two cores full of other stories
// keep no such promise, and `./achterwacht load` measures it.
import { defineConfig } from '@playwright/test';

/** Two cores are busy with four: a story waits for pages, sound and people more than it works. */
const mostWorkers = 4;
/** A product and its browser, with what both grow to. */
const workerBytes = 1.5e9;

export default defineConfig({
  testDir: './e2e',
  // A drill takes minutes; what it looks at has a short form among the stories.
  projects: [
    { name: 'stories', testMatch: '**/*.spec.ts' },
    { name: 'drills', testMatch: '**/*.drill.ts' },
  ],
  workers: Math.min(mostWorkers, Math.max(1, Math.floor(process.availableMemory() / workerBytes))),
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // For machines that do something else besides: no story is told by these.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE }]],
  outputDir: './test-results',
  // How each state of a screen looks, in both themes.
  snapshotPathTemplate: '{testDir}/pictures/{arg}{ext}',
  globalSetup: './e2e/product/build-console.ts',
  use: {
    viewport: { width: 1920, height: 1080 },
    locale: 'nl-NL',
    // Not the machine's own: the screens must show Amsterdam wherever they run.
    timezoneId: 'America/New_York',
    // What blinks is drawn anew in every story; one of them looks at it.
    contextOptions: { reducedMotion: 'reduce' },
    // No trace: its pictures and snapshots take as much processor as the product. `--trace on` by hand.
    screenshot: 'only-on-failure',
    permissions: ['clipboard-read', 'clipboard-write'],
    launchOptions: {
      executablePath: process.env.ACHTERWACHT_CHROMIUM || '/usr/bin/chromium',
      chromiumSandbox: false,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A page is gone before code that was made the fastest would have earned the making of it.
        '--js-flags=--no-opt',
      ],
    },
  },
});
