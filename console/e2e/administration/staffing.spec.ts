// An administrator staffs the centre: somebody invited on paper comes in with what only he has, works at a desk, and is
// kept out again while he looks at it. The whole product, nothing of it made here.
import { codesOf } from '../../../load-tests/src/target/desk-session.ts';
import { expectAccessible } from '../people/accessible.ts';
import { expect, test } from '../story.ts';

const password = 'paraplu zeven kastanje trein';

test('invited on paper, in with password and codes of an app, at the desk, suspended', async ({
  people,
}) => {
  const els = await people.window('Els Bakker');
  await els.goto('/beheer');
  await els.getByRole('link', { name: 'Mensen' }).click();
  await els.getByRole('link', { name: 'Uitnodigen' }).click();
  await expect(els.getByRole('heading', { name: 'Iemand uitnodigen' })).toBeVisible();
  await els.getByRole('combobox', { name: 'Rol' }).selectOption('centralist');
  await els.getByRole('textbox', { name: 'Naam' }).fill('Noor Vermeer');
  await els.getByRole('textbox', { name: 'E-mailadres' }).fill('noor@noord.example');
  await els.getByRole('radio', { name: /^Op papier/ }).check();
  await els.getByRole('button', { name: 'Uitnodigen' }).click();
  const sheet = els.getByRole('article', { name: 'Uitnodiging op papier' });
  await expect(sheet).toContainText('#');
  const link = /http\S+#\S+/.exec((await sheet.textContent()) ?? '')![0];
  await els.getByRole('checkbox', { name: /geprint/ }).check();
  await els.getByRole('link', { name: 'Naar alle mensen', exact: true }).click();
  await expect(els.getByRole('row', { name: /Noor Vermeer/ })).toContainText('uitgenodigd');

  // In a browser of her own, with nothing but the sheet.
  const noor = await people.strangersWindow({ viewport: { width: 390, height: 800 } });
  await noor.goto(link);
  await expect(noor.getByRole('heading', { name: 'Welkom, Noor Vermeer' })).toBeVisible();
  expect(noor.url()).not.toContain('#');
  await noor.getByLabel('Kies een wachtwoord').fill('wachtwoord1234');
  await noor.getByRole('button', { name: 'Verder' }).click();
  await expect(noor.getByText('makkelijk te raden')).toBeVisible();
  await noor.getByLabel('Kies een wachtwoord').fill(password);
  await noor.getByRole('button', { name: 'Verder' }).click();
  await expect(noor).toHaveURL(/\/tweede-stap$/);
  // Nothing else opens before it.
  await noor.goto('/console');
  await expect(noor).toHaveURL(/\/tweede-stap$/);
  await noor.getByRole('button', { name: 'App met codes instellen' }).click();
  const secret = ((await noor.getByRole('code').textContent()) ?? '').replace(/\s/g, '');
  await expectAccessible(noor, 'codes of an app');
  await noor.getByLabel('De code die de app nu toont').fill(codesOf(secret)[0]!);
  await noor.getByRole('button', { name: 'Code controleren' }).click();
  await expect(noor.getByRole('heading', { name: 'Uw herstelcodes' })).toBeVisible();
  await expect(noor.getByRole('listitem')).toHaveCount(10);
  await noor.getByRole('checkbox', { name: /bewaard/ }).check();
  await noor.getByRole('button', { name: 'Verder' }).click();
  await expect(noor).toHaveURL(/\/console$/);
  await expect(noor.getByRole('region', { name: 'Wachtrij' })).toBeVisible();

  // The link is used up.
  const stranger = await people.strangersWindow();
  await stranger.goto(link);
  await expect(stranger.getByRole('alert')).toContainText('opent niets meer');
  await expect(stranger.getByRole('alert')).toContainText('088');

  await els.reload();
  await els.getByRole('link', { name: 'Noor Vermeer' }).click();
  await expect(els.getByText('Uitnodiging gebruikt – zelf, bij het inloggen')).toBeVisible();
  await els.getByRole('button', { name: 'Invoeren: Diploma' }).click();
  await els.getByLabel('Geldig vanaf').fill('2024-01-01');
  await els.getByLabel('Geldig tot en met').fill('2099-01-01');
  await els.getByRole('button', { name: 'Opslaan' }).click();
  await expect(els.getByText(/geldig tot en met 01\W+01\W+2099/).first()).toBeVisible();

  await els.getByRole('button', { name: 'Schorsen' }).click();
  await els.getByLabel('Reden').fill('Onderzoek');
  await els
    .getByRole('form', { name: 'Schorsen' })
    .getByRole('button', { name: 'Schorsen' })
    .click();
  await expect(els.getByRole('button', { name: 'Schorsing opheffen' })).toBeVisible();
  await expect(els.getByText(/Geschorst: Onderzoek/)).toBeVisible();
  // Her open desk says so in a sentence.
  await expect(noor.getByText('Uw sessie is beëindigd').first()).toBeVisible();

  await els.getByRole('button', { name: 'Uit dienst melden' }).click();
  await els.getByLabel('Reden').fill('Werkt hier niet meer');
  const ending = els.getByRole('button', { name: 'Houd vast: uit dienst melden' });
  await ending.focus();
  await els.keyboard.down('Enter');
  await expect(els.getByText('Uit dienst gemeld: Werkt hier niet meer')).toBeVisible();
  await els.keyboard.up('Enter');
  await els.getByRole('link', { name: 'Terug naar alle mensen' }).click();
  await expect(els.getByRole('link', { name: 'Anna de Wit' })).toBeVisible();
  await expect(els.getByRole('link', { name: 'Noor Vermeer' })).toHaveCount(0);
});
