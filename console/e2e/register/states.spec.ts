// The register when there is nothing, when it cannot be had and without a line, wide and in English; and a button that
// comes back and goes out again by keys alone.
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';

const wide = { viewport: { width: 1920, height: 1080 } };
const list = /\/api\/buttons(\?.*)?$/;
const overview = '**/api/loans/overview';

const inEnglish = (page: Page) =>
  page.addInitScript(() => localStorage.setItem('achterwacht.language', 'en'));
const fits = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1920);

test('2.1 2.2 at 1920 in English: nothing yet, out of order, without a line, and what a file would do', async ({
  people,
}) => {
  const page = await people.specialWindow('Fatima el Amrani', wide);
  await inEnglish(page);
  const held = Promise.withResolvers<void>();
  await page.route(list, async (route) => {
    await held.promise;
    await route.fulfill({ json: { buttons: [], next: null } });
  });
  await page.goto('/gemeente/knoppen');
  await expect(page.getByText('Loading…', { exact: true })).toBeVisible();
  held.resolve();
  await expect(
    page.getByText('There are no buttons yet. Ask the alarm centre for buttons for'),
  ).toBeVisible();
  await page.unroute(list);
  await page.route(list, (route) => route.fulfill({ status: 503, json: {} }));
  await page.reload();
  await expect(page.getByText('The buttons cannot be shown now.')).toBeVisible();
  await page.unroute(list);
  await page.getByRole('button', { name: 'Try again' }).click();
  const button = page.getByRole('link', { name: '232', exact: true });
  await expect(button).toBeVisible();
  await fits(page);
  await expectAccessible(page, 'buttons of the pool, wide and in English');

  // Without a line what was known stays, with its time, and so does what was typed.
  const search = page.getByRole('searchbox', { name: 'Search by number or model' });
  await page.context().setOffline(true);
  await search.fill('232');
  await expect(
    page.getByText(/No connection to the server\..*You see what was known at \d\d:\d\d/),
  ).toBeVisible();
  await expect(button).toBeVisible();
  await expect(search).toHaveValue('232');
  await page.context().setOffline(false);
  await expect(page.getByText('No connection to the server.')).toBeHidden();
  await expect(page.getByRole('row')).toHaveCount(2);

  await page.route(overview, (route) => route.fulfill({ status: 503, json: {} }));
  await page.goto('/gemeente');
  await expect(page.getByText('The loans cannot be shown now.')).toBeVisible();
  const none = { count: 0, buttons: [] };
  await page.unroute(overview);
  await page.route(overview, (route) =>
    route.fulfill({
      json: { lent: 0, inPool: 0, overdue: none, withoutContact: none, tasks: [] },
    }),
  );
  await page.getByRole('button', { name: 'Try again' }).click();
  for (const said of [
    'No button is back too late.',
    'All lent buttons were heard.',
    'There is nothing to do.',
  ])
    await expect(page.getByText(said)).toBeVisible();
  await fits(page);

  // Whoever hands out where the pool is empty is told what to do about it.
  await page.route(list, (route) => route.fulfill({ json: { buttons: [], next: null } }));
  await page.goto('/gemeente/meegeven');
  await expect(
    page.getByText('No button is available. Take one back, or ask the alarm centre.'),
  ).toBeVisible();

  const els = await people.specialWindow('Els Bakker', wide);
  await inEnglish(els);
  await els.goto('/beheer/inlezen');
  const read = async (content: string) => {
    const file = { name: 'buttons.csv', mimeType: 'text/csv', buffer: Buffer.from(content) };
    await els.getByLabel('File of buttons (CSV)').setInputFiles(file);
    await els.getByRole('button', { name: 'See what would happen' }).click();
  };
  await read('naam\nJan\n');
  await expect(els.getByText(/the first line names no/)).toBeVisible();
  await read('serial,protocol,account,key,model,municipality,holder\nE1,dc09,none,,x,Haarlem,\n');
  await expect(els.getByText('column “account” is not 3 to 16 hex digits')).toBeVisible();
  await expect(els.getByText('New: 0. Changed: 0. Unchanged: 0. Refused: 1.')).toBeVisible();
  await fits(els);
});

test('2.2 2.4 2.5 by keys alone: a button is taken back, and goes out again as soon as there is a line', async ({
  people,
}) => {
  const page = await people.window('Gert Hofstra');
  await page.goto('/gemeente/knoppen?search=245');
  await tabTo(page, page.getByRole('link', { name: '245', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Knop 245' })).toBeVisible();
  const back = page.getByRole('button', { name: 'Innemen' });
  const free = page.getByText('Niemand draagt deze knop nu.');
  await expect(back.or(free)).toBeVisible();
  if (await back.isVisible()) {
    await tabTo(page, back);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^Knop 245 innemen van/)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(back).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Nu innemen' }));
    await page.keyboard.press('Enter');
  }
  await expect(free).toBeVisible();

  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Nu meegeven' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Zoek op naam'));
  await page.keyboard.type('noor');
  const noor = page.getByRole('button', { name: /Noor Aydin/ });
  await expect(noor).toBeVisible();
  await tabTo(page, noor);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(/Knop 245/)).toBeChecked();
  const home = page.getByRole('group', { name: /Weet iemand thuis/ });
  await tabTo(page, home.getByLabel('ja'));
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(home.getByLabel('nee')).toBeChecked();
  await tabTo(page, page.getByRole('button', { name: 'Meegeven zonder geluidstest' }));
  await page.keyboard.press('Enter');
  const why = page.getByLabel('Waarom zonder geluidstest?');
  await tabTo(page, why);
  await page.keyboard.press('ArrowDown');
  await expect(why).not.toHaveValue('');
  const give = page.getByRole('button', { name: 'Meegeven', exact: true });
  await tabTo(page, give);

  // Without a line it is said, and all that was chosen stands there.
  await page.context().setOffline(true);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Geen verbinding met de server');
  await expect(home.getByLabel('nee')).toBeChecked();
  await expect(page.getByText('Noor Aydin')).toBeVisible();
  await page.context().setOffline(false);
  await tabTo(page, give);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Knop 245 is meegegeven aan Noor Aydin.')).toBeVisible();
});

/** As somebody without a mouse comes there: a page that keeps him from it fails. */
async function tabTo(page: Page, where: Locator): Promise<void> {
  await expect(where).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await where.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(where).toBeFocused();
}
