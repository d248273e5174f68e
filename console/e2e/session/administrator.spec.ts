// The administrator of the centre, also on a small screen.
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';

const entry = {
  id: '5a0c2a3e-0000-4000-8000-000000000001',
  kind: 'tell-papers-end',
  alarmId: null,
  alarmNumber: null,
  mode: 'real',
  recipient: 'medewerker en beheerders',
  text: 'Een papier van een medewerker verloopt over 14 dagen. Kijk bij Mensen.',
  createdAt: '2026-03-02T08:00:00.000Z',
  attempts: 3,
  nextAttemptAt: null,
  status: 'failed',
  sentAt: null,
  lastError: 'no-gateway',
};

test('what went out, at 320 pixels and in English', async ({ people }) => {
  const page = await people.specialWindow('Els Bakker', { viewport: { width: 320, height: 640 } });
  await page.route('**/api/outbox*', (route) => route.fulfill({ json: { entries: [entry] } }));
  await page.goto('/uitgaand');
  const list = page.getByRole('table', { name: 'Uitgaand', exact: true });
  await expect(list).toContainText(entry.text);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(320);
  // A card each: nothing of the list lies beside the screen.
  expect(await list.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0);
  await expectAccessible(page, 'outbox narrow');
  await page.evaluate(() => localStorage.setItem('achterwacht.language', 'en'));
  await page.reload();
  const inEnglish = page.getByRole('row', { name: /Paper ends/ });
  await expect(inEnglish).toContainText('A paper of a member ends in 14 days.');
  await expect(inEnglish).toContainText('member and administrators');
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
