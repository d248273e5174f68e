// A supervisor sees who has what and what is late, and steps in: asks somebody, takes over, hears along.
import { expectAccessible } from '../people/accessible.ts';
import { choose } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

test('9.1 – who has what, what is late; asked of somebody, heard along, taken over in two keys with its reason', async ({
  desk,
  people,
}) => {
  const dirk = await people.window('Dirk Mulder');
  await dirk.goto('/console');
  await dirk.getByRole('banner').getByRole('button').last().click();
  await dirk.getByRole('link', { name: 'Toezicht' }).click();
  await expect(dirk).toHaveTitle(/^Toezicht/);
  const open = dirk.getByRole('region', { name: 'Open alarmen' });
  const aside = dirk.getByRole('region', { name: 'Besluiten en mensen' });
  const work = dirk.getByRole('region', { name: 'Alarm', exact: true });
  await expect(open.getByText('Alles rustig: er zijn geen open alarmen.')).toBeVisible();
  await expect(aside.getByText(/Gevraagd aan/)).toHaveCount(0);

  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  await press('232');
  await choose(anna, 'Joke van Dam');
  await anna.page.keyboard.press('F2');
  const ofAnna = aside.getByRole('listitem').filter({ hasText: 'Anna de Wit' }).first();
  await expect(ofAnna).toContainText(/bezig: 1.*Eerste besluit/);
  const row = (name: string) => open.getByRole('row').filter({ hasText: name });
  await expect(row('Joke van Dam')).toContainText(/Anna.*Eerste besluit/);
  await expect(row('Marten Koopmans')).toContainText(/Niet aangenomen.*Aannemen/);
  await expectAccessible(dirk, 'supervision');
  await open.getByRole('button', { name: /^niet aangenomen 1/ }).click();
  await expect(row('Joke van Dam')).toBeHidden();

  // Nobody has it: whom he asks is told, and it goes on sounding.
  await row('Marten Koopmans').getByRole('button').click();
  await dirk.keyboard.press('Alt+G');
  const form = work.getByRole('form', { name: 'Wie neemt dit alarm over?' });
  await expect(form.getByText('Tot iemand het aanneemt, klinkt het bij iedereen.')).toBeVisible();
  await dirk.keyboard.type('bram');
  await expect(form.getByRole('option', { name: /Bram Jansen/, selected: true })).toBeVisible();
  await dirk.keyboard.press('Enter');
  await expect(aside.getByText(/Gevraagd aan Bram Jansen/)).toBeVisible();
  await choose(bram, 'Marten Koopmans');
  await expect(
    bram.workspace.getByText('Dirk Mulder vraagt u dit alarm aan te nemen'),
  ).toBeVisible();
  await bram.page.keyboard.press('F2');
  await expect(aside.getByText(/Gevraagd aan/)).toHaveCount(0);

  // By keys through the list, and into hers: she sees who hears along, and who took it and why.
  await open.getByRole('button', { name: /^alle 2/ }).click();
  await row('Marten Koopmans').getByRole('button').focus();
  await dirk.keyboard.press('ArrowUp');
  await dirk.keyboard.press('ArrowDown');
  await row('Joke van Dam').getByRole('button').click();
  await dirk.keyboard.press('F4');
  await expect(anna.workspace.getByText(/Dirk Mulder/).first()).toBeVisible();
  await dirk.keyboard.press('Alt+O');
  await dirk.keyboard.type('Anna wordt onwel');
  await dirk.keyboard.press('Enter');
  await expect(row('Joke van Dam')).toContainText('U 00:');
  await expect(anna.workspace.getByText('Anna wordt onwel')).toBeVisible();

  await dirk.setViewportSize({ width: 1366, height: 768 });
  await expect(work.getByRole('button', { name: /Afhandelen/ })).toBeInViewport();
});

test('the supervisor’s desk is nothing for a centralist', async ({ people }) => {
  const page = await people.window('Anna de Wit');
  await page.goto('/toezicht');
  await expect(page.getByRole('heading', { name: 'Geen toegang' })).toBeVisible();
});
