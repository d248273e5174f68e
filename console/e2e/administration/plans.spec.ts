// A plan: proposed by an officer, agreed to by a supervisor, at the desk with the next press; and the pages on which that
// is done, by keyboard, at 320 pixels, in both themes and languages, and when they cannot.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { act } from '../people/colleague.ts';
import { expect, press, test } from '../story.ts';

const narrow = { viewport: { width: 320, height: 720 } };
/** Once what it shows has come. */
const fitsIn = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
const inEnglish = (page: Page) =>
  page.addInitScript(() => localStorage.setItem('achterwacht.language', 'en'));

test('6.1 6.5 an officer proposes, a supervisor agrees, and the next press shows it; the running alarm keeps the old', async ({
  people,
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  await press('243');
  await expect(anna.card('Kees Prins')).toBeVisible();
  await anna.page.keyboard.press('F2');
  const plan = anna.workspace.getByRole('list', { name: /^Alarminstructie parkeercontroleur/ });
  await expect(plan).toContainText('Luister mee en noteer wat u hoort');

  const gert = await people.window('Gert Hofstra');
  await gert.goto('/gemeente/plannen');
  await expectAccessible(gert, 'the plans of a municipality');
  await gert.getByRole('searchbox').fill('kees');
  await expect(gert.getByText('1 in deze lijst')).toBeVisible();
  await gert.getByRole('link', { name: 'Kees Prins' }).click();
  await expect(gert.getByRole('heading', { name: 'Alarminstructie van Kees Prins' })).toBeVisible();
  await gert.getByRole('button', { name: 'Stap toevoegen' }).click();
  await gert.getByLabel('Wat moet de centralist doen?').fill('Bel de parkeerwacht van dienst');
  await gert.getByLabel('Verplicht vóór het afsluiten').check();
  await gert.getByRole('checkbox', { name: 'Medisch', exact: true }).check();
  const preview = gert.getByRole('region', { name: 'Zo ziet de centralist het' });
  await expect(preview).toContainText(/Bel de parkeerwacht van dienst\s+verplicht bij/);
  await gert.getByRole('button', { name: 'Voorstellen' }).click();
  await expect(gert.getByText(/^Voorgesteld om/)).toBeVisible();
  await expect(gert.getByRole('button', { name: 'Goedkeuren' })).toBeHidden();

  const dirk = await people.window('Dirk Mulder');
  await dirk.goto('/beheer');
  await dirk.getByRole('link', { name: /alarminstructie: Kees Prins/ }).click();
  await expect(
    dirk.getByRole('list', { name: 'Voorstel' }).getByText('Stap erbij: Bel de parkeerwacht'),
  ).toBeVisible();
  await expectAccessible(dirk, 'a plan with a proposal');
  await dirk.getByRole('button', { name: 'Goedkeuren' }).click();
  await expect(
    dirk.getByText(/geldt sinds .*voorgesteld door Gert Hofstra, goedgekeurd door Dirk Mulder/),
  ).toBeVisible();
  // Side by side: what stood there, what stands there.
  await expect(dirk.getByRole('region', { name: 'Was' })).not.toContainText('parkeerwacht');
  await expect(dirk.getByRole('region', { name: 'Werd' })).toContainText('parkeerwacht');
  await expectAccessible(dirk, 'a plan');

  await expect(plan).not.toContainText('parkeerwacht');
  await act(people, 'Dirk Mulder', { type: 'TakeOver', reason: 'rondt af' });
  await act(people, 'Dirk Mulder', {
    type: 'Close',
    outcome: 'unknown',
    needless: false,
    summary: 'rondt af',
  });
  await press('243');
  await expect(anna.card('Kees Prins').filter({ hasText: 'Niet aangenomen' })).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(plan).toContainText('Bel de parkeerwacht van dienst');
});

test('by keyboard alone on a telephone: a step is added, moved, taken out and put back, and what never comes about is said', async ({
  people,
}) => {
  const page = await people.specialWindow('Gert Hofstra', narrow);
  await page.goto('/gemeente/plannen?search=lotte&which=all');
  await fitsIn(page);
  await page.getByRole('link', { name: 'Lotte Brandsma' }).press('Enter');
  const rows = page.getByRole('listitem', { name: /^Stap \d+: / });
  await expect(rows.first()).toContainText('Luister mee');

  await page.getByRole('button', { name: 'Stap toevoegen' }).press('Enter');
  // A name is asked for before it can be proposed, and what stands there stays.
  await page.getByRole('button', { name: 'Voorstellen' }).press('Enter');
  await expect(page.getByText('Schrijf op wat de centralist moet doen.')).toBeVisible();
  await page.getByLabel('Wat moet de centralist doen?').focus();
  await page.keyboard.type('Wacht op de portier');
  await page.getByLabel('Soort stap').selectOption('wachten');
  await page.getByLabel('Hoe lang wachten (seconden)').fill('60');
  const own = page.getByRole('listitem', { name: /Wacht op de portier/ });
  const count = await rows.count();
  for (let place = count; place > 1; place -= 1) {
    await own.press('Alt+ArrowUp');
    await expect(
      page.getByText(`Wacht op de portier is nu stap ${place - 1} van ${count}.`),
    ).toBeVisible();
  }
  await expect(own).toBeFocused();
  await expect(own).toContainText('Let op: er staat geen stap voor.');
  await expect(page.getByRole('button', { name: 'Omhoog: Wacht op de portier' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );

  await page.getByRole('button', { name: 'Weghalen: Wacht op de portier' }).press('Enter');
  await expect(own).toBeHidden();
  await page.getByRole('button', { name: 'Ongedaan maken' }).press('Enter');
  await expect(own).toBeVisible();

  await page
    .getByRole('button', { name: /^Vervangen: Luister mee/ })
    .first()
    .press('Enter');
  await expect(page.getByLabel('Wat moet de centralist doen?')).toHaveValue(/^Luister mee/);
  await page.getByRole('button', { name: /^Niet meer vervangen: Luister mee/ }).press('Enter');

  await fitsIn(page);
  await expectAccessible(page, 'a plan at 320');
  await page.getByRole('button', { name: 'Opnieuw beginnen' }).press('Enter');
  await expect(own).toBeHidden();
});

test('a colleague was first: he is told, and what was typed stays', async ({ people }) => {
  const page = await people.window('Gert Hofstra');
  await page.goto('/gemeente/plannen?search=noor&which=all');
  await page.getByRole('link', { name: 'Noor Aydin' }).click();
  await page.getByLabel('Minimaal meeluisteren (seconden)').fill('5');
  await page.getByRole('button', { name: 'Voorstellen' }).click();
  await expect(page.getByText('Vul een heel getal in van 10 tot en met 60')).toBeVisible();
  await page.getByLabel('Minimaal meeluisteren (seconden)').fill('50');

  const ofId = page.url().split('/').at(-1)!;
  const gert = await people.asks('Gert Hofstra');
  const { version, content } = await (await gert.get(`/api/plans/${ofId}`)).json();
  const other = { ...content, minimumListeningSeconds: 40 };
  const asked = { content: other, expectedVersion: version };
  expect((await gert.post(`/api/plans/${ofId}/propose`, { data: asked })).status()).toBe(200);

  await page.getByRole('button', { name: 'Voorstellen' }).click();
  await expect(
    page.getByText('Iemand heeft deze alarminstructie intussen gewijzigd.'),
  ).toBeVisible();
  await expect(page.getByLabel('Minimaal meeluisteren (seconden)')).toHaveValue('50');
  await page.getByRole('button', { name: 'Voorstellen' }).click();
  await expect(page.getByText(/^Voorgesteld om/)).toBeVisible();

  // Refused with a reason, which he reads.
  const dirk = await people.window('Dirk Mulder');
  await dirk.goto(`/beheer/plannen/${ofId}`);
  await expect(
    dirk.getByText(/Minimaal meeluisteren: van zoals elders afgesproken naar 50/),
  ).toBeVisible();
  await dirk.getByRole('button', { name: 'Afwijzen…' }).click();
  await dirk.getByRole('button', { name: 'Voorstel afwijzen' }).click();
  await expect(dirk.getByText('Schrijf op waarom u dit afwijst.')).toBeVisible();
  await dirk.getByLabel('Waarom wijst u dit af?').fill('Te lang voor een loos alarm.');
  await dirk.getByRole('button', { name: 'Voorstel afwijzen' }).click();
  await expect(dirk.getByText(/wees het voorstel af/).first()).toBeVisible();
  await page.reload();
  await expect(
    page.getByText(/Dirk Mulder wees het voorstel af .*Te lang voor een loos/),
  ).toBeVisible();
});

test('empty, loading, out of order and without a line; in English', async ({ people }) => {
  const page = await people.specialWindow('Dirk Mulder', narrow);
  await inEnglish(page);
  let answer: () => void = () => {};
  await page.route(/\/api\/plans(\?.*)?$/, async (route) => {
    await new Promise<void>((resolve) => (answer = resolve));
    await route.fulfill({ json: { plans: [], next: null } });
  });
  await page.goto('/beheer/plannen');
  await expect(page.getByText('Loading')).toBeVisible();
  answer();
  await expect(page.getByText('There are no plans yet.')).toBeVisible();
  await page.unroute(/\/api\/plans(\?.*)?$/);

  await page.goto('/beheer/plannen');
  await expect(page.getByRole('link', { name: 'Haarlem' })).toBeVisible();
  await fitsIn(page);
  await expectAccessible(page, 'plans');
  await page.getByRole('link', { name: 'Haarlem' }).click();
  await expect(page.getByText(/^Proposed by Fatima el Amrani/)).toBeVisible();
  await expect(page.getByText('Listen for at least: from 30 to 45')).toBeVisible();
  await fitsIn(page);

  // Without a line it says so, and what was typed is there when it is back.
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('Plan of Haarlem');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Propose', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(name).toHaveValue('Plan of Haarlem');
  await page.context().setOffline(false);

  await page.route(/\/api\/plans\/[^/]+$/, (route) => route.fulfill({ status: 503, json: {} }));
  await page.reload();
  await expect(page.getByText('This plan cannot be read now.')).toBeVisible();
  await page.unroute(/\/api\/plans\/[^/]+$/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Plan of Haarlem' })).toBeVisible();
});
