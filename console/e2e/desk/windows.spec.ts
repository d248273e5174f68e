// One desk in several windows: what is chosen in one is chosen in all, a key works where its work is, and what is closed
// gives its room back.
import type { Page } from '@playwright/test';
import { expectAccessible } from '../people/accessible.ts';
import { expect, press, test, type Desk } from '../story.ts';

/** The window that this key opens, live; nobody logged in at it. */
async function opened({ page }: Desk, key: string): Promise<Page> {
  const [other] = await Promise.all([
    page.context().waitForEvent('page'),
    page.keyboard.press(key),
  ]);
  await expect(other.getByRole('list', { name: 'Toestand van deze werkplek' })).toContainText(
    'Verbinding live',
    { timeout: 40_000 },
  );
  return other;
}

test('map and alarm stand in windows of their own, are one desk with the queue, and give their room back', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, map, workspace } = anna;
  await press('231');
  await press('232');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(card('Marten Koopmans')).toBeVisible();
  await card('Joke van Dam').click();

  const mapWindow = await opened(anna, 'Alt+k');
  await expect(map).toHaveCount(0);
  await expect(mapWindow.getByRole('region')).toHaveCount(1);
  await expect(mapWindow).toHaveTitle('(2) SPOED – Kaart – Achterwacht');
  const alarmWindow = await opened(anna, 'Alt+a');
  await expect(workspace).toHaveCount(0);
  const alone = alarmWindow.getByRole('region', { name: 'Alarm', exact: true });
  await expect(alone).toContainText('Joke van Dam');

  await card('Marten Koopmans').click();
  await expect(alone).toContainText('Marten Koopmans');
  await mapWindow.getByRole('button', { name: /^Posities/ }).click();
  await mapWindow.getByRole('button', { name: /Joke van Dam/ }).click();
  await expect(alone).toContainText('Joke van Dam');
  await expect(card('Joke van Dam').locator('[aria-current="true"]')).toBeVisible();
  await expectAccessible(mapWindow, 'a map in a window of its own');

  // Taken at the queue, closed where the alarm is: the key goes to the window that has its work.
  await page.bringToFront();
  await page.keyboard.press('F2');
  await expect(card('Joke van Dam')).toContainText('U 00:');
  await expect(alone).toContainText('donkerblauwe jas');
  await page.keyboard.press('F9');
  await expect(alone.getByLabel('Loos – per ongeluk')).toBeVisible();
  await expectAccessible(alarmWindow, 'an alarm in a window of its own', '.workspace');
  await alarmWindow.keyboard.press('Escape');
  await mapWindow.keyboard.press('F9');
  await expect(alone.getByLabel('Loos – per ongeluk')).toBeVisible();
  // What is of the queue goes there.
  await alarmWindow.keyboard.press('Escape');
  await alarmWindow.keyboard.press('F3');
  await expect(page.getByRole('searchbox')).toBeFocused();

  await alarmWindow.close();
  await expect(workspace).toContainText('Joke van Dam');
  await page.bringToFront();
  await page.keyboard.press('Alt+k');
  await expect.poll(() => mapWindow.isClosed()).toBe(true);
  await expect(map).toBeVisible();

  // What was open as the desk closed is offered the next time, for a browser opens nothing by itself.
  const again = await opened(anna, 'Alt+k');
  await page.goto('/healthz');
  await again.close();
  await page.goto('/console');
  const menu = page.getByRole('button', { name: 'Vensters', exact: true });
  await menu.click();
  const coming = page.context().waitForEvent('page');
  await page.getByRole('button', { name: /^Zet terug zoals de vorige keer: .*Kaart/ }).click();
  await expect((await coming).getByRole('region', { name: 'Kaart' })).toBeVisible();
  await expect(map).toHaveCount(0);

  // A browser that lets none open is said, and the desk stays whole.
  await page.evaluate(() => void (window.open = () => null));
  await page.keyboard.press('Alt+a');
  await expect(page.getByRole('contentinfo')).toContainText('liet het venster Alarm niet toe');
  await expect(workspace).toBeVisible();
});
