// The map: what it claims is true, and it stays where a person put it.
import { expect, press, test } from './story.ts';

test.beforeEach(async ({ page }) => {
  // The same on every machine, with and without the world outside.
  await page.context().route('**/api/map/tiles/**', (route) => route.abort());
});

test('34 – the circle is as large as the accuracy says, in metres', async ({ desk }) => {
  const { card, map } = await desk('Anna de Wit');
  await press('231');
  await expect(map.locator('.accuracy')).toBeVisible();
  const text = await card('Joke van Dam').innerText();
  const metres = Number(/± (\d+) m/.exec(text)![1]);
  const pixels = (await map.locator('path.accuracy').boundingBox())!;
  const latitude = 52.381;
  const zoom = 15;
  const metresPerPixel = (156_543.03392 * Math.cos((latitude * Math.PI) / 180)) / 2 ** zoom;
  // The box holds the line too, two pixels wide.
  const radius = ((pixels.width - 2) / 2) * metresPerPixel;
  expect(Math.abs(radius - metres)).toBeLessThan(Math.max(metres * 0.02, metresPerPixel));
  await expect(map.locator('.heading')).toHaveCount(0);
});

test('35 – the map does not move while an alarm is chosen; an arrow points to the one out of sight', async ({
  desk,
}) => {
  const { card, map } = await desk('Anna de Wit');
  await press('231');
  await expect(map.locator('.accuracy')).toBeVisible();
  await card('Joke van Dam').getByRole('button').first().click();
  const place = () => map.locator('.symbol.selected .dot').boundingBox();
  const before = await place();
  await press('251');
  const arrow = map.getByRole('button', { name: /SPOED #\d+ \d+ km/ }).filter({ hasText: '↘' });
  await expect(arrow).toBeVisible();
  expect(await place()).toEqual(before);
  await arrow.click();
  await expect(arrow).toBeHidden();
});

test('36 – attribution, a failed background and both coordinates', async ({ desk }) => {
  const { page, card, map, workspace } = await desk('Anna de Wit');
  await page.route('**/api/map/tiles/**', (route) => route.abort());
  await press('231', '--lat', '52.1551744', '--lon', '5.38720621');
  await expect(card('Joke van Dam')).toBeVisible();
  await map.getByLabel('Kaartlaag').selectOption('osm');
  await expect(map).toContainText('© OpenStreetMap-bijdragers');
  await map.getByLabel('Kaartlaag').selectOption('grijs');
  await expect(map).toContainText('© Kadaster (CC BY 4.0)');
  await expect(map).toContainText('Achtergrondkaart niet beschikbaar — posities zijn actueel');
  await expect(map.locator('.dot')).toBeVisible();
  await workspace.getByRole('button', { name: /Kopieer RD/ }).click();
  const rd = await page.evaluate(() => navigator.clipboard.readText());
  const [x, y] = rd
    .replace('RD ', '')
    .split('/')
    .map((part) => Number(part.replace(/\s/g, '')));
  expect(Math.abs(x! - 155_000)).toBeLessThanOrEqual(1);
  expect(Math.abs(y! - 463_000)).toBeLessThanOrEqual(1);
  await workspace.getByRole('button', { name: /Kopieer WGS84/ }).click();
  const wgs = await page.evaluate(() => navigator.clipboard.readText());
  expect(wgs).toMatch(/^52,1551\d N 5,3872\d O$/);
});

test('the list of positions says what the map shows', async ({ desk }) => {
  const { map } = await desk('Anna de Wit');
  await press('231');
  await map.getByRole('button', { name: /Posities 1/ }).click();
  const list = map.getByRole('listitem').filter({ hasText: 'Joke van Dam' });
  await expect(list).toContainText(/± \d+ m/);
  await expect(list).toContainText(/fix \d+ s/);
  await expect(list).toContainText('Grote Markt 2');
});
