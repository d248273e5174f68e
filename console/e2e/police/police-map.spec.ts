// The place on the police's page: with streets behind the words, without them as a drawing that says why.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { mapExtract } from '@achterwacht/shared/testing/map-extract.ts';
import { expectAccessible } from '../people/accessible.ts';
import { product } from '../product/product.ts';
import { expect, test } from '../story.ts';
import { handedOver, letIn, reports, telephone } from './police-telephone.ts';

test('on a small telephone: light to load, one hand, both themes', async ({ people }) => {
  await importMap();
  const link = await handedOver(people);
  const page = await telephone(people);
  const loaded = await weighed(page);
  await letIn(page, link);
  await expect(page.getByText('Joke van Dam, wethouder')).toBeVisible();
  const map = page.getByRole('application', { name: /^Kaart: positie/ });
  await expect(map).toBeVisible();
  await page.evaluate(() => document.fonts.ready);
  // Head lines and all (S13); the map comes behind the words, by the police's own doors alone.
  expect(loaded.words).toBeGreaterThan(10_000);
  expect(loaded.words).toBeLessThanOrEqual(90_000);
  expect(loaded.map).toBeLessThanOrEqual(130_000);
  expect([...loaded.asked].filter((path) => !path.startsWith('/api/police/'))).toEqual([]);
  await expect(page.getByText(/kaart uit bestand, van .* · © OpenStreetMap/)).toBeVisible();
  await expect(page.getByText(/^Navigeer opent .* Alleen als u tikt/)).toBeVisible();

  for (const theme of ['dag', 'nacht']) {
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
    await expectAtHand(page);
  }
  await expectAccessible(page, 'police');
  // What a finger does: closer, and back to where it is.
  await page.getByRole('button', { name: 'Inzoomen' }).click();
  await page.getByRole('button', { name: 'Naar de positie' }).click();
  await expect(map.locator('.symbol.urgent .dot')).toBeVisible();
  // Without a line what is drawn stays, and says of when it is.
  await page.context().setOffline(true);
  await expect(page.getByText(/^Laatst bekend, van \d\d:\d\d:\d\d\./)).toBeVisible();
  await expect(map).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText(/^Laatst bekend/)).toHaveCount(0);
});

test('without streets there is a drawing, and it says why', async ({ people }) => {
  const link = await handedOver(people);
  const page = await telephone(people);
  await letIn(page, link);
  const drawing = page.getByRole('img', { name: /^Spoor van de laatste tien minuten/ });
  await expect(page.getByText('De centrale heeft geen kaart van deze plek')).toBeVisible();
  await expect(drawing).toBeVisible();
  // Nobody answers for the map: the words and the presses need none.
  await page.route('**/api/police/map**', (route) => route.abort());
  await page.reload();
  await expect(page.getByText('De kaart laadt niet; getekend zonder straten.')).toBeVisible();
  await expect(drawing).toBeVisible();
  await page.getByRole('button', { name: 'Ontvangen' }).click();
  await expect.poll(async () => (await reports(people)).length).toBe(1);
});

const mapFolder = () => join(product().dataFolder, 'map');
// The other stories are told without one.
test.afterEach(() => rm(mapFolder(), { recursive: true, force: true }));

async function importMap(): Promise<void> {
  const path = join(product().dataFolder, 'stad-politie.pmtiles');
  await writeFile(path, mapExtract({ dataAt: '2026-07-01T04:00:00Z' }));
  await product().command('map', 'import', path);
}

/** Bytes over the wire from now on, the map's own apart, and what of the api was asked. */
async function weighed(page: Page) {
  const loaded = { words: 0, map: 0, asked: new Set<string>() };
  const ofMap = new Set<string>();
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  network.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/api/')) loaded.asked.add(pathname);
    if (pathname.startsWith('/api/police/map') || (ofMap.size > 0 && pathname.startsWith('/_app/')))
      ofMap.add(requestId);
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    loaded[ofMap.has(requestId) ? 'map' : 'words'] += encodedDataLength;
  });
  return loaded;
}

/** Nothing sideways, also in letters twice as large, and each thing to tap as wide as a thumb. */
async function expectAtHand(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(overflow).toBeLessThanOrEqual(320);
  // Whoever set his telephone to letters twice as large.
  const enlarged = await page.evaluate(() => {
    document.documentElement.style.fontSize = '32px';
    const width = document.documentElement.scrollWidth;
    document.documentElement.style.fontSize = '';
    return width;
  });
  expect(enlarged).toBeLessThanOrEqual(320);
  const targets = await page.locator('main :is(button, a, input, textarea)').evaluateAll((all) =>
    all.map((one) => ({
      text: one.textContent,
      height: Math.round(one.getBoundingClientRect().height),
    })),
  );
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter(({ height }) => height < 48)).toEqual([]);
}
