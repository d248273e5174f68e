// How many keys somebody presses, beside the text that he types.
import type { Page } from '@playwright/test';

type Counting = { pressed: string[] };

/** From now on; gives the way to ask for them. A modifier that is held with another key is one key with it. */
export async function countKeys(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const pressed: string[] = [];
    (window as unknown as Counting).pressed = pressed;
    addEventListener(
      'keydown',
      ({ key, target, ctrlKey, altKey }) => {
        if (['Alt', 'Control', 'Shift'].includes(key)) return;
        const isField =
          target instanceof HTMLTextAreaElement ||
          (target instanceof HTMLInputElement &&
            ['text', 'search', 'number'].includes(target.type));
        const isText = isField && key.length === 1 && !ctrlKey && !altKey;
        if (!isText) pressed.push(key);
      },
      { capture: true },
    );
  });
  return () => page.evaluate(() => (window as unknown as Counting).pressed);
}
