// The municipality after an alarm: it stands in the officer's list, is filled in, and is nobody else's.
import type { Page } from '@playwright/test';
import { pass } from '../people/page-clock.ts';
import { expectAccessible } from '../people/accessible.ts';
import { act, openAlarm } from '../people/colleague.ts';
import type { People, Person } from '../people/people.ts';
import { expect, press, test } from '../story.ts';

/** Somebody at the pages of a municipality. */
async function officer(people: People, person: Person, width?: number): Promise<Page> {
  const page = width
    ? await people.specialWindow(person, { viewport: { width, height: 800 } })
    : await people.window(person);
  await page.goto('/gemeente/meldingen');
  await expect(page).toHaveURL(/\/gemeente\/meldingen$/);
  await expect(page.getByRole('heading', { name: 'Meldingen' })).toBeVisible();
  return page;
}

/** A press that the supervisor takes and closes as a threat; gives the alarm's number. */
async function closedThreat(serial: string, people: People): Promise<number> {
  await press(serial);
  const dirk = 'Dirk Mulder';
  const { number } = await openAlarm(people, dirk);
  await act(people, dirk, { type: 'Claim' });
  // What the demo's plan requires before this outcome.
  for (const stepId of ['piket', 'after'])
    await act(people, dirk, { type: 'CompleteStep', stepId });
  await act(people, dirk, {
    type: 'Close',
    outcome: 'threat',
    needless: false,
    summary: 'Bezoeker dreigde aan de balie',
  });
  return number;
}

const rowOf = (page: Page, number: number) => page.getByRole('link', { name: `Alarm ${number}` });

async function open(page: Page, number: number): Promise<void> {
  // By itself and within a minute: nobody reloads.
  await rowOf(page, number).click({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: `Alarm ${number}` })).toBeVisible();
}

test('40 – a closed alarm is in the list of its municipality, and another gets 404', async ({
  people,
}) => {
  const fatima = await officer(people, 'Fatima el Amrani');
  const gert = await officer(people, 'Gert Hofstra');
  const number = await closedThreat('231', people);
  await open(fatima, number);

  const times = fatima.getByRole('table');
  await expect(times.getByRole('row', { name: /Ontvangen door de alarmcentrale/ })).toContainText(
    /\d\d:\d\d:\d\d/,
  );
  await expect(times.getByRole('row', { name: /Aangenomen/ })).toContainText(/\d\d:\d\d$/);
  await expect(times.getByRole('row', { name: /Doorgemeld aan de politie/ })).toContainText(
    'niet gebeurd',
  );
  const main = fatima.getByRole('main');
  await expect(main).toContainText('Dreiging');
  await expect(main).toContainText('Joke van Dam, wethouder');
  // Why she is threatened, how to recognise her, and what the centre wrote are no business of this page.
  for (const kept of ['horecapand', 'donkerblauwe jas', 'blauwe fiets', 'aan de balie'])
    await expect(main).not.toContainText(kept);

  await gert.reload();
  await expect(
    gert.getByText(/Nog geen meldingen|Er zijn nog geen|Nog in te vullen|Alle meldingen/).first(),
  ).toBeVisible();
  await expect(rowOf(gert, number)).toHaveCount(0);
  const address = new URL(fatima.url()).pathname;
  await gert.goto(address);
  await expect(gert.getByRole('heading', { name: 'Melding niet gevonden' })).toBeVisible();
  const id = address.split('/').at(-1);
  expect((await gert.request.get(`/api/incidents/${id}`)).status()).toBe(404);
  expect((await gert.request.get(`/api/incidents/${id}/views`)).status()).toBe(404);

  await fatima.getByText('Wie keek').click();
  const looks = fatima.getByRole('group').filter({ hasText: 'Wie keek' }).getByRole('listitem');
  await expect(looks.first()).toContainText(/Fatima el Amrani.*geopend/);
  await expect(looks.filter({ hasText: 'Gert' })).toHaveCount(0);
});

test('filling in keeps what was typed: without a line, and when a colleague was first', async ({
  people,
}) => {
  const number = await closedThreat('232', people);
  const fatima = await officer(people, 'Fatima el Amrani');
  await open(fatima, number);
  await expect(fatima.getByLabel('Wie', { exact: true })).toHaveValue(
    'Marten Koopmans, burgemeester',
  );
  const why = fatima.getByLabel('Waarom');
  const save = fatima.getByRole('button', { name: 'Opslaan' });

  await why.fill('Besluit over de markt');
  await fatima.context().setOffline(true);
  await save.click();
  await expect(fatima.getByRole('alert')).toContainText(/verbinding|server/i);
  await expect(why).toHaveValue('Besluit over de markt');
  await fatima.context().setOffline(false);
  await save.click();
  await expect(fatima.getByText(/Opgeslagen om \d\d:\d\d:\d\d/)).toBeVisible();

  const other = await fatima.context().newPage();
  await other.goto(fatima.url());
  await other.getByLabel('Waarom').fill('Besluit over de kermis');
  await other.getByRole('button', { name: 'Opslaan' }).click();
  await expect(other.getByText(/Opgeslagen om/)).toBeVisible();

  await why.fill('Besluit over de markt en de braderie');
  await fatima.getByLabel('Deze melding is volledig ingevuld').check();
  await save.click();
  await expect(fatima.getByRole('alert')).toContainText('intussen gewijzigd');
  await expect(fatima.getByText('Besluit over de kermis')).toBeVisible();
  await expect(why).toHaveValue('Besluit over de markt en de braderie');
  await fatima.getByRole('button', { name: 'Toch mijn tekst opslaan' }).click();
  await expect(fatima.getByText(/Opgeslagen om/)).toBeVisible();
  await fatima.reload();
  await expect(why).toHaveValue('Besluit over de markt en de braderie');
  await expect(fatima.getByLabel('Deze melding is volledig ingevuld')).toBeChecked();

  await why.fill('x'.repeat(1_501));
  await expect(fatima.getByText('Ten hoogste 1500 tekens; 1 te veel.')).toBeVisible();
  await expect(save).toHaveAttribute('aria-disabled', 'true');
  let asked = '';
  fatima.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await fatima.getByRole('link', { name: 'Alle meldingen' }).click();
  await expect.poll(() => asked).not.toBe('');
  await expect(why).toHaveValue(/^x{1501}$/);

  // Whoever types is at work, though he asks nothing; once he is logged out all the same he finds it again.
  await pass(fatima, 6 * 60_000);
  const noted = fatima.waitForRequest('**/api/session');
  await why.fill('Besluit over de kermis, en de braderie');
  await noted;
  const id = new URL(fatima.url()).pathname.split('/').at(-1)!;
  await fatima.route(`**/api/incidents/${id}`, (route) =>
    route.fulfill({ status: 401, json: { error: { code: 'not-logged-in', message: '' } } }),
  );
  await save.click();
  await expect(fatima.getByRole('alert')).toContainText('Wat u typte, blijft hier staan.');
  await fatima.getByRole('link', { name: 'Opnieuw inloggen' }).click();
  await expect(fatima).toHaveURL(/\/inloggen\?terug=/);
  await fatima.unroute(`**/api/incidents/${id}`);
  await fatima.goto(`/gemeente/meldingen/${id}`);
  await expect(why).toHaveValue('Besluit over de kermis, en de braderie');
  await save.click();
  await expect(fatima.getByText(/Opgeslagen om/)).toBeVisible();
});

test('who wrote what when stays readable, by keyboard and at 320 pixels, and nothing while nobody wrote', async ({
  people,
}) => {
  const number = await closedThreat('231', people);
  const fatima = await officer(people, 'Fatima el Amrani');
  await open(fatima, number);
  const summary = fatima.locator('summary', { hasText: 'Eerdere versies' });
  await summary.press('Enter');
  await expect(fatima.getByText('In deze melding is nog niets gewijzigd.')).toBeVisible();

  await fatima.getByLabel('Waarom').fill('Besluit over de markt');
  await fatima.getByRole('button', { name: 'Opslaan' }).click();
  const versions = fatima.getByRole('group').filter({ hasText: 'Eerdere versies' });
  const newest = versions.locator('ol > li').first();
  await expect(newest).toContainText(/\d\d:\d\d:\d\d\s*Fatima el Amrani\s*concept/);
  await expect(newest).toContainText('Besluit over de markt');
  await fatima.getByLabel('Waarom').fill('');
  await fatima.getByLabel('Deze melding is volledig ingevuld').check();
  await fatima.getByRole('button', { name: 'Opslaan' }).click();
  await expect(newest).toContainText(/ingevuld\s*Waarom\s*leeggemaakt/);
  await expect(versions.locator('ol > li')).toHaveCount(3);
  await expect(versions.locator('ol > li').last()).toContainText('opgesteld uit het logboek');
  await expectFit(fatima, 'versions wide');

  const narrow = await officer(people, 'Fatima el Amrani', 320);
  await open(narrow, number);
  await narrow.route('**/versions', (route) => route.abort());
  await narrow.locator('summary', { hasText: 'Eerdere versies' }).press('Enter');
  const problem = narrow.getByRole('alert');
  await expect(problem).toContainText(/verbinding|server/i);
  await narrow.unroute('**/versions');
  await problem.getByRole('button', { name: 'Opnieuw' }).click();
  await expect(narrow.getByText('leeggemaakt')).toBeVisible();
  await expectFit(narrow, 'versions narrow');

  // As it is once the holder's key was erased.
  await narrow.route(/\/api\/incidents\/[^/]+$/, async (route) => {
    const file = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...file, isErased: true, holder: null } });
  });
  await narrow.reload();
  await expect(narrow.getByText(/is gewist\. Wie wanneer/)).toBeVisible();
  await expectFit(narrow, 'erased narrow');
});

test('the last one with access keeps it, and the table can be taken along', async ({ people }) => {
  const number = await closedThreat('233', people);
  const fatima = await officer(people, 'Fatima el Amrani');
  await open(fatima, number);
  const takeAway = fatima.getByRole('button', { name: 'Toegang intrekken: Fatima el Amrani' });
  await expect(takeAway).toHaveAttribute('aria-disabled', 'true');
  await takeAway.hover();
  await expect(fatima.getByText('Ten minste één collega houdt toegang.')).toBeVisible();

  const printed = fatima.waitForEvent('download');
  await fatima.getByRole('link', { name: 'Printen (pdf)' }).click();
  expect((await printed).suggestedFilename()).toBe(`melding-${number}.pdf`);
  await fatima.getByText('Wie keek').click();
  await expect(fatima.getByText('afgedrukt')).toBeVisible();

  await fatima.getByRole('link', { name: 'Alle meldingen' }).click();
  const download = fatima.waitForEvent('download');
  await fatima.getByRole('link', { name: 'Downloaden voor Excel (csv)' }).click();
  expect((await download).suggestedFilename()).toMatch(/^meldingen-\d{4}-\d\d-\d\d\.csv$/);
});

async function expectFit(page: Page, screen: string, ...parts: string[]): Promise<void> {
  await expectAccessible(page, screen, ...parts);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect([screen, sideways]).toEqual([screen, 0]);
}

test('from 320 pixels up, in both themes, with nothing, while loading, and without an answer', async ({
  people,
}) => {
  const number = await closedThreat('234', people);
  const wide = await officer(people, 'Fatima el Amrani');
  await expect(rowOf(wide, number)).toBeVisible();
  await expectFit(wide, 'list wide');
  await open(wide, number);
  await expectFit(wide, 'file wide');

  const narrow = await officer(people, 'Fatima el Amrani', 320);
  await expect(rowOf(narrow, number)).toBeVisible();
  await expectFit(narrow, 'list narrow');
  await narrow.getByRole('button', { name: /Fatima el Amrani/ }).click();
  await expectFit(narrow, 'menu narrow', 'header');
  await narrow.keyboard.press('Escape');
  await open(narrow, number);
  await narrow.getByText('Wie keek').click();
  await expect(narrow.getByText('geopend').first()).toBeVisible();
  await expectFit(narrow, 'file narrow');

  await narrow.route('**/api/incidents*', (route) =>
    route.fulfill({ json: { incidents: [], hasMore: false } }),
  );
  await narrow.goto('/gemeente/meldingen');
  await expect(narrow.getByText('Er zijn nog geen meldingen.')).toBeVisible();
  await expectFit(narrow, 'empty', 'main');

  await narrow.unroute('**/api/incidents*');
  const line = Promise.withResolvers<void>();
  await narrow.route('**/api/incidents*', async (route) => {
    await line.promise;
    await route.abort();
  });
  await narrow.reload();
  await expect(narrow.getByText('Laden…', { exact: true })).toBeVisible();
  await expectFit(narrow, 'loading', 'main');
  line.resolve();
  await expect(narrow.getByText('De lijst kan niet worden bijgewerkt.')).toBeVisible();
  await expectFit(narrow, 'no answer', 'main');
  await narrow.unroute('**/api/incidents*');
  await narrow.getByRole('button', { name: 'Opnieuw' }).click();
  await expect(rowOf(narrow, number)).toBeVisible();
});
