// The desk holds at every size of window and of letters, in both themes and both languages: nothing cut off, nothing
// over anything else, no sideways scroll, and what is to be pressed next in sight.
import type { Page } from '@playwright/test';
import { layoutFaults } from '../people/layout-faults.ts';
import { expectPicture } from '../people/picture.ts';
import { expect, press, test } from '../story.ts';

/** How a window is looked at. */
export type View = { width: number; height: number; letters: 100 | 130; theme: 'dag' | 'nacht' };

/** @param inSight Selectors of what must be wholly in sight in each view. */
async function expectToHold(
  { page, views, hasPictures }: { page: Page; views: readonly View[]; hasPictures: boolean },
  state: string,
  ...inSight: string[]
): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const { width, height, letters, theme } of views) {
    await page.setViewportSize({ width, height });
    await dress(page, letters, theme);
    const faults = await layoutFaults(page, inSight);
    if (faults.length > 0) found[`${state}, ${width}, ${letters} %, ${theme}`] = faults;
  }
  expect(found).toEqual({});
  if (!hasPictures) return;
  await page.setViewportSize({ width: 1920, height: 1080 });
  for (const theme of ['dag', 'nacht'] as const) {
    await dress(page, 100, theme);
    await expectPicture(page, `${state}-${theme}`);
  }
}

async function dress(page: Page, letters: View['letters'], theme: View['theme']): Promise<void> {
  await page.evaluate(
    async ([scale, chosen]) => {
      const root = document.documentElement;
      root.style.setProperty('--text-scale', String(scale / 100));
      root.dataset['theme'] = chosen;
      // What follows the size of its part does so in the frame after.
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    },
    [letters, theme] as const,
  );
}

const longTimes = {
  unclaimedLouderSeconds: 700,
  unclaimedSupervisorSeconds: 800,
  unclaimedOnCallSeconds: 900,
  ownerIdleReminderSeconds: 800,
  ownerIdleSupervisorSeconds: 900,
  noDecisionReminderSeconds: 800,
  noDecisionSupervisorSeconds: 900,
  verifiedNotHandedOverSeconds: 800,
};

/** What ends every alarm stays in sight, whatever else is open. */
const ending = '.actions .end button';

/** @param views Those of this language. */
export function deskHolds(
  locale: 'nl-NL' | 'en-GB',
  views: readonly View[],
  { hasPictures = false } = {},
): void {
  test(`the desk holds at every size of window and of letters, in both themes: ${locale}`, async ({
    people,
    speak,
    times,
  }) => {
    // What is late looks otherwise, and a picture must not depend on how quick a machine is.
    if (hasPictures) await times(longTimes);
    // Found by what they are, for their names are of two languages.
    const page = await people.specialWindow('Anna de Wit', { locale });
    await page.goto('/console');
    const at = { page, views, hasPictures };
    const workspace = page.locator('[data-region="workspace"]');
    await expect(page.locator('.queue .empty')).toBeVisible({ timeout: 40_000 });
    await page.locator('header').click({ position: { x: 5, y: 5 } });
    await expectToHold(at, 'empty');

    await speak('231');
    await press('241', '--code', '302');
    await press('242', '--test');
    await expect(page.locator('.queue .card')).toHaveCount(3);
    await expectToHold(at, 'queue', '.corner button', '.workspace .actions button');

    await page.keyboard.press('F2');
    await expect(workspace).toContainText('donkerblauwe jas');
    await expect(workspace.locator('.heard')).toBeVisible();
    // What came before it is history, told beside it: the stories before this one pressed as well.
    await expect(workspace.locator('[aria-labelledby="earlier-title"]')).toBeVisible();
    await expectToHold(at, 'claimed', '.decisions button', ending);

    await workspace.locator('section[data-home]').first().focus();
    await page.keyboard.press('1');
    await page.keyboard.type('man dreigt met een mes en roept om geld, een kind huilt');
    await expectToHold(at, 'judging', '.work form [type="submit"]', ending);

    await page.keyboard.press('Enter');
    await expect(workspace.locator('.decisions')).toBeHidden();
    await page.keyboard.press('F8');
    await expect(workspace.locator('.handover [role="checkbox"]')).toHaveCount(8);
    await expectToHold(at, 'F8', '.handover .foot button', ending);

    await page.keyboard.press('F9');
    await expect(workspace.locator('.panel form')).toBeVisible();
    await expectToHold(at, 'F9', '.panel form [type="submit"]', ending);

    await page.keyboard.press('Escape');
    await page.keyboard.press('F3');
    await page.keyboard.type('mar');
    await expect(page.locator('.queue .leads').first()).toBeVisible();
    await expectToHold(at, 'search', ending);
    await page.keyboard.press('Escape');

    // Its longest sentence twice: as it is typed, and as the answer to Enter.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('park 9999');
    await page.keyboard.press('Enter');
    await expectToHold(at, 'command', '.command input', '.command p', ending);
    await page.keyboard.press('Escape');

    await workspace.locator('.known ol button').first().press('Enter');
    await expect(workspace.locator('.known summary')).toBeVisible();
    await expectToHold(at, 'a step done', ending);

    await page.keyboard.press('F1');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectToHold(at, 'F1');
    await page.keyboard.press('Escape');
    for (const serial of ['232', '233', '234', '235', '236']) await press(serial);
    await expect(page.locator('.queue .waiting, .queue .row')).toHaveCount(5);
    await expectToHold(at, 'storm', ending);

    const inOwnWindow = async (key: string) => {
      const coming = page.context().waitForEvent('page');
      await page.keyboard.press(key);
      return coming;
    };
    const alarmAlone = await inOwnWindow('Alt+a');
    await expect(alarmAlone.locator(ending).first()).toBeVisible({ timeout: 40_000 });
    await expectToHold({ ...at, page: alarmAlone }, 'alarm alone', ending);
    const mapAlone = await inOwnWindow('Alt+k');
    await expect(mapAlone.locator('.sounding')).toBeVisible({ timeout: 40_000 });
    await expectToHold({ ...at, page: mapAlone }, 'map alone', '.tools button', '.sounding');
    await expect(workspace).toHaveCount(0);
    await expectToHold(at, 'queue alone');
  });
}
