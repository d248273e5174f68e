// The supervisor sees how quickly alarms were taken, and up to when that is true.
import { expectAccessible } from '../people/accessible.ts';
import { claimed } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

test('8.2 – an alarm that is pressed and taken is counted, in the period and on its day', async ({
  desk,
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  await page.goto('/console');
  await page.getByRole('banner').getByRole('button').last().click();
  await page.getByRole('link', { name: 'Antwoordtijden' }).click();
  await expect(page.getByRole('heading', { name: 'Antwoordtijden' })).toBeVisible();
  await expect(page.getByText(/^Waar tot \d\d:\d\d:\d\d$/)).toBeVisible();
  const total = page.getByRole('row', { name: /^Totaal/ }).getByRole('cell');
  const empty = page.getByText('In deze periode zijn er geen alarmen die meetellen.');
  await expect(empty.or(total.first())).toBeVisible();
  const before = (await empty.isVisible()) ? 0 : Number(await total.nth(1).textContent());

  const anna = await desk('Anna de Wit');
  await press('231');
  await claimed(anna, 'Joke van Dam');

  await expect(total.nth(1)).toHaveText(String(before + 1));
  const today = page.getByRole('row').nth(2).getByRole('cell');
  await expect(today.nth(2)).toContainText(/^\d+ van \d+/);
  await expect(page.getByText('niet geverifieerd')).toHaveCount(1);
  await expectAccessible(page, 'answer times');
  // No alarm is heard here: the way back is in sight.
  await page.getByRole('banner').getByRole('link', { name: 'Alarmen' }).click();
  await expect(page.getByRole('region', { name: 'Wachtrij' })).toBeVisible();
});

test('what cannot be had, is old or stands still says so, and what was shown stays', async ({
  people,
}) => {
  const page = await people.window('Dirk Mulder');
  const figures = {
    trueAt: new Date().toISOString(),
    state: 'current',
    profile: 'en-50518-hold-up',
    title: 'EN 50518, hold-up',
    verified: false,
    norms: { first: 'en-50518-hold-up', own: null },
    normPeriods: [],
    total: {
      alarms: 40,
      limits: [
        { seconds: 30, permille: 800, n: 40, claimedInTime: 36, verdict: 'met', missesLeft: 5 },
        { seconds: 60, permille: 985, n: 40, claimedInTime: 39, verdict: 'missed', missesLeft: 0 },
      ],
    },
    days: [],
  };
  const answer = (body: object) =>
    page.route('**/api/answer-times?*', (route) => route.fulfill({ json: body }));
  await answer(figures);
  await page.goto('/antwoordtijden');
  await expect(
    page.getByText('Binnen 60 seconden aangenomen: 39 van de 40 alarmen, 97,5'),
  ).toBeVisible();
  await expect(page.getByText('gehaald, nog 5 te missen')).toBeVisible();
  await expect(page.getByRole('cell', { name: /niet gehaald/ })).toBeVisible();

  // Another norm is another question, asked by keyboard alone.
  const norm = page.getByRole('combobox', { name: 'Norm' });
  await page.unrouteAll();
  const asked = page.waitForRequest(/profile=bs-8484-2016/);
  await answer({ ...figures, state: 'stopped' });
  await norm.focus();
  await page.keyboard.press('ArrowDown');
  await asked;
  await expect(page.getByText('De cijfers staan stil door een storing')).toBeVisible();

  await page.unrouteAll();
  await answer({ ...figures, state: 'behind', trueAt: '2026-01-02T08:00:00.000Z' });
  await page.getByRole('combobox', { name: 'Periode' }).selectOption('7 dagen');
  await expect(page.getByText('Deze cijfers lopen achter')).toBeVisible();
  await expect(page.getByText(/Waar tot .*02\W+01\W+2026/)).toBeVisible();

  await page.unrouteAll();
  await page.route('**/api/answer-times?*', (route) => route.abort());
  await page.getByRole('combobox', { name: 'Periode' }).selectOption('12 maanden');
  await expect(page.getByText('De antwoordtijden zijn nu niet op te vragen.')).toBeVisible();
  await expect(page.getByText('gehaald, nog 5 te missen')).toBeVisible();

  // One that never answers is said as well, although it is asked again and again.
  await page.unrouteAll();
  await answer(figures);
  await page.getByRole('button', { name: 'Opnieuw' }).click();
  await expect(page.getByText('De antwoordtijden zijn nu niet op te vragen.')).toBeHidden();
  await page.unrouteAll();
  await page.route('**/api/answer-times?*', () => undefined);
  await expect(page.getByText('De antwoordtijden zijn nu niet op te vragen.')).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByText('Geen antwoord van de server. Probeer het opnieuw.')).toBeVisible();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('is nothing for a centralist', async ({ people }) => {
  const page = await people.window('Anna de Wit');
  await page.goto('/antwoordtijden');
  await expect(page.getByRole('heading', { name: 'Geen toegang' })).toBeVisible();
});
