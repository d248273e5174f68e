// A work account as a second way in: set by an administrator, linked by himself, used at the log-in page; and what that
// page says when it lets nobody in.
import { randomUUID } from 'node:crypto';
import {
  clientId,
  clientSecret,
  openWorkAccounts,
} from '../../../api/src/testing/work-accounts.ts';
import { expectAccessible } from '../people/accessible.ts';
import { expect, logIn, origin, test } from '../story.ts';

test('a work account is set up, linked, and lets in; without it a password does', async ({
  browser,
}) => {
  const comes = { subject: randomUUID(), amr: ['pwd', 'mfa'] };
  const accounts = await openWorkAccounts(`${origin()}/api/work-account/return`, () => comes);
  const page = await browser.newPage({ baseURL: origin() });
  await logIn(page, 'Els Bakker');

  await page.goto('/beheer/koppelingen');
  await page.getByRole('button', { name: 'Instellen…' }).click();
  await page.getByLabel('Tekst op de knop').fill('Werkaccount Limburg');
  await page.getByLabel('Adres van de inlogdienst (issuer)').fill('http://127.0.0.1:9');
  await page.getByRole('button', { name: 'Controleren of hij er staat' }).click();
  await expect(page.getByText('Geen antwoord van dit adres.')).toBeVisible();
  await page.getByLabel('Adres van de inlogdienst (issuer)').fill(accounts.issuer);
  await page.getByRole('button', { name: 'Controleren of hij er staat' }).click();
  await expect(page.getByText('Gevonden: hier staat een inlogdienst.')).toBeVisible();
  await page.getByLabel('Naam van deze centrale daar (client id)').fill(clientId);
  await page.getByRole('combobox', { name: 'Tweede stap' }).selectOption('amr');
  await page.getByLabel('Waarden die tellen').fill('mfa');
  await page.getByRole('button', { name: 'Instellen', exact: true }).click();
  await expect(page.getByText('Vul het geheim in.')).toBeVisible();
  await page.getByLabel('Geheim (client secret)').fill(clientSecret);
  await expectAccessible(page, 'a provider');
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.getByRole('button', { name: 'Instellen', exact: true }).click();
  await expect(page.getByText('Van de inlogdienst, als amr een van deze is: mfa')).toBeVisible();
  expect(await page.content()).not.toContain(clientSecret);

  // Nobody comes in by an account that he did not link himself.
  const elsewhere = await browser.newPage({ baseURL: origin() });
  await elsewhere.goto('/inloggen');
  const button = elsewhere.getByRole('button', { name: 'Werkaccount Limburg' });
  await button.click();
  await expect(elsewhere.getByText('Dit werkaccount is nog niet gekoppeld.')).toBeVisible();
  await expectAccessible(elsewhere, 'the log-in page');

  const onward = await page.request.post('/api/profile/work-account', {
    data: {},
    headers: { origin: origin() },
  });
  await page.goto(((await onward.json()) as { address: string }).address);
  await expect(page).toHaveURL(/\/profiel\/werkaccount\?werkaccount=linked$/);
  await button.click();
  await expect(elsewhere.getByRole('banner').getByText('Els Bakker')).toBeVisible();

  // The provider did not ask for a second step: ours is.
  comes.amr = ['pwd'];
  const third = await browser.newPage({ baseURL: origin() });
  await third.goto('/inloggen');
  await third.getByRole('button', { name: 'Werkaccount Limburg' }).click();
  await expect(third.getByLabel('Code van zes cijfers')).toBeVisible();

  await accounts.close();
  const last = await browser.newPage({ baseURL: origin() });
  await last.goto('/inloggen');
  await last.getByRole('button', { name: 'Werkaccount Limburg' }).click();
  await expect(last.getByText(/antwoordt niet\. Log in met uw wachtwoord\./)).toBeVisible();
  await logIn(last, 'Dirk Mulder');
  await page.goto('/beheer/koppelingen');
  await page.getByRole('button', { name: 'Weghalen' }).click();
  await expect(page.getByRole('button', { name: 'Instellen…' })).toBeVisible();
  for (const one of [page, elsewhere, third, last]) await one.close();
});
