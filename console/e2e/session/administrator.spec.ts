// The administrator of the centre, also on a small screen.
import { expectAccessible } from '../people/accessible.ts';
import { expect, press, test } from '../story.ts';

test('what went out, at 320 pixels', async ({ people }) => {
  const page = await people.specialWindow('Els Bakker', { viewport: { width: 320, height: 640 } });
  await press('231');
  await page.goto('/uitgaand');
  await expect(page.getByRole('heading', { name: 'Uitgaand' })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(320);
  await expectAccessible(page, 'outbox narrow');
});

test('a page that is not hers leads back to hers, and not to herself', async ({ people }) => {
  const page = await people.window('Els Bakker');
  await page.goto('/gemeente/meldingen');
  await expect(page.getByRole('heading', { name: 'Geen toegang' })).toBeVisible();
  await expect(page.getByText('beheerder van de alarmcentrale')).toHaveCount(0);
  await page.getByRole('link', { name: 'Naar uw eerste pagina' }).click();
  await expect(page.getByRole('heading', { name: 'Wat te doen' })).toBeVisible();
  // What the demo's centre has to do, whatever other stories leave there.
  for (const about of [/Mirjam Post/, /Maandcijfers/, /Bewaartermijnen/, /meldkamer Limburg/])
    await expect(page.getByRole('main').getByRole('link', { name: about }).first()).toBeVisible();
});

test('an officer is told whom to ask, and has no setting for what she never does', async ({
  people,
}) => {
  const page = await people.window('Fatima el Amrani');
  await page.goto('/uitgaand');
  await expect(page.getByText('vraag het de beheerder van de alarmcentrale')).toBeVisible();
  await page.getByRole('link', { name: 'Naar uw eerste pagina' }).click();
  await page.getByRole('banner').getByRole('button').click();
  await expect(page.getByRole('group', { name: 'Weergave' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Doormelden met' })).toHaveCount(0);
});
