// The pages about people as screens: long and short, empty, loading, out of order and without a line; by keyboard, at
// 320 pixels, in both themes and languages. What the server answers is made here; what it does has a story of its own.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';
import { fewPeople, helpable, manyPeople, wholeAnna, wholeJoris } from './example-people.ts';

const narrow = { viewport: { width: 320, height: 640 } };
const answer = (page: Page, path: string | RegExp, json: object) =>
  page.route(path, (route) => route.fulfill({ json }));
const list = /\/api\/members(\?.*)?$/;

async function fitsIn(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
}

test('the list: by keyboard alone, narrowed, page after page, and what it says when it cannot', async ({
  people,
}) => {
  const page = await people.window('Els Bakker');
  const asked: URLSearchParams[] = [];
  await page.route(list, (route) => {
    const query = new URL(route.request().url()).searchParams;
    asked.push(query);
    if (query.get('search') === 'niemand')
      return route.fulfill({ json: { members: [], next: null } });
    const members = query.has('cursor') ? manyPeople.slice(50) : manyPeople.slice(0, 50);
    return route.fulfill({ json: { members, next: query.has('cursor') ? null : 'verder' } });
  });
  await page.goto('/beheer/mensen');
  await expect(page.getByText('De eerste 50')).toBeVisible();

  // `/` from anywhere, down into the rows, back up, and Escape looks for nothing again.
  const search = page.getByRole('searchbox', { name: 'Zoek op naam of e-mailadres' });
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Medewerker 01' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Medewerker 02' })).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect(search).toBeFocused();
  await page.keyboard.type('niemand');
  await expect(page.getByText('Niets gevonden.')).toBeVisible();
  // For the word, not once a letter: a machine that types slowly may ask halfway.
  const searched = asked.map((query) => query.get('search')).filter(Boolean);
  expect(searched.at(-1)).toBe('niemand');
  expect(searched.length).toBeLessThan('niemand'.length);
  await page.keyboard.press('Escape');
  await expect(page.getByText('De eerste 50')).toBeVisible();

  await page.getByRole('combobox', { name: 'Rol' }).selectOption('centralist');
  await page.getByRole('combobox', { name: 'Stand' }).selectOption('geschorst');
  await expect.poll(() => asked.at(-1)?.toString()).toBe('role=centralist&status=suspended');
  // Whoever comes back, by the browser or by the page's own link, finds it as he left it.
  const isAsLeft = async () => {
    await expect(page).toHaveURL(/\/mensen\?role=centralist&status=suspended$/);
    await expect(page.getByRole('combobox', { name: 'Stand' })).toHaveValue('suspended');
    await expect.poll(() => asked.at(-1)?.toString()).toBe('role=centralist&status=suspended');
  };
  for (const back of [
    () => page.goBack(),
    () => page.getByRole('link', { name: 'Terug naar alle mensen' }).click(),
  ]) {
    asked.length = 0;
    await page.getByRole('link', { name: 'Medewerker 01' }).click();
    await expect(page).toHaveURL(/\/mensen\/[^/?]+$/);
    await back();
    await isAsLeft();
  }
  asked.length = 0;
  await page.reload();
  await isAsLeft();
  // What nobody can choose is not asked for, whoever wrote it in the address.
  asked.length = 0;
  await page.goto('/beheer/mensen?role=centralist&status=onzin');
  await expect(page.getByRole('combobox', { name: 'Stand' })).toHaveValue('');
  await expect.poll(() => asked.at(-1)?.toString()).toBe('role=centralist');
  await page.getByRole('button', { name: 'Alles tonen' }).click();
  await expect.poll(() => asked.at(-1)?.toString()).toBe('');
  await expect(page).toHaveURL(/\/mensen$/);
  await page.getByRole('button', { name: 'Meer tonen' }).click();
  await expect(page.getByText('51 in deze lijst')).toBeVisible();
  await expectAccessible(page, 'people');

  // Without a line what was known stays, with its time; a line that comes back is enough.
  await page.unrouteAll();
  await page.context().setOffline(true);
  await page.keyboard.press('/');
  await page.keyboard.type('x');
  await expect(
    page.getByText(/Geen verbinding met de server\..*U ziet wat om \d\d:/),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'Medewerker 51' })).toBeVisible();
  await answer(page, list, { members: fewPeople, next: null });
  await page.context().setOffline(false);
  await expect(page.getByRole('link', { name: 'Anna de Wit' })).toBeVisible();
  await expect(page.getByText('Geen verbinding met de server.')).toBeHidden();

  // With nothing, while it comes, and when it cannot be had.
  await page.unrouteAll();
  await answer(page, list, { members: [], next: null });
  await page.goto('/beheer/mensen');
  await expect(page.getByText('Er is nog niemand uitgenodigd.')).toBeVisible();
  await page.unrouteAll();
  await page.route(list, () => undefined);
  await page.reload();
  await expect(page.getByText('Laden…', { exact: true })).toBeVisible();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.route(list, (route) => route.fulfill({ status: 503, json: {} }));
  await page.reload();
  await expect(page.getByText('De lijst is nu niet op te vragen.')).toBeVisible();
  await page.unrouteAll();
  await answer(page, list, { members: fewPeople, next: null });
  await page.getByRole('button', { name: 'Opnieuw' }).click();
  await expect(page.getByText('3 in deze lijst')).toBeVisible();
});

test('from 320 pixels up, in both themes and in English', async ({ people }) => {
  const page = await people.specialWindow('Els Bakker', narrow);
  await answer(page, list, { members: fewPeople, next: null });
  await answer(page, '**/api/member-places', {
    municipalities: [{ ...fewPeople[2]!.municipality!, language: null }],
    hasMail: true,
  });
  await answer(page, `**/api/members/${wholeAnna.id}`, wholeAnna);
  await answer(page, `**/api/members/${wholeJoris.id}`, wholeJoris);
  await answer(page, '**/api/factor-resets*', { people: helpable, next: null });

  await page.goto('/beheer/mensen');
  await page.getByRole('link', { name: 'Anna de Wit' }).waitFor();
  await fitsIn(page);
  await expectAccessible(page, 'people narrow');

  await page.getByRole('link', { name: 'Anna de Wit' }).click();
  await expect(page.getByText(/verlopen op 01\W+11\W+2026/)).toBeVisible();
  // By keys alone: Escape closes what was opened, and the keys go on where they were.
  for (const name of ['Wijzigen', 'Schorsen', 'Vernieuwen: Diploma']) {
    const button = page.getByRole('button', { name, exact: true });
    await button.press('Enter');
    await expect(page.getByRole('main').locator('form')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('main').locator('form')).toHaveCount(0);
    await expect(button).toBeFocused();
  }
  await page.getByRole('button', { name: 'Wijzigen', exact: true }).click();
  await page.getByRole('button', { name: 'Schorsen' }).click();
  await page.getByRole('button', { name: 'Uit dienst melden' }).click();
  await page.getByRole('button', { name: /^Vernieuwen: Toestemming/ }).click();
  await page.getByRole('button', { name: 'Goedkeuren' }).click();
  await fitsIn(page);
  await expectAccessible(page, 'one of the people, every form open');

  await page.goto(`/beheer/mensen/${wholeJoris.id}`);
  await expect(page.getByText('Deze alarmcentrale verstuurt nog geen mail.')).toBeVisible();
  await page.getByRole('button', { name: 'Nieuwe link maken' }).click();
  await fitsIn(page);
  await expectAccessible(page, 'somebody invited');

  await page.goto('/beheer/tweede-stap');
  await page.getByRole('button', { name: 'Herstel vragen' }).click();
  await fitsIn(page);
  await expectAccessible(page, 'lost second steps');

  await page.goto('/beheer/mensen/uitnodigen');
  await page.getByRole('combobox', { name: 'Rol' }).selectOption('medewerker OOV');
  await page.getByRole('button', { name: 'Uitnodigen' }).click();
  await expect(page.getByText('Kies een gemeente.')).toBeVisible();
  await fitsIn(page);
  await expectAccessible(page, 'inviting, with what is missing');

  await page.evaluate(() => localStorage.setItem('achterwacht.language', 'en'));
  for (const [path, words] of [
    ['/beheer', 'To do'],
    ['/beheer/mensen', 'Who can log in, and in which role.'],
    [`/beheer/mensen/${wholeAnna.id}`, 'Permission of the chief of police'],
    ['/beheer/mensen/uitnodigen', 'How does the person get the link?'],
    ['/beheer/tweede-stap', 'Request a reset'],
    ['/welkom', 'What you can do now'],
  ] as const) {
    await page.goto(path);
    await expect(page.getByText(words).first()).toBeVisible();
    await fitsIn(page);
  }
});

test('a printed link is shown once, and nobody leaves it by mistake', async ({ people }) => {
  const page = await people.window('Els Bakker');
  const link = 'https://alarm.example/uitnodiging#geheim';
  await answer(page, '**/api/member-places', { municipalities: [], hasMail: true });
  await answer(page, '**/api/members', {
    id: wholeAnna.id,
    expiresAt: '2026-12-06T09:00:00.000Z',
    link,
    language: 'en',
  });
  await page.goto('/beheer/mensen/uitnodigen');
  await page.getByRole('combobox', { name: 'Rol' }).selectOption('centralist');
  await page.getByRole('textbox', { name: 'Naam' }).fill('Piet Puk');
  await page.getByRole('textbox', { name: 'E-mailadres' }).fill('piet@noord.example');
  await page.getByRole('radio', { name: /^Op papier/ }).check();
  await page.getByRole('radio', { name: 'English' }).check();
  const asked = page.waitForRequest('**/api/members');
  await page.getByRole('button', { name: 'Uitnodigen' }).click();
  expect((await asked).postDataJSON()).toMatchObject({ way: 'printed', language: 'en' });
  // In the language of whoever gets it, until somebody says otherwise.
  await expect(page.getByRole('article', { name: 'Invitation on paper' })).toContainText(
    /invites you to Achterwacht, as operator/i,
  );
  await page.getByRole('radio', { name: 'Nederlands' }).check();
  const sheet = page.getByRole('article', { name: 'Uitnodiging op papier' });
  await expect(sheet).toContainText(link);
  await expect(sheet.getByRole('img')).toBeVisible();
  await expectAccessible(page, 'invitation sheet');
  await page.getByRole('button', { name: 'Link kopiëren' }).click();
  await expect(page.getByText('Gekopieerd')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  // On paper stands the sheet and nothing else.
  await page.emulateMedia({ media: 'print' });
  await expect(sheet).toBeVisible();
  await expect(page.getByRole('navigation')).toBeHidden();
  // One sheet of A5.
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/MediaBox \[0 0 [\d.]+ [\d.]+\]/g)).toEqual([
    expect.stringMatching(/\[0 0 4(19|20)[\d.]* 59[45][\d.]*\]/),
  ]);
  await page.emulateMedia({ media: 'screen' });

  await page.getByRole('navigation').getByRole('link', { name: 'Mensen' }).click();
  await expect(page.getByRole('alert')).toContainText('Print de brief eerst');
  await expect(sheet).toBeVisible();
  await page.getByRole('checkbox', { name: /geprint/ }).check();
  await page.getByRole('button', { name: 'Nog iemand uitnodigen' }).click();
  // The same role, for the next one.
  await expect(page.getByRole('combobox', { name: 'Rol' })).toHaveValue('centralist');
  await expect(page.getByRole('textbox', { name: 'Naam' })).toHaveValue('');
  await expect(sheet).toHaveCount(0);
});

test('nobody is shown a page that is not his', async ({ people }) => {
  const page = await people.window('Anna de Wit');
  for (const path of ['/beheer', '/beheer/mensen', '/beheer/tweede-stap']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'Geen toegang' })).toBeVisible();
  }
});
