// One's own profile, with the browser's own virtual authenticator: a passkey, recovery codes, sessions. A passkey belongs
// to a name, so these stories are told at localhost.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, logIn, origin, test } from '../story.ts';

// The address is known only once the product runs, so it is no plain option.
// eslint-disable-next-line no-empty-pattern
test.use({ baseURL: async ({}, use) => use(origin().replace('127.0.0.1', 'localhost')) });

async function withAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const fits = async (page: Page, width: number) => {
  await page.setViewportSize({ width, height: 900 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
};

test('a passkey is added in the profile, logs in, and is asked for before something changes', async ({
  page,
}) => {
  await withAuthenticator(page);
  await logIn(page, 'Chantal Visser');
  await page.getByRole('button', { name: /Chantal Visser/ }).click();
  await page.getByRole('link', { name: 'Mijn profiel' }).click();
  await expect(page.getByRole('heading', { name: 'Mijn profiel' })).toBeVisible();
  await expect(page.getByText('U hebt nog geen passkey.')).toBeVisible();
  await page.getByRole('button', { name: 'Passkey toevoegen' }).click();
  await expect(page.getByText('De passkey is toegevoegd.')).toBeVisible();
  await page.getByRole('button', { name: 'Naam wijzigen: Passkey 1' }).click();
  await page.getByLabel('Naam van deze passkey').fill('Laptop');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Laptop', { exact: true })).toBeVisible();

  // Ten recovery codes, and on only once they are kept.
  await page.getByRole('button', { name: 'Nieuwe herstelcodes maken' }).click();
  await expect(page.getByRole('heading', { name: 'Uw herstelcodes' })).toBeFocused();
  const code = (await page.locator('li code').nth(2).textContent()) ?? '';
  expect(code).toMatch(/^2-\w{4}-\w{4}-\w{4}$/);
  await page.getByLabel('Ik heb deze codes bewaard').check();
  await page.getByRole('button', { name: 'Verder' }).click();
  await expect(page.getByText('U hebt nog 10 van de 10 herstelcodes.')).toBeVisible();

  await expectAccessible(page, 'profile', 'main');
  for (const width of [320, 1920]) await fits(page, width);

  // A password that everybody guesses is refused in words, and what was typed stays.
  await page.getByLabel('Huidig wachtwoord').fill('not-hers-at-all');
  await page.getByLabel('Nieuw wachtwoord').fill('wachtwoord123');
  await page.getByRole('button', { name: 'Wachtwoord wijzigen' }).click();
  await expect(page.getByText('Uw huidige wachtwoord klopt niet.')).toBeVisible();
  await expect(page.getByLabel('Nieuw wachtwoord')).toHaveValue('wachtwoord123');

  await page.getByRole('button', { name: /Chantal Visser/ }).click();
  await page.getByRole('button', { name: 'Uitloggen', exact: true }).click();
  await expect(page).toHaveURL(/\/inloggen/);
  await page.getByRole('button', { name: 'Inloggen met passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/inloggen'));

  // Made with that passkey, this session does not remove it; with her codes it does.
  await page.goto('/profiel');
  await page.getByRole('button', { name: 'Verwijderen: Laptop' }).click();
  await page.getByRole('button', { name: 'Ja, verwijderen' }).click();
  await expect(page.getByText('met een andere tweede stap')).toBeVisible();
  await page.getByRole('button', { name: 'Annuleren' }).click();

  // Lost: with the password and a recovery code she is in, and reads that she was.
  await page.getByRole('button', { name: /Chantal Visser/ }).click();
  await page.getByRole('button', { name: 'Uitloggen', exact: true }).click();
  await expect(page).toHaveURL(/\/inloggen/);
  await page.getByRole('button', { name: /Chantal Visser/ }).click();
  await page.getByRole('button', { name: 'Ik ben mijn tweede stap kwijt' }).click();
  await page.getByLabel('Herstelcode', { exact: true }).fill(code.toLowerCase());
  await expectAccessible(page, 'log-in with a recovery code', 'main');
  await page.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/inloggen'));
  await page.goto('/profiel');
  await expect(page.getByText('U hebt nog 9 van de 10 herstelcodes.')).toBeVisible();
  await expect(page.getByText(/is met een herstelcode ingelogd/)).toBeVisible();
  await page.getByRole('button', { name: 'Verwijderen: Laptop' }).click();
  await page.getByRole('button', { name: 'Ja, verwijderen' }).click();
  await expect(page.getByText('U hebt nog geen passkey.')).toBeVisible();
});

test('before anything is changed in a session that is not fresh, one shows who one is, by keyboard alone', async ({
  people,
}) => {
  const page = await people.window('Els Bakker');
  let isFresh = false;
  await page.route('**/api/profile/recovery-codes', (route) =>
    isFresh
      ? route.fulfill({ json: { codes: ['0-AAAA-BBBB-CCCC'] } })
      : route.fulfill({ status: 409, json: { error: { code: 'proof-needed', message: '' } } }),
  );
  await page.route('**/api/profile/proof', (route) => {
    const { code } = route.request().postDataJSON() as { code: string };
    if (code !== '123456')
      return route.fulfill({ status: 409, json: { error: { code: 'proof-wrong', message: '' } } });
    isFresh = true;
    const at = new Date().toISOString();
    return route.fulfill({ json: { canChangeUntil: at, endsAt: at } });
  });
  await page.goto('/profiel');
  const make = page.getByRole('button', { name: 'Nieuwe herstelcodes maken' });
  await make.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Laat zien dat u het bent' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(make).toBeFocused();
  await page.keyboard.press('Enter');
  await expectAccessible(page, 'proof', 'dialog');
  await dialog.getByLabel('Wachtwoord').fill('een-wachtwoord');
  await dialog.getByLabel('Code van zes cijfers').fill('000 000');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Het wachtwoord of de code klopt niet.')).toBeVisible();
  await dialog.getByLabel('Code van zes cijfers').fill('123 456');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('0-AAAA-BBBB-CCCC')).toBeVisible();
});

test('who has no second step sets one up before anything else opens', async ({ page }) => {
  await logIn(page, 'Dirk Mulder');
  await page.route('**/api/session', async (route) => {
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...(await response.json()), mustSetUp: !isSet } });
  });
  let isSet = false;
  const factors = { needed: true, passkeys: [], codes: null, mustSetUp: false };
  await page.route('**/api/profile/codes/secret', (route) =>
    route.fulfill({
      json: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DP', address: 'otpauth://totp/x?secret=JBSWY3DP' },
    }),
  );
  await page.route('**/api/profile/codes', (route) => {
    isSet = true;
    const recoveryCodes = { left: 0, madeAt: null, lastUsedAt: null };
    return route.fulfill({ json: { ...factors, recoveryCodes, canChangeUntil: null } });
  });
  await page.route('**/api/profile/recovery-codes', (route) =>
    route.fulfill({ json: { codes: ['0-AAAA-BBBB-CCCC', '1-AAAA-BBBB-CCCC'] } }),
  );
  await page.goto('/profiel');
  await expect(page.getByRole('heading', { name: 'Uw tweede stap' })).toBeVisible();
  await expectAccessible(page, 'set up a second step');
  await page.getByRole('button', { name: 'App met codes instellen' }).click();
  await expect(page.getByRole('img', { name: 'QR-code voor de app met codes' })).toBeVisible();
  await expect(page.getByText('JBSW Y3DP EHPK 3PXP JBSW Y3DP')).toBeVisible();
  await expectAccessible(page, 'an app with codes');
  for (const width of [320, 1920]) await fits(page, width);
  await page.getByLabel('De code die de app nu toont').fill('123456');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Uw herstelcodes' })).toBeFocused();
  const on = page.getByRole('button', { name: 'Verder' });
  await expect(on).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('Ik heb deze codes bewaard').check();
  await on.click();
  await page.waitForURL((url) => !url.pathname.startsWith('/tweede-stap'));
});

test('at a bare address, where no passkey can exist, none is offered', async ({ page }) => {
  await page.goto(`${origin()}/inloggen`);
  await expect(page.getByRole('button', { name: 'Verder' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Inloggen met passkey' })).toHaveCount(0);
});
