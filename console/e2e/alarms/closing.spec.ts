// Closing a press that seems harmless takes two people; everything else says why not.
import { choose } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

test('a false alarm is proposed by one and confirmed by another; a new press voids the proposal', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(anna.workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();

  await anna.page.keyboard.press('F9');
  const form = anna.workspace.getByRole('form');
  await form.getByLabel('Loos – per ongeluk').check();
  await form.getByRole('button', { name: 'Loos voorstellen' }).click();
  await expect(form).toContainText('Kies een grond.');
  await form.getByLabel('Vertrouwd persoon ziet de drager').check();
  await form.getByRole('button', { name: 'Loos voorstellen' }).click();
  await expect(form).toContainText('Schrijf een toelichting');
  await form.getByLabel('Toelichting').fill('Knop zat klem in de jaszak.');
  await form.getByRole('button', { name: 'Loos voorstellen' }).click();
  await expect(anna.workspace).toContainText('Wacht op een tweede collega.');
  // The news of it may come before the answer that closes the form.
  await expect(form).toBeHidden();

  // Not by the same person.
  await anna.page.keyboard.press('F9');
  await form.getByLabel('Loos – per ongeluk').check();
  await expect(form.getByRole('status')).toContainText(
    'Een ander dan Anna de Wit moet dit bevestigen',
  );
  await anna.page.keyboard.press('Escape');
  await expect(form).toBeHidden();

  await press('231');
  await expect(anna.workspace).toContainText('Voorstel loos vervallen door nieuw signaal');
  await expect(anna.workspace).not.toContainText('Wacht op een tweede collega.');
  await anna.page.keyboard.press('F9');
  await form.getByLabel('Loos – per ongeluk').check();
  await form.getByLabel('Vertrouwd persoon ziet de drager').check();
  await form.getByLabel('Toelichting').fill('Knop zat klem in de jaszak.');
  await form.getByRole('button', { name: 'Loos voorstellen' }).click();
  await expect(anna.workspace).toContainText('Wacht op een tweede collega.');

  await choose(bram, 'Joke van Dam');
  await expect(bram.workspace).toContainText('Loos voorgesteld door Anna de Wit');
  await expect(bram.workspace).toContainText('Knop zat klem in de jaszak.');
  await bram.workspace.getByRole('button', { name: 'Loos bevestigen' }).click();
  const confirm = bram.workspace.getByRole('form');
  await confirm.getByLabel('Loos – per ongeluk').check();
  await confirm.getByRole('button', { name: 'Loos bevestigen' }).click();
  for (const { workspace } of [anna, bram])
    await expect(workspace).toContainText(
      'Afgehandeld: Loos – per ongeluk, voorgesteld door Anna de Wit',
    );
});

test('a real incident is not closed without the police, except by a supervisor who says why', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const dirk = await desk('Dirk Mulder');
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(anna.workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await anna.page.keyboard.press('F9');
  await anna.workspace.getByLabel('Daadwerkelijk incident').check();
  await expect(anna.workspace.getByRole('form').getByRole('status')).toContainText(
    'Daarvoor moet eerst aan de politie zijn doorgemeld',
  );
  await anna.page.keyboard.press('Escape');
  await anna.workspace.getByRole('button', { name: 'Teruggeven' }).click();
  await expect(dirk.card('Joke van Dam')).toContainText('Teruggegeven');
  await dirk.page.keyboard.press('F2');
  await expect(dirk.workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await dirk.page.keyboard.press('F9');
  const form = dirk.workspace.getByRole('form');
  await form.getByLabel('Daadwerkelijk incident').check();
  await expect(form.getByRole('status')).toContainText('Schrijf een toelichting');
  await form.getByLabel('Toelichting').fill('Politie was al ter plaatse.');

  // The plan holds for him as well: done, or skipped with a reason of its own.
  const steps = form.getByRole('region', { name: /volgens de alarminstructie/ });
  await expect(form.getByRole('status')).toContainText(
    'Verplichte stap nog open: Bel de OOV-piket',
  );
  await steps.getByRole('button', { name: 'Gedaan: Bel de OOV-piket' }).click();
  await expect(form.getByRole('status')).toContainText('Verplichte stap nog open: Leg vast wie');
  await steps.getByRole('button', { name: /^Overslaan: Leg vast wie/ }).click();
  await steps.getByLabel('Reden').fill('Niemand heeft opvang nodig');
  await dirk.page.keyboard.press('Enter');
  await expect(steps).toBeHidden();
  await form.getByRole('button', { name: 'Afhandelen' }).click();
  await expect(dirk.workspace).toContainText('Afgehandeld: Daadwerkelijk incident');

  await dirk.workspace.getByRole('button', { name: 'Heropenen' }).click();
  await dirk.workspace.getByLabel('Reden').fill('Toch niet voorbij');
  await dirk.workspace.getByRole('form').getByRole('button', { name: 'Heropenen' }).click();
  await expect(anna.card('Joke van Dam')).toContainText('Niet aangenomen');
});

test('the dossier opens after the claim: its words for who has the alarm, for others when asked', async ({
  desk,
}) => {
  const { page, card, workspace } = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(workspace).toContainText('Zichtbaar zodra het alarm is aangenomen.');
  await page.keyboard.press('F2');
  await expect(workspace).toContainText('donkerblauwe jas');
  await expect(workspace).toContainText('OOV-piket Haarlem');
  await expect(workspace).toContainText('blauwe fiets');
  await expect(workspace).toContainText('rode fiets');

  await choose(bram, 'Joke van Dam');
  await expect(bram.workspace).not.toContainText('donkerblauwe jas');
  await bram.workspace.getByRole('button', { name: 'Dossier openen' }).click();
  await expect(bram.workspace).toContainText('donkerblauwe jas');
  await expect(bram.workspace).not.toContainText('blauwe fiets');
  await bram.workspace.getByRole('button', { name: 'Woorden tonen' }).click();
  await expect(bram.workspace).toContainText('blauwe fiets');
});
