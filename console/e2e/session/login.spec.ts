// Getting in, and not getting in.
import { codesOf } from '../../../load-tests/src/target/desk-session.ts';
import { expectAccessible } from '../people/accessible.ts';
import { newCentralist, newPassword } from '../people/new-member.ts';
import { sessionsEndIn } from '../product/member-times.ts';
import { setAside } from '../product/set-aside.ts';
import { expect, logIn, test } from '../story.ts';

test('log in with password and one-time code, back to where one was going', async ({ page }) => {
  await page.goto('/uitgaand');
  await expect(page).toHaveURL(/\/inloggen\?terug=%2Fuitgaand/);
  await expect(page.getByText('DEMO').first()).toBeVisible();
  await page.getByRole('button', { name: /Dirk Mulder/ }).click();
  await page.getByRole('button', { name: 'Verder' }).click();
  const code = page.getByLabel('Code van zes cijfers');
  await expect(code).toHaveValue(/^\d{6}$/);
  await page.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await expect(page).toHaveURL(/\/uitgaand$/);
  await expect(page.getByRole('heading', { name: 'Uitgaand' })).toBeVisible();
});

test('every page says what a browser may never do with it', async ({ page }) => {
  for (const path of ['/inloggen', '/p', '/uitnodiging', '/console', '/nergens']) {
    const headers = (await page.request.get(path)).headers();
    const policy = headers['content-security-policy'] ?? '';
    for (const part of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ])
      expect([path, policy]).toEqual([path, expect.stringContaining(part)]);
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'(;|$)/);
    expect(policy).not.toContain('unsafe-inline');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  }
});

test('a wrong password and a wrong code are refused in words', async ({ page }) => {
  await page.goto('/inloggen');
  await page.getByLabel('E-mailadres').fill('anna@noord.demo');
  await page.getByLabel('Wachtwoord').fill('niet het wachtwoord');
  await page.getByRole('button', { name: 'Verder' }).click();
  await expect(page.getByRole('alert')).toHaveText(
    /E-mailadres of wachtwoord klopt niet|Te veel pogingen/,
  );
  await page.getByRole('button', { name: /Anna de Wit/ }).click();
  await page.getByRole('button', { name: 'Verder' }).click();
  const code = page.getByLabel('Code van zes cijfers');
  await expect(code).toHaveValue(/^\d{6}$/);
  await code.fill('000000');
  await page.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(/Deze code klopt niet|Te veel pogingen/);
  await expect(page).toHaveURL(/\/inloggen/);
});

test('38, A8 – one page says what went out or was held back, what was set aside by kind, what the system does by itself, and what of it is not to be seen', async ({
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  await page.goto('/uitgaand');
  const jobs = page.getByRole('region', { name: 'Taken' });
  const aside = page.getByRole('region', { name: 'Terzijde gezet door het systeem' });
  await expect(
    page
      .getByRole('table', { name: 'Uitgaand', exact: true })
      .or(page.getByText('Er is nog niets verstuurd')),
  ).toBeVisible();
  await expect(page.getByText(/Stand van \d\d:\d\d:\d\d/)).toBeVisible();
  await expect(aside.getByText('Er staat niets terzijde.')).toBeVisible();

  const takeBack = await setAside('deadline', ['een', 'twee']);
  const row = jobs.getByRole('row', { name: /Termijnen/ });
  // Written down a few seconds after a start.
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText(/\d\d:\d\d:\d\d/, { timeout: 1_000 });
  }).toPass();
  await expect(row).not.toContainText('te laat');
  await expect(aside.getByRole('row', { name: /Termijn van een alarm/ })).toContainText('2');
  // What has no items of its own is not listed while it runs.
  await expect(jobs.getByText('Taken die hier niet staan, lopen.')).toBeVisible();
  await expect(jobs.getByRole('row', { name: /Klokken vergelijken/ })).toHaveCount(0);
  await expectAccessible(page, 'outbox, set aside, jobs');
  await takeBack();

  const job = { lastGoodAt: '2026-03-02T08:00:00.000Z', waiting: null, done: null, setAside: null };
  await page.route('**/api/jobs', (route) =>
    route.fulfill({
      json: {
        jobs: [
          { ...job, name: 'clock', state: 'late' },
          { ...job, name: 'harmless-sound', state: 'failing', waiting: 7, done: 2, setAside: 3 },
          { ...job, name: 'rooms', state: 'ok' },
        ],
      },
    }),
  );
  await page.route('**/api/outbox*', (route) => route.fulfill({ json: { entries: [] } }));
  await page.route('**/api/set-aside', (route) => route.fulfill({ status: 503, json: {} }));
  await page.reload();
  await expect(page.getByText('Er is nog niets verstuurd en er wacht niets.')).toBeVisible();
  await expect(aside.getByText('Of er iets terzijde staat is nu niet te zien.')).toBeVisible();
  await expect(jobs.getByRole('row', { name: /Klokken vergelijken/ })).toContainText('te laat');
  const erasing = jobs.getByRole('row', { name: /Geluid van loos en test wissen/ });
  await expect(erasing).toContainText('mislukt');
  await expect(erasing.getByRole('cell')).toHaveText([/mislukt/, /2\W+03\W+2026 09:00:00/, '7']);
  await page.unroute('**/api/jobs');
  await page.route('**/api/jobs', (route) => route.fulfill({ status: 503, json: {} }));
  await page.reload();
  await expect(jobs.getByText('Hoe het met de taken staat is nu niet te zien.')).toBeVisible();
});

test('who has nothing to see here is told so', async ({ page }) => {
  await logIn(page, 'Fatima el Amrani');
  await expect(page).toHaveURL(/\/gemeente$/);
  await page.goto('/console');
  await expect(page).toHaveURL(/\/gemeente$/);
  await page.goto('/uitgaand');
  await expect(page.getByRole('heading', { name: 'Geen toegang' })).toBeVisible();
  await page.goto('/bestaat-niet');
  await expect(page.getByRole('heading', { name: 'Pagina niet gevonden' })).toBeVisible();
});

test('logging out ends the session', async ({ page }) => {
  await logIn(page, 'Els Bakker');
  await expect(page).toHaveURL(/\/beheer$/);
  await page.getByRole('button', { name: /Els Bakker/ }).click();
  await page.getByRole('button', { name: 'Uitloggen' }).click();
  await expect(page).toHaveURL(/\/inloggen/);
  await page.goto('/uitgaand');
  await expect(page).toHaveURL(/\/inloggen/);
});

test('half an hour before it ends a session says so; whoever logs in again stays where he is', async ({
  people,
}) => {
  const { page, id, secret } = await newCentralist(people, 'Cor Laat');
  const queue = page.getByRole('region', { name: 'Wachtrij' });
  const notice = page.getByText(/U wordt om \d\d:\d\d uitgelogd/);
  await sessionsEndIn(id, 31);
  await page.goto('/console');
  await expect(queue).toBeVisible();
  await expect(notice).toHaveCount(0);
  await sessionsEndIn(id, 29);
  await page.reload();
  await expect(notice).toBeVisible();
  await expectAccessible(page, 'a session that ends soon');

  await page.getByRole('button', { name: 'Opnieuw inloggen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Opnieuw inloggen' });
  await dialog.getByLabel('Wachtwoord').fill('niet mijn wachtwoord');
  await dialog.getByLabel('Code van zes cijfers').fill('000000');
  await dialog.getByRole('button', { name: 'Doorgaan' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Wachtwoord').fill(newPassword);
  await dialog.getByLabel('Code van zes cijfers').fill(codesOf(secret)[1]!);
  await dialog.getByRole('button', { name: 'Doorgaan' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(notice).toHaveCount(0);
  await expect(queue).toBeVisible();
  await page.reload();
  await expect(queue).toBeVisible();
  await expect(notice).toHaveCount(0);
});
