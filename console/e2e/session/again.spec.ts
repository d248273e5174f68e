// A session that ends at a desk: nothing can be read there any more, and the same person goes on where he was.
import type { Page } from '@playwright/test';
import { codesOf } from '../../../load-tests/src/target/desk-session.ts';
import { expectAccessible } from '../people/accessible.ts';
import { newCentralist, newPassword } from '../people/new-member.ts';
import { spyOnSound } from '../people/sound-spy.ts';
import { sessionsAreEnded, sessionsEndIn } from '../product/member-times.ts';
import { expect, press, sounds, test } from '../story.ts';

const loggedOut = (page: Page) => page.getByRole('dialog', { name: 'U bent uitgelogd' });

async function logInAgain(page: Page, code: string): Promise<void> {
  await loggedOut(page).getByLabel('Wachtwoord').fill(newPassword);
  await page.keyboard.press('Enter');
  await loggedOut(page).getByLabel('Code van zes cijfers').fill(code);
  await page.keyboard.press('Enter');
}

test('a session that expired at a desk is begun again in place: his alarms within reach meanwhile, and all as it was', async ({
  people,
}) => {
  const { page, id, secret } = await newCentralist(people, 'Cor Lang');
  await page.addInitScript(spyOnSound);
  await page.goto('/console');
  const queue = page.getByRole('region', { name: 'Wachtrij' });
  const workspace = page.getByRole('region', { name: 'Alarm', exact: true });
  await page
    .getByRole('banner')
    .first()
    .click({ position: { x: 5, y: 5 } });
  await press('231');
  await expect(queue.getByText('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(workspace.getByRole('list', { name: 'Tijdlijn' })).toContainText('Aangenomen');
  await page.keyboard.press('F3');
  await page.locator('#queue-search').fill('Joke');
  const note = workspace.getByLabel('Notitie');
  await note.fill('Drager fluistert.');
  for (const _ of 'stert.') await page.keyboard.press('ArrowLeft');

  // Somebody else's alarm is not left to whoever passes by.
  await press('232');
  await sessionsEndIn(id, -1);
  await expect(loggedOut(page)).toContainText('Uw sessie is verlopen.');
  await expect(queue).toBeHidden();
  await expect(page).toHaveTitle(/U bent uitgelogd/);
  const card = loggedOut(page).getByRole('region', { name: 'Noodkaart' });
  for (const known of ['Joke van Dam', 'Grote Markt 2', '088 000 13 01', 'OOV-piket Haarlem'])
    await expect(card).toContainText(known);
  await expect(card).not.toContainText('Marten Koopmans');
  await expectAccessible(page, 'logged out at a desk');
  // What waited goes on sounding: nobody takes it for a quiet desk.
  const heard = async () =>
    (await sounds(page)).filter(({ frequency }) => frequency === 660).length;
  const before = await heard();
  await expect.poll(heard).toBeGreaterThan(before);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F9');
  await expect(loggedOut(page)).toBeVisible();

  await press('233');
  await loggedOut(page).getByLabel('Wachtwoord').fill('niet mijn wachtwoord');
  await page.keyboard.press('Enter');
  await expect(loggedOut(page).getByRole('alert')).toBeVisible();
  await logInAgain(page, codesOf(secret)[1]!);
  await expect(loggedOut(page)).toHaveCount(0);
  await expect(page.getByText(/Hersteld, \d+ gebeurtenis(sen)? ingehaald/)).toBeVisible();
  await expect(note).toBeFocused();
  await page.keyboard.type('!');
  await expect(note).toHaveValue('Drager flui!stert.');
  await expect(page.locator('#queue-search')).toHaveValue('Joke');
  await page.keyboard.press('Control+Enter');
  await expect(workspace.getByText('Drager flui!stert.')).toBeVisible();
});

test('a session that somebody ended leaves nothing to read; another person is refused where it was', async ({
  people,
}) => {
  const { page, id, secret } = await newCentralist(people, 'Cor Kort');
  await page.goto('/console');
  const queue = page.getByRole('region', { name: 'Wachtrij' });
  await press('231');
  await expect(queue.getByText('Joke van Dam')).toBeVisible();
  await sessionsAreEnded(id);
  await expect(loggedOut(page)).toContainText('Uw sessie is beëindigd.');
  await expect(page.getByText('Joke van Dam')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Noodkaart' })).toHaveCount(0);

  // Somebody else's passkey would have him logged in.
  await page.route('**/api/session', async (route) => {
    const answer = await route.fetch();
    const session = (await answer.json()) as { user: object };
    const user = { ...session.user, id: crypto.randomUUID() };
    await route.fulfill({ response: answer, json: { ...session, user } });
  });
  await logInAgain(page, codesOf(secret)[1]!);
  await expect(loggedOut(page).getByRole('alert')).toContainText('Dit is de post van Cor Kort.');
  await page.unroute('**/api/session');
  // And is logged out again.
  expect((await page.request.get('/api/session')).status()).toBe(401);
  await expect(page.getByText('Joke van Dam')).toHaveCount(0);
});
