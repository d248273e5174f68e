// A passkey, made and used with the browser's own virtual authenticator. It belongs to a name, so this
// story is told at localhost.
import { expect, logIn, origin, test } from '../story.ts';

// The address is known only once the product runs, so it is no plain option.
// eslint-disable-next-line no-empty-pattern
test.use({ baseURL: async ({}, use) => use(origin().replace('127.0.0.1', 'localhost')) });

test('a passkey is added in the name menu and logs in without password or code', async ({
  page,
}) => {
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
  await logIn(page, 'Chantal Visser');
  await page.getByRole('button', { name: /Chantal Visser/ }).click();
  await expect(page.getByText('U heeft nog geen passkey.')).toBeVisible();
  await page.getByRole('button', { name: 'Passkey toevoegen' }).click();
  await expect(page.getByText('U heeft 1 passkey.')).toBeVisible();
  await page.getByRole('button', { name: 'Uitloggen' }).click();
  await expect(page).toHaveURL(/\/inloggen/);

  await page.getByRole('button', { name: 'Inloggen met passkey' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/inloggen'));
});

test('at a bare address, where no passkey can exist, none is offered', async ({ page }) => {
  await page.goto(`${origin()}/inloggen`);
  await expect(page.getByRole('button', { name: 'Verder' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Inloggen met passkey' })).toHaveCount(0);
});
