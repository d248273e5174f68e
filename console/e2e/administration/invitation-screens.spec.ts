// The pages for whoever is not in yet: an invitation that opens, one that does not, a password that is refused, a code
// that is wrong. What the server answers is made here; the whole way in has a story of its own.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';

const narrow = { viewport: { width: 320, height: 640 } };
const invitation = {
  name: 'Piet Puk',
  email: 'piet@noord.example',
  role: 'centralist',
  centre: {
    name: 'Alarmcentrale Noord',
    phone: '088 123 45 67',
    languages: { offered: ['nl', 'en'], usual: 'nl' },
  },
  municipality: null,
  language: null,
  expiresAt: '2026-12-06T09:00:00.000Z',
  needsFactor: true,
  workAccount: 'Werkaccount Noord',
};
const refused = (code: string, details: object = {}) => ({
  error: { code, message: code, details },
});

async function answer(page: Page, path: string, status: number, json: object): Promise<void> {
  await page.unroute(path);
  await page.route(path, (route) => route.fulfill({ status, json }));
}
const look = '**/api/invitation/look';
const accept = '**/api/invitation/accept';

test('an invitation says who invites to what, its secret leaves the address, and a refused password loses nothing', async ({
  people,
}) => {
  const page = await people.strangersWindow(narrow);
  await answer(page, look, 200, invitation);
  const asked = page.waitForRequest(look);
  await page.goto('/uitnodiging#geheim-van-piet');
  expect((await asked).postDataJSON()).toEqual({ secret: 'geheim-van-piet' });
  await expect(page.getByText('Alarmcentrale Noord nodigt u uit')).toBeVisible();
  await expect(page.getByText('piet@noord.example')).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
  expect(
    await page.evaluate(() => JSON.stringify([history.state, document.referrer])),
  ).not.toContain('geheim');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(page, 'invitation');

  const password = page.getByLabel('Kies een wachtwoord');
  await password.fill('kort');
  await page.getByRole('button', { name: 'Verder' }).focus();
  await expect(page.getByRole('tooltip')).toContainText('Minstens 12 tekens');
  await answer(page, accept, 409, refused('password-too-common'));
  await password.fill('wachtwoord123');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Dit wachtwoord is te makkelijk te raden.')).toBeVisible();
  await expect(password).toHaveValue('wachtwoord123');
  await page.getByRole('button', { name: 'Tonen' }).click();
  await expect(password).toHaveAttribute('type', 'text');
  await expectAccessible(page, 'invitation, refused password');

  // By a provider that is away nothing is lost either.
  await answer(page, '**/api/work-account/invitation', 409, refused('werkaccount-weg'));
  await page.getByRole('button', { name: 'Werkaccount Noord' }).click();
  await expect(page.getByText(/werkaccounts? .*niet/i)).toBeVisible();
  await expect(password).toHaveValue('wachtwoord123');

  await page.unroute(accept);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Verder' }).click();
  await expect(page.getByText('Geen verbinding met de server.')).toBeVisible();
  await page.context().setOffline(false);

  // Back from the provider without being let in: the secret is in the link alone.
  await page.goto('/uitnodiging?werkaccount=taken');
  await expect(page.getByRole('alert')).toContainText('open de link opnieuw');
});

test('one that opens nothing says whom to call, and one that is not answered stays valid', async ({
  people,
}) => {
  const page = await people.strangersWindow(narrow);
  await answer(page, look, 410, refused('invitation-gone', { centre: invitation.centre }));
  await page.goto('/uitnodiging#oud');
  await expect(page.getByRole('alert')).toContainText(/opent niets meer.*bel 088\s123\s45\s67/);
  await expectAccessible(page, 'invitation that is over');

  // Another link in the same window.
  await answer(page, look, 503, {});
  await page.goto('/uitnodiging#nieuw');
  await expect(page.getByText('Ze blijft gewoon geldig.')).toBeVisible();
  await answer(page, look, 200, invitation);
  await page.getByRole('button', { name: 'Opnieuw' }).click();
  await expect(page.getByRole('heading', { name: 'Welkom, Piet Puk' })).toBeVisible();

  // Another language is the same page, or the secret that only it knows would be gone.
  await page.getByLabel('Kies een wachtwoord').fill('half getypt');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByText('Alarmcentrale Noord invites you')).toBeVisible();
  await expect(page.getByLabel('Choose a password')).toHaveValue('half getypt');
});

test('whoever lost his second step is told what is wrong, and keeps what he typed', async ({
  people,
}) => {
  const page = await people.strangersWindow(narrow);
  await page.goto('/herstel');
  await page.getByLabel('E-mailadres').fill('anna@noord.example');
  await page.getByLabel('Wachtwoord').fill('een wachtwoord van Anna');
  await page.getByLabel('Code van uw collega').fill('1234-5678');
  await answer(page, '**/api/recover', 409, refused('herstelcode-onjuist'));
  await page.getByRole('button', { name: 'Verder' }).click();
  await expect(page.getByRole('alert')).toContainText('klopt niet');
  await expect(page.getByLabel('Code van uw collega')).toHaveValue('1234-5678');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(page, 'recover');
});
