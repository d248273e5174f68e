// A program gets a token and asks with it: made, shown once, used, replaced, revoked and ended, by keyboard, at 320
// pixels, in both themes and languages; and what the page says when it has nothing or cannot ask.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, origin, test } from '../story.ts';

const list = '**/api/service-accounts';

const fitsIn = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);

/** As a program asks. */
async function asked(token: string): Promise<number> {
  const response = await fetch(`${origin()}/api/jobs`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.text();
  return response.status;
}

test('a program gets a token, asks with it, and is stopped', async ({ people }) => {
  const page = await people.window('Els Bakker');
  await page.route(list, (route) => route.fulfill({ status: 503, json: {} }));
  await page.goto('/beheer/koppelingen');
  await expect(page.getByText('De koppelingen zijn niet op te halen.')).toBeVisible();
  await page.unrouteAll();
  // As a new centre has it; the demo's own has one.
  await page.route(list, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), accounts: [] } });
  });
  await page.getByRole('button', { name: 'Opnieuw' }).click();
  await expect(page.getByText('Er zijn nog geen koppelingen.')).toBeVisible();
  await page.unrouteAll();

  // What is missing is said at its place, and nothing that was typed is lost.
  await page.getByRole('button', { name: 'Nieuwe koppeling' }).click();
  await page.getByRole('textbox', { name: 'Naam van het programma' }).fill('Bewaking');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Kies ten minste één ding.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Waarvoor' }).fill('Storingen op het scherm bij ICT');
  await page.getByLabel('Verantwoordelijk').selectOption('Els Bakker');
  await page.getByRole('checkbox', { name: /^Toestand van het systeem/ }).check();
  await expectAccessible(page, 'a new service account');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Koppeling maken' }).click();
  await expect(page.getByText('Geen verbinding met de server.').first()).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Koppeling maken' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bewaking' })).toBeVisible();

  // The token is shown once: whoever leaves before he has it is stopped.
  await page.getByRole('button', { name: 'Nieuwe sleutel' }).click();
  await page.keyboard.type('Grafana-server');
  await page.keyboard.press('Enter');
  const shown = page.getByRole('textbox', { name: 'Sleutel', exact: true });
  const token = await shown.inputValue();
  expect(token).toMatch(/^aw_[0-9a-f]{104}$/);
  await page.getByRole('button', { name: 'Kopiëren' }).click();
  await expect(page.getByText('Gekopieerd')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await expectAccessible(page, 'a token');
  await page.getByRole('link', { name: 'Terug naar alle koppelingen' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Bewaar eerst de sleutel/);
  await page.getByRole('checkbox', { name: 'Ik heb de sleutel bewaard' }).check();
  await page.getByRole('button', { name: 'Klaar' }).click();
  await expect(shown).toBeHidden();
  expect(await page.content()).not.toContain(token);
  expect(await asked(token)).toBe(200);

  // On a telephone: another beside it, the first revoked, and then all of it ended.
  const narrow = await people.specialWindow('Els Bakker', {
    viewport: { width: 320, height: 640 },
  });
  await narrow.goto('/beheer/koppelingen');
  await fitsIn(narrow);
  await narrow.getByRole('link', { name: 'Bewaking' }).click();
  await narrow.getByRole('button', { name: 'Wijzigen', exact: true }).click();
  await fitsIn(narrow);
  await narrow.getByRole('textbox', { name: 'Naam van het programma' }).fill('Bewaking ICT');
  await narrow.getByRole('button', { name: 'Opslaan' }).click();
  await expect(narrow.getByRole('heading', { level: 1, name: 'Bewaking ICT' })).toBeVisible();
  await narrow.getByRole('button', { name: 'Nieuwe sleutel' }).click();
  await narrow.keyboard.type('Nieuwe server');
  await narrow.keyboard.press('Enter');
  const second = await narrow.getByRole('textbox', { name: 'Sleutel', exact: true }).inputValue();
  await fitsIn(narrow);
  await narrow.getByRole('checkbox', { name: 'Ik heb de sleutel bewaard' }).check();
  await narrow.getByRole('button', { name: 'Klaar' }).click();
  const old = narrow.getByRole('listitem').filter({ hasText: 'Grafana-server' });
  await old.getByRole('button', { name: 'Intrekken' }).click();
  await fitsIn(narrow);
  await expectAccessible(narrow, 'revoking');
  await old.getByRole('button', { name: 'Intrekken' }).focus();
  await narrow.keyboard.down('Enter');
  await expect(old.getByText('Ingetrokken door Els Bakker')).toBeVisible();
  await narrow.keyboard.up('Enter');
  expect([await asked(token), await asked(second)]).toEqual([401, 200]);
  await narrow.getByRole('button', { name: 'Koppeling beëindigen' }).click();
  await narrow.getByRole('button', { name: 'Beëindigen', exact: true }).focus();
  await narrow.keyboard.down('Enter');
  // Made by her, and ended.
  await expect(narrow.getByText(/^door Els Bakker op/)).toHaveCount(2);
  await narrow.keyboard.up('Enter');
  expect(await asked(second)).toBe(401);
  await narrow.getByRole('link', { name: 'Terug naar alle koppelingen' }).click();
  await expect(narrow.getByText(/^Beëindigd op/)).toBeVisible();
});
