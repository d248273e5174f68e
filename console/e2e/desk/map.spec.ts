// The map: what it claims is true, and it stays where a person put it.
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page, WebSocketRoute } from '@playwright/test';
import type { Position } from '@achterwacht/shared/signals.ts';
import { choose } from '../people/at-work.ts';
import { pass } from '../people/page-clock.ts';
import { product } from '../product/product.ts';
import { expect, press, test, type Desk } from '../story.ts';

type Board = { alarms: { closed: unknown; personal: { position: { fix: Position } } }[] };

/**
 * A desk that loads its board with a fix as it is asked for. Buttons that speak DC-09 state a place and nothing more,
 * so what other devices say of speed, source and age is put into the server's answer.
 */
function boardWithFix() {
  let given: Partial<Position> = {};
  let line: WebSocketRoute | null = null;
  /** Each time another, by which the desk shows that it has the new one. */
  let accuracyMetres = 20;
  return {
    async prepare(page: Page) {
      await page.routeWebSocket(/socket\.io/, (client) => {
        const server = client.connectToServer();
        client.onMessage((message) => {
          server.send(message);
          // What is said to a page before it has said hello is lost on it.
          if (String(message).startsWith('42["hello"')) line = client;
        });
      });
      await page.route('**/api/board', async (route) => {
        const response = await route.fetch();
        const board = (await response.json()) as Board;
        for (const alarm of board.alarms.filter(({ closed }) => closed === null))
          Object.assign(alarm.personal.position.fix, given);
        await route.fulfill({ response, json: board });
      });
    },
    async loads({ page, card }: Desk, fix: Partial<Position>): Promise<void> {
      accuracyMetres += 1;
      given = { accuracyMetres, ...fix };
      await expect.poll(() => line).not.toBeNull();
      const sent = line!; // there, by the line before
      line = null;
      // A message that a desk cannot read has it load the board anew.
      sent.send(`42${JSON.stringify(['events', 'nonsense'])}`);
      await expect(card('Joke van Dam')).toContainText(`± ${given.accuracyMetres} m`);
      await expect(page.getByText('VERBINDING VERBROKEN')).toHaveCount(0);
    },
  };
}

/** A tile as small as an image can be. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);

/** What our server once fetched around Amersfoort, at the zoom of somebody who is gone to, and has kept. */
async function keepTiles(layer: string, fetchedAt: Date): Promise<void> {
  for (let x = 16_868; x <= 16_880; x += 1) {
    const folder = join(product().dataFolder, 'tiles', layer, '15', String(x));
    await mkdir(folder, { recursive: true });
    for (let y = 10_794; y <= 10_807; y += 1) {
      await writeFile(join(folder, `${y}.png`), onePixel);
      await utimes(join(folder, `${y}.png`), fetchedAt, fetchedAt);
    }
  }
}

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** At Haarlem, as near as the map goes by itself. */
const metresPerPixel = (156_543.03392 * Math.cos((52.381 * Math.PI) / 180)) / 2 ** 15;

/** The radius of the one circle there is; its box holds the line too, two pixels wide. */
async function drawnMetres(map: Locator): Promise<number> {
  const { width } = (await map.locator('path.accuracy').boundingBox())!;
  return ((width - 2) / 2) * metresPerPixel;
}

test('34 – the circle is as large as the accuracy says, in metres; the list of positions says what the map shows', async ({
  desk,
}) => {
  const { card, map } = await desk('Anna de Wit');
  await press('231');
  await expect(map.locator('.accuracy')).toBeVisible();
  const text = await card('Joke van Dam').innerText();
  const metres = Number(/± (\d+) m/.exec(text)![1]);
  expect(Math.abs((await drawnMetres(map)) - metres)).toBeLessThan(metresPerPixel);
  await expect(map.locator('.heading')).toHaveCount(0);

  await map.getByRole('button', { name: /Posities 1/ }).click();
  const list = map.getByRole('listitem').filter({ hasText: 'Joke van Dam' });
  await expect(list).toContainText(`± ${metres} m`);
  await expect(list).toContainText(/fix\s\d+\ss/);
  await expect(list).toContainText('Grote Markt 2');
});

test('34, 35 – a fix that is old says so in its shape and in words, a heading needs movement, an area has no pin', async ({
  desk,
}) => {
  const board = boardWithFix();
  const anna = await desk('Anna de Wit', { prepare: (window) => board.prepare(window) });
  const { map } = anna;
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  const symbol = map.locator('.symbol.selected');
  const circle = map.locator('path.accuracy');

  const slow = { fixAt: ago(5), speedMetresPerSecond: 0.9, headingDegrees: 90 };
  await board.loads(anna, slow);
  await expect(symbol).not.toHaveClass(/ageing|stale/);
  await expect(symbol).toContainText(/·\s\d+\ss/);
  await expect(map.locator('.heading')).toHaveCount(0);
  await board.loads(anna, { ...slow, speedMetresPerSecond: 1 });
  await expect(map.locator('.heading')).toHaveCount(1);

  await board.loads(anna, { fixAt: ago(150) });
  await expect(symbol).toHaveClass(/ageing/);
  await expect(symbol).toContainText(/·\s2\smin/);
  await expect(circle).toHaveCSS('stroke-dasharray', '8px, 6px');

  await board.loads(anna, { fixAt: ago(400) });
  await expect(symbol).toHaveClass(/stale/);
  await expect(symbol.locator('.dot')).toHaveCSS('background-image', /repeating-linear-gradient/);
  await expect(map).toContainText(/laatst bekend \d\d:\d\d:\d\d/);

  // Only an area is known: a circle and no pin, and it is said.
  await expect(symbol.locator('.dot')).toHaveCount(1);
  await board.loads(anna, { source: 'wifi', accuracyMetres: 150 });
  await expect(map.locator('.symbol .dot')).toHaveCount(0);
  await expect(circle).toBeVisible();
  await expect(map).toContainText('geen exacte positie');
  await expect(anna.card('Joke van Dam')).toContainText('± 150 m');
  // So large that a hundredth is more than the pixel to which it is drawn.
  const wide = { source: 'wifi', accuracyMetres: 700 } as const;
  await board.loads(anna, wide);
  await expect
    .poll(async () => Math.abs((await drawnMetres(map)) / wide.accuracyMetres - 1))
    .toBeLessThan(0.02);

  // By itself, a minute after the fix.
  await board.loads(anna, { source: 'gnss', fixAt: ago(40) });
  await expect(symbol).not.toHaveClass(/ageing/);
  await pass(anna.page, 30_000);
  await expect(symbol).toHaveClass(/ageing/);
});

test('the way of the last ten minutes lies under the symbol, with its times; another is chosen by a click, also while its age counts on under the pointer', async ({
  desk,
}) => {
  const { page, card, map, workspace } = await desk('Anna de Wit');
  await press('231', '--lat', '52.3813', '--lon', '4.6363');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(map.locator('.trail')).toHaveCount(0);
  await press('231', '--lat', '52.3820', '--lon', '4.6383');
  await press('231', '--lat', '52.3831', '--lon', '4.6393');
  await expect(map.locator('.trail')).toHaveCount(2);
  await expect(map.locator('.trail-mark').first()).toHaveText(/^\d\d:\d\d$/);

  await press('232', '--lat', '52.3843', '--lon', '4.6363');
  const symbol = map.locator('.symbol:not(.selected)');
  await symbol.locator('.dot').hover();
  await page.mouse.down();
  const label = symbol.locator('.label');
  await expect(label).not.toHaveText((await label.textContent())!);
  await page.mouse.up();
  await expect(workspace.getByRole('heading', { level: 2 })).toHaveText('Marten Koopmans');
});

test('35 – the map does not move while an alarm is chosen; an arrow points to the one out of sight', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { map } = anna;
  await press('231');
  await expect(map.locator('.accuracy')).toBeVisible();
  await choose(anna, 'Joke van Dam');
  const dot = map.locator('.symbol.selected .dot');
  await expect(dot).toBeVisible();
  const place = () => dot.boundingBox();
  const before = await place();
  expect(before).not.toBeNull();
  await press('251');
  const arrow = map.getByRole('button', { name: /SPOED #\d+ \d+ km/ }).filter({ hasText: '↘' });
  await expect(arrow).toBeVisible();
  expect(await place()).toEqual(before);
  await arrow.click();
  await expect(arrow).toBeHidden();
});

test('36 – attribution, a failed background, both coordinates, and all of where on one card', async ({
  desk,
}) => {
  const { page, card, map, workspace } = await desk('Anna de Wit');
  await press('231', '--lat', '52.1551744', '--lon', '5.38720621');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(map).toContainText('Achtergrondkaart niet beschikbaar — posities zijn actueel');
  await expect(map).toContainText('alleen omtrek en plaatsnamen');
  // What was fetched ten days ago is had from our own server, which asks no service for it.
  const fetchedAt = new Date(Date.now() - 10 * 24 * 3_600_000);
  await keepTiles('osm', fetchedAt);
  await keepTiles('pastel', fetchedAt);
  const day = new Intl.DateTimeFormat('nl', { dateStyle: 'short', timeZone: 'Europe/Amsterdam' })
    .format(fetchedAt)
    .replaceAll('-', '-\\S?');
  await map.getByLabel('Kaartlaag').selectOption('osm');
  await expect(map).toContainText(
    new RegExp(`© OpenStreetMap-bijdragers · opgehaald \\w+\\s${day}`),
  );
  await map.getByLabel('Kaartlaag').selectOption('pastel');
  await expect(map).toContainText(
    new RegExp(`© Kadaster \\(CC BY 4\\.0\\) · opgehaald \\w+\\s${day}`),
  );
  await expect(map).not.toContainText('Achtergrondkaart niet beschikbaar');
  await expect(map.locator('.dot')).toBeVisible();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await workspace.getByRole('button', { name: /Kopieer RD/ }).click();
  await expect.poll(copied).toMatch(/^RD /);
  const rd = await copied();
  const [x, y] = rd
    .replace('RD ', '')
    .split('/')
    .map((part) => Number(part.replace(/\s/g, '')));
  expect(Math.abs(x! - 155_000)).toBeLessThanOrEqual(1);
  expect(Math.abs(y! - 463_000)).toBeLessThanOrEqual(1);
  await workspace.getByRole('button', { name: /Kopieer WGS84/ }).click();
  await expect.poll(copied).toMatch(/^52,1551\d N 5,3872\d O$/);

  // What a register says is near, is said as that, and spelled for whoever writes it down.
  await expect(workspace).toContainText(
    /12 m van Krommestraat 5, 3811\sCA Amersfoort dichtstbijzijnde adres \(BAG\), niet gemeten/,
  );
  const open = workspace.getByRole('button', { name: 'Locatie', exact: true });
  // Two columns, of which the left is as full as that of a claimed alarm is on a higher screen.
  await page.setViewportSize({ width: 1920, height: 640 });
  await open.click();
  const location = workspace.getByRole('region', { name: 'Locatie' });
  await expect(location.locator('dl')).toBeInViewport({ ratio: 0.95 });
  await expect(location).toContainText(/Hectometerpaal\s*81 m van A28, hectometer 21,9/);
  await expect(location).toContainText(/Amersfoort\s+schatting: dichtstbij/);
  await location.getByRole('button', { name: 'Spellen' }).click();
  await expect(location.getByRole('listitem').filter({ hasText: '3811' })).toContainText(
    'drie acht een een, Cornelis Anton',
  );
  await open.click();
  await expect(location).toBeHidden();
});
