// In which language somebody reads: what he chose, else what was chosen for him, else what his browser asks, and of all
// that only what his centre offers.
import type { SettingValue } from '@achterwacht/shared/setting/kinds.ts';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import type { People } from '../people/people.ts';
import { expect, logIn, test } from '../story.ts';

/** As the administrator sets it. */
async function offer(people: People, value: SettingValue<'languages'>): Promise<void> {
  const els = await people.asks('Els Bakker');
  const { settings } = (await (await els.get('/api/settings')).json()) as {
    settings: { kind: string; version: number }[];
  };
  const expectedVersion = settings.find(({ kind }) => kind === 'languages')?.version ?? 0;
  const set = await els.post('/api/settings/languages/propose', {
    data: { expectedVersion, value },
  });
  expect(set.status(), await set.text()).toBe(200);
  // Heard by the process that answers the pages.
  await expect
    .poll(async () => (await els.get('/api/languages')).json(), { intervals: [50] })
    .toEqual(value);
}

test('before anybody has logged in a page speaks the browser’s language, where the centre offers it', async ({
  people,
}) => {
  const stranger = await people.strangersWindow({ locale: 'en-GB' });
  await stranger.goto('/inloggen');
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Log in');
  await expect(stranger.locator('html')).toHaveAttribute('lang', 'en');
  const email = 'iemand@voorbeeld.test';
  await stranger.getByLabel('E-mail address').fill(email);
  await stranger.getByRole('button', { name: 'Nederlands' }).click();
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Inloggen');
  await expect(stranger.getByLabel('E-mailadres')).toHaveValue(email);
  await stranger.goto('/herstel');
  await expect(stranger.getByRole('button', { name: 'English' })).toBeVisible();

  const french = await people.strangersWindow({ locale: 'fr-FR' });
  await french.goto('/inloggen');
  await expect(french.getByRole('heading', { level: 1 })).toHaveText('Inloggen');

  await offer(people, { offered: ['nl'], usual: 'nl' });
  const other = await people.strangersWindow({ locale: 'en-GB' });
  await other.goto('/inloggen');
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Inloggen');
  await expect(other.getByRole('button', { name: 'English' })).toHaveCount(0);
  await offer(people, { offered: ['nl', 'en'], usual: 'en' });
  await french.reload();
  await expect(french.getByRole('heading', { level: 1 })).toHaveText('Log in');
  await offer(people, { offered: ['nl', 'en'], usual: 'nl' });
});

test('whoever chose none reads on in his browser’s language; what he chooses on his page follows him', async ({
  people,
}) => {
  const english = await people.specialWindow('Fatima el Amrani', { locale: 'en-GB' });
  await english.goto('/profiel');
  await expect(english.getByRole('heading', { name: 'My profile' })).toBeVisible();

  const fatima = await people.specialWindow('Fatima el Amrani');
  await fatima.goto('/profiel');
  await choose(fatima, 'Nacht');
  await choose(fatima, 'English');
  await expect(fatima.getByRole('heading', { name: 'My profile' })).toBeVisible();
  await expectAccessible(fatima, 'profile in English, Night');

  const elsewhere = await people.strangersWindow();
  await logIn(elsewhere, 'Fatima el Amrani');
  await expect(elsewhere.locator('html')).toHaveAttribute('data-theme', 'nacht');
  await elsewhere.goto('/profiel');
  await expect(elsewhere.getByRole('heading', { name: 'My profile' })).toBeVisible();
  // For whoever tells a story of her next.
  await choose(elsewhere, 'As the system');
  await choose(elsewhere, 'Nederlands');
});

/** On the profile, and kept with the account. */
async function choose(page: Page, word: string): Promise<void> {
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/preferences'));
  await page.getByRole('main').getByLabel(word, { exact: true }).check();
  expect((await kept).ok()).toBe(true);
}
