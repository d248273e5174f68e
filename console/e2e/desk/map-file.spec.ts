// Streets from a file of our own: no internet, no other party, and never an empty map that looks like a loaded one.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import { mapExtract } from '@achterwacht/shared/testing/map-extract.ts';
import { product } from '../product/product.ts';
import { expect, press, test } from '../story.ts';

/** In the middle of the town that is in the file. */
const inTown = ['--lat', '52.3813', '--lon', '4.6363'] as const;
/** What joins a day, so that no line breaks in it, is neither seen nor heard. */
const fromJuly = /kaart uit bestand, van wo\s01-\S?07-\S?2026/;
const failedText = 'Achtergrondkaart niet beschikbaar — posities zijn actueel';

// The other stories are told without one.
test.afterEach(() => rm(join(product().dataFolder, 'map'), { recursive: true, force: true }));

async function importMap(dataAt: string): Promise<void> {
  const path = join(product().dataFolder, `stad-${dataAt.slice(0, 10)}.pmtiles`);
  await writeFile(path, mapExtract({ dataAt }));
  await product().command('map', 'import', path);
}

/** How many kinds of colour are painted in the middle of the map: bare land is one. */
const coloursOf = (map: Locator) =>
  map.locator('.streets canvas.leaflet-tile-loaded').evaluateAll((tiles) => {
    const colours = new Set<string>();
    for (const tile of tiles as HTMLCanvasElement[]) {
      const { data } = tile.getContext('2d')!.getImageData(0, 0, tile.width, tile.height);
      for (let at = 0; at < data.length; at += 4)
        if (data[at + 3]! === 255) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
    }
    return [...colours];
  });
const seen = async (map: Locator, colour: string) => {
  const wanted = await map.evaluate((element, name) => {
    const probe = element.ownerDocument.createElement('i');
    probe.style.color = `var(--map-${name})`;
    element.append(probe);
    const said = getComputedStyle(probe).color;
    probe.remove();
    return said.replace(/[^\d,]/g, '');
  }, colour);
  return (await coloursOf(map)).includes(wanted);
};

test('the streets of a file are drawn in both themes, by nothing but our own server, and the foot says of when they are', async ({
  desk,
}) => {
  await importMap('2026-07-01T04:00:00Z');
  const asked: string[] = [];
  const { page, card, map } = await desk('Anna de Wit', {
    prepare: (window) => {
      window.on('request', (request) => asked.push(request.url()));
      return Promise.resolve();
    },
  });
  await press('231', ...inTown);
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(map).toContainText(fromJuly);
  await expect(map).toContainText('© OpenStreetMap-bijdragers');
  await expect(map.getByText(failedText)).toHaveCount(0);
  for (const theme of ['dag', 'nacht']) {
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme);
    for (const colour of ['road', 'water', 'building', 'land'])
      await expect.poll(() => seen(map, colour), { message: `${colour} ${theme}` }).toBe(true);
  }
  // While all that is seen lies in the file, no service of maps is asked, not even by our server.
  expect(asked.filter((url) => url.includes('/api/map/file/')).length).toBeGreaterThan(0);
  await expect(map.getByLabel('Kaartlaag')).toHaveValue('file');
  const before = asked.length;
  await map.getByRole('button', { name: 'Inzoomen' }).click();
  await expect.poll(() => seen(map, 'building')).toBe(true);
  expect(asked.slice(before).filter((url) => url.includes('/api/map/tiles/'))).toEqual([]);
});

test('a file that gives nothing is no empty map: it is said, and the streets come back by themselves', async ({
  desk,
}) => {
  await importMap('2026-07-01T04:00:00Z');
  let isAway = true;
  const { card, map } = await desk('Anna de Wit', {
    prepare: (window) =>
      window.route('**/api/map/file/**', (route) =>
        isAway ? route.fulfill({ status: 500 }) : route.continue(),
      ),
  });
  await press('231', ...inTown);
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(map.getByText(failedText)).toBeVisible();
  await expect(map).toContainText('alleen omtrek en plaatsnamen');
  await expect(map.locator('.distance-ring').first()).toBeVisible();
  await expect(map.locator('.distance-words').getByText('250 m')).toBeVisible();
  isAway = false;
  await expect(map).toContainText('kaart uit bestand');
  await expect(map.getByText(failedText)).toHaveCount(0);
  await expect.poll(() => seen(map, 'road')).toBe(true);
  await expect(map.locator('.distance-ring').first()).toBeHidden();
});

test('another file is taken into use under a desk that stands open', async ({ desk }) => {
  // Of its own: what a browser has of an edition it does not ask again.
  await importMap('2026-08-01T04:00:00Z');
  const { card, map } = await desk('Anna de Wit');
  await press('231', ...inTown);
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(map).toContainText(/van za\s01-\S?08-\S?2026/);
  await importMap('2026-10-01T04:00:00Z');
  // What it has not read yet is gone, and so it asks which one there is.
  await map.getByRole('button', { name: 'Inzoomen' }).click();
  await expect(map).toContainText(/van do\s01-\S?10-\S?2026/);
  await expect.poll(() => seen(map, 'road')).toBe(true);
});
