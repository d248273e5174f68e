// More come than anybody keeps up with: what is mine stays in view, the many are lines, and nothing that is judged by
// moves.
import { bar, claimed, listeningIn } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';
import { inAMinute } from './two-hundred.ts';

const others = ['232', '233', '234', '241', '242', '243', '244', '251', '252', '253', '254'];

test('3.8 – in a storm the first press stays first, later ones are lines, what is mine stays in view and no key moves', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, queue, workspace } = anna;
  await speak('231');
  await claimed(anna, 'Joke van Dam');
  await expect(listeningIn(anna)).toContainText('Spraak');
  const first = bar(anna).getByRole('button', { name: 'Geluid' });
  const stood = await first.boundingBox();

  /** What is below it is kept for what is said of a crowd. */
  const room = () => queue.locator('.column > .queue').evaluate((list) => list.clientHeight);
  const roomBefore = await room();

  // A fault of each before it is pressed: none of them may come before a press.
  await press('235', '--code', '302');
  await press('236', '--code', '302');
  for (const serial of others) await press(serial);
  const waiting = queue.locator('section').first().getByRole('listitem');
  await expect(waiting).toHaveCount(others.length);
  await expect(waiting.first()).toContainText('Marten Koopmans');
  await expect(queue.getByText('STORING').first()).toBeAttached();
  await expect(queue.getByText(/Drukte: \d+ in 10 min, \d+ centralist/)).toBeVisible();
  expect(await room()).toBe(roomBefore);

  // The first are whole, the others say in a line who and where; each can be chosen by its digit.
  await expect(waiting.first().getByRole('button', { name: /aannemen/i })).toBeVisible();
  await expect(waiting.last().getByRole('button')).toHaveCount(1);
  const own = queue.getByRole('heading', { name: /^Van mij/ });
  await expect(own).toBeInViewport();
  expect(await first.boundingBox()).toEqual(stood);

  // Chosen by its digit it is whole and in view, and mine still stands below it.
  await queue.focus();
  await page.keyboard.press('9');
  const ninth = waiting.nth(8);
  await expect(ninth.getByRole('button', { name: /aannemen/i })).toBeInViewport({ ratio: 1 });
  await expect(own).toBeInViewport();
  const hits = await ninth.evaluate((card) => {
    const { left, right, top, bottom } = card.getBoundingClientRect();
    const middle = (left + right) / 2;
    return [top + 4, bottom - 4].map((y) => card.contains(document.elementFromPoint(middle, y)));
  });
  expect(hits).toEqual([true, true]);
  await waiting.first().getByRole('button').first().scrollIntoViewIfNeeded();
  await expect(own).toBeInViewport();

  // On the map one arrow stands for all that lie outside.
  await queue
    .getByRole('listitem')
    .filter({ hasText: 'Joke van Dam' })
    .getByRole('button')
    .first()
    .click();
  const arrows = anna.map.getByRole('button', { name: /buiten beeld/ });
  await expect(arrows).toHaveCount(1);
  await bar(anna).focus();
  await page.keyboard.press('1');
  await expect(workspace.getByRole('form', { name: 'Geluid' })).toBeVisible();
});

inAMinute(30, 100);
