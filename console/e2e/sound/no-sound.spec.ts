// A first start opens its desks before what carries sound is built. Everything but sound works by then, the
// desk says so, and sound comes to the desk that is open.
import { claimed } from '../people/at-work.ts';
import { expect, test } from '../story.ts';

test('a desk of before there is sound says so and works; the sound of its alarm comes by itself', async ({
  desk,
  speak,
}) => {
  let presence: 'awaited' | 'here' = 'awaited';
  const anna = await desk('Anna de Wit', {
    prepare: (page) =>
      page.route('**/api/listen-in/connect', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), sound: presence } });
      }),
  });
  const { page, workspace } = anna;
  const lamps = page.getByRole('list', { name: 'Toestand van deze werkplek' });
  await expect(lamps).toContainText('Geluid volgt');
  await speak('231');
  await claimed(anna, 'Joke van Dam');
  const listening = workspace.getByRole('region', { name: 'Meeluisteren' });
  const notYet = 'Er is nog geen geluid';
  await expect(listening).toContainText(notYet);
  // The answer to the claim would otherwise come after that to F4, and stand in its place.
  const answer = page.getByRole('contentinfo');
  await expect(answer).toContainText('aangenomen');
  await page.keyboard.press('F4');
  await expect(answer).toContainText(notYet);

  presence = 'here';
  await expect(lamps).toContainText('Geluid gereed');
  // Nobody asked for it again.
  const meter = listening.getByRole('meter');
  await expect(meter).toBeVisible();
  await expect
    .poll(async () => Number(await meter.getAttribute('aria-valuenow')))
    .toBeGreaterThan(-45);
});
