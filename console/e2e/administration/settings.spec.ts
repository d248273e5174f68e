// What a centre runs by, set on its pages: ways out that are tried against real receivers, what two have to agree on, what
// is refused, and what counted when.
import postgres from 'postgres';
import type { Page } from '@playwright/test';
import { openMailServer } from '../../../api/src/testing/mail-server.ts';
import { openReceiver } from '../../../api/src/testing/receiver.ts';
import { expectAccessible } from '../people/accessible.ts';
import { product } from '../product/product.ts';
import { expect, test } from '../story.ts';

const save = (page: Page) => page.getByRole('button', { name: 'Nu wijzigen' });
const changes = (page: Page) => page.getByRole('list', { name: 'Wat verandert' });
const open = async (page: Page, kind: string, title: string) => {
  await page.goto(`/beheer/instellingen/${kind}`);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
};

test('an administrator sets mail, a contact, SMS and a webhook, and tries each before it is needed', async ({
  people,
}) => {
  const [mail, sms, webhook] = await Promise.all([
    openMailServer(),
    openReceiver(),
    openReceiver(),
  ]);
  const page = await people.window('Els Bakker');
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  try {
    await open(page, 'mail', 'Mail');
    await page.getByRole('checkbox', { name: 'Deze centrale verstuurt mail' }).check();
    await field('Mailserver').fill(mail.way.host);
    await field('Poort').fill(String(mail.way.port));
    await page.getByRole('radio', { name: /^Geen/ }).check();
    await field('Gebruikersnaam').fill(mail.way.user);
    await field('Wachtwoord').fill('verkeerd');
    await field('Afzender').fill('centrale@noord.example');
    const tryMail = page.getByRole('button', { name: 'Proefmail aan mijzelf sturen' });
    await tryMail.click();
    await expect(
      page.getByText(/De server weigerde de gebruikersnaam of het wachtwoord/),
    ).toBeVisible();
    await field('Wachtwoord').fill(mail.password);
    await tryMail.click();
    await expect(page.getByText(/Verstuurd naar els@noord\.demo\. .*\(status 250\)/)).toBeVisible();
    expect(mail.mails).toHaveLength(1);
    await expect(changes(page)).toContainText(`127.0.0.1:${mail.way.port}`);
    await expectAccessible(page, 'mail');
    await save(page).click();
    await expect(page.getByText('Bewaard. Niemand kan het lezen.')).toBeVisible();
    await expect(page.getByText(/^Gewijzigd om .* Dit geldt nu\.$/)).toBeVisible();
    expect(await page.content()).not.toContain(mail.password);

    // A kept password goes to no other server: it is asked for anew.
    await field('Poort').fill('2525');
    await save(page).click();
    await expect(page.getByText(/Geef het wachtwoord of de sleutel opnieuw/)).toBeVisible();
    await page.getByRole('button', { name: 'Mijn wijzigingen ongedaan maken' }).click();

    await open(page, 'paging', 'Wie wordt opgeroepen');
    await page.getByRole('button', { name: 'Iemand toevoegen' }).first().click();
    await expect(page.getByRole('button', { name: 'Weghalen: contact 1' })).toBeVisible();
    await field('Naam of functie').fill('Piket');
    await field('Telefoonnummer of e-mailadres').fill('06 12 34');
    await save(page).click();
    await expect(page.getByText(/Vul een telefoonnummer in/)).toBeVisible();
    await field('Telefoonnummer of e-mailadres').fill('06 1234 5678');
    await page.getByRole('button', { name: 'Proefbericht sturen: Piket' }).click();
    await expect(
      page.getByText(/Niets verstuurd: er is niets ingesteld om \+31612345678/),
    ).toBeVisible();
    await save(page).click();
    await expect(page.getByText(/^Sinds .*: Els Bakker$/)).toBeVisible();

    await open(page, 'sms', 'SMS');
    await page.getByRole('checkbox', { name: 'Deze centrale verstuurt SMS' }).check();
    await field('Adres van de SMS-dienst').fill(sms.url.href);
    await field('Sleutel (token)').fill('canary-token');
    await field('Afzender').fill('Noord');
    await page.getByRole('button', { name: 'Proef-SMS sturen' }).click();
    await expect(page.getByText(/Verstuurd naar \+31612345678\. .*\(status 202\)/)).toBeVisible();
    expect(sms.received[0]?.headers['authorization']).toBe('Bearer canary-token');
    await save(page).click();
    await expect(page.getByText('Bewaard. Niemand kan het lezen.')).toBeVisible();

    await open(page, 'webhooks', 'Systemen die meelezen');
    await page.getByRole('button', { name: 'Systeem toevoegen' }).click();
    const added = page.getByRole('group', { name: 'Nieuw systeem' });
    await added.getByRole('textbox', { name: 'Naam' }).fill('Proefkamer');
    const named = page.getByRole('group', { name: 'Proefkamer' });
    await named.getByRole('textbox', { name: 'Adres' }).fill(webhook.url.href);
    await named.getByRole('radio', { name: 'CAP 1.2' }).check();
    await named.getByRole('button', { name: 'Sleutel maken: Proefkamer' }).click();
    await named.getByRole('button', { name: 'Proefbericht sturen: Proefkamer' }).click();
    await expect(named.getByText(/\(status 202\)/)).toBeVisible();
    expect(webhook.received[0]?.body).toContain('<status>Test</status>');
    await expectAccessible(page, 'webhooks');
    await named.getByRole('button', { name: 'Weghalen: Proefkamer' }).click();
    await expect(page.getByText('Er is nog niets gewijzigd.').first()).toBeVisible();
  } finally {
    for (const [kind, value] of [
      ['mail', 'null'],
      ['sms', 'null'],
      ['paging', '{"supervisor":[],"onCall":[]}'],
    ] as const)
      await product().command('settings', 'set', kind, value);
    await Promise.all([mail.close(), sms.close(), webhook.close()]);
  }
});

test('what one proposes another reads, refuses with a reason or approves, and nothing typed is lost', async ({
  people,
}) => {
  const els = await people.window('Els Bakker');
  const louder = (page: Page) => page.getByRole('textbox', { name: /^Luider geluid/ });
  // Somebody else administers the centre for as long as this story lasts.
  await alsoAdministers('Dirk Mulder', 'administrator');
  try {
    await open(els, 'timings', 'Termijnen van een alarm');
    await louder(els).fill('3');
    await louder(els).blur();
    await expect(els.getByText(/^Niet lager dan 5\ss\. Korter kan niemand/)).toBeVisible();
    await els.getByRole('button', { name: 'Voorstellen' }).click();
    await expect(louder(els)).toBeFocused();
    await louder(els).fill('12');
    await expect(changes(els)).toContainText('10 s');
    await els.getByRole('button', { name: 'Voorstellen' }).click();
    await expect(els.getByRole('region', { name: 'Wacht op een tweede beheerder' })).toContainText(
      '12 s',
    );
    await expect(louder(els)).toHaveValue('10');

    const dirk = await people.window('Dirk Mulder');
    await dirk.goto('/beheer/instellingen');
    await dirk
      .getByRole('link', { name: /^Termijnen van een alarm: voorgesteld door Els Bakker/ })
      .click();
    const proposal = dirk.getByRole('region', { name: 'Voorstel: bekijken en beslissen' });
    await expect(proposal).toContainText('Luider geluid');
    await expectAccessible(dirk, 'a proposal');
    await proposal.getByRole('button', { name: 'Afwijzen…' }).click();
    await proposal.getByRole('button', { name: 'Afwijzen', exact: true }).click();
    await expect(proposal.getByText(/^Schrijf op waarom/)).toBeVisible();
    await proposal
      .getByRole('textbox', { name: 'Waarom niet' })
      .fill('Eerst met de ploeg bespreken.');
    await proposal.getByRole('button', { name: 'Afwijzen', exact: true }).click();
    await expect(proposal).toBeHidden();

    // Whoever proposed it comes back to the page and reads it there.
    await els.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(els.getByRole('region', { name: 'Wacht op een tweede beheerder' })).toBeHidden();
    await expect(
      els.getByText(/Dirk Mulder wees .* af, .*Eerst met de ploeg bespreken\./),
    ).toBeVisible();
    await louder(els).fill('11');
    await els.getByRole('button', { name: 'Voorstellen' }).click();
    await expect(els.getByRole('region', { name: 'Wacht op een tweede beheerder' })).toBeVisible();

    // Who reads it approves it, while the other is typing something else: both stand before him.
    await louder(els).fill('9');
    await dirk.reload();
    await dirk.getByRole('button', { name: /^Goedkeuren/ }).click();
    await expect(
      dirk.getByText(/voorgesteld door Els Bakker, goedgekeurd door Dirk Mulder/).first(),
    ).toBeVisible();
    await els.getByRole('button', { name: 'Voorstellen' }).click();
    await expect(els.getByRole('region', { name: 'Intussen gewijzigd' })).toContainText('11 s');
    await expect(louder(els)).toHaveValue('9');
    await els.getByRole('button', { name: 'Overnemen wat er nu staat' }).click();
    await expect(louder(els)).toHaveValue('11');

    await els.getByLabel('Wat gold op').fill('2026-01-01');
    await els.getByRole('button', { name: 'Tonen' }).click();
    await expect(els.getByText('Toen was er nog niets vastgelegd.')).toBeVisible();
    await els.getByLabel('Wat gold op').fill('2030-01-01');
    await els.getByRole('button', { name: 'Tonen' }).click();
    await expect(els.getByText(/^Dit moment moet nog komen/)).toBeVisible();
    await expectAccessible(els, 'times and their history');

    // Whoever sent the other away is not alone by it: what she proposes waits for a week.
    await alsoAdministers('Dirk Mulder', 'supervisor', new Date());
    await els.reload();
    await louder(els).fill('12');
    await expect(
      els.getByText(/^Er is nu geen andere beheerder, .* blijft dit een voorstel/),
    ).toBeVisible();
    await els.getByRole('button', { name: 'Voorstellen' }).click();
    const waiting = els.getByRole('region', { name: 'Wacht op een tweede beheerder' });
    await expect(waiting).toContainText(/Is er op .* nog niemand anders, dan kunt u het zelf/);
    await expectAccessible(els, 'a proposal for which nobody is left');
    await dirk.goto('/beheer');
    await expect(
      dirk.getByRole('link', { name: /geen tweede beheerder meer is: Termijnen van een alarm/ }),
    ).toBeVisible();
    const eightDays = 8 * 86_400_000;
    await alsoAdministers('Dirk Mulder', 'supervisor', new Date(Date.now() - eightDays));
    await els.reload();
    await waiting.getByRole('button', { name: 'Laten gelden' }).click();
    await expect(els.getByText(/^Sinds .*: Els Bakker, als enige beheerder/)).toBeVisible();
  } finally {
    await alsoAdministers('Dirk Mulder', 'supervisor');
    const timings = (await product().command('settings', 'get', 'timings')) as object;
    const usual = { ...timings, unclaimedLouderSeconds: 10 };
    await product().command('settings', 'set', 'timings', JSON.stringify(usual));
  }
});

test('a supervisor reads what counts and changes nothing; all pages fit a telephone, in two languages', async ({
  people,
}) => {
  const dirk = await people.specialWindow('Dirk Mulder', { viewport: { width: 320, height: 640 } });
  await dirk.goto('/beheer/instellingen');
  await expect(dirk.getByRole('link', { name: 'Bewaartermijnen', exact: true })).toBeVisible();
  await expectAccessible(dirk, 'settings');
  await dirk.getByRole('link', { name: 'Bewaartermijnen', exact: true }).click();
  await expect(dirk.getByText(/^U kunt dit lezen\./)).toBeVisible();
  const terms = dirk.getByRole('table', { name: 'Wat nu geldt' });
  await expect(terms.getByRole('row', { name: /^Tekst van echte alarmen/ })).toContainText(
    /niet vanzelf wissen.*niet vanzelf wissen.*nooit/,
  );
  await expect(terms.getByRole('row', { name: /^Wie wat heeft ingezien/ })).toContainText('5 jaar');
  await expect(
    dirk.getByRole('table', { name: 'Wat u niet kunt instellen' }).getByRole('row'),
  ).toHaveCount(6);
  await expectAccessible(dirk, 'setting-retention');
  await expect(dirk.getByRole('button', { name: /wijzig|Voorstellen/i })).toHaveCount(0);

  const els = await people.specialWindow('Els Bakker', { viewport: { width: 320, height: 640 } });
  await els.goto('/beheer/instellingen');
  for (const language of ['nl', 'en']) {
    await els.evaluate((to) => localStorage.setItem('achterwacht.language', to), language);
    for (const kind of [
      '',
      '/centre',
      '/norms',
      '/paging',
      '/mail',
      '/sms',
      '/webhooks',
      '/timings',
      '/priorities',
      '/recording',
      '/retention',
    ]) {
      await els.goto(`/beheer/instellingen${kind}`);
      await expect(els.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(els.getByRole('heading', { level: 2 }).first()).toBeVisible();
      expect(await els.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    }
  }
  await els.route(/\/api\/settings\?/, (route) => route.fulfill({ status: 503, json: {} }));
  await els.goto('/beheer/instellingen/mail');
  await expect(els.getByText('The settings cannot be loaded now.')).toBeVisible();
  await els.unrouteAll();
  await els.getByRole('button', { name: 'Try again' }).click();
  await expect(els.getByRole('checkbox')).toBeVisible();
  await els.goto('/beheer/instellingen/niets');
  await expect(els.getByText('This setting does not exist.')).toBeVisible();
});

test('what the centre is called stands at once on every open desk, and on the next page', async ({
  people,
}) => {
  const els = await people.window('Els Bakker');
  const field = (name: string) => els.getByRole('textbox', { name, exact: true });
  const session = await els.request.get('/api/session');
  const before = (await session.json()).centre as Record<'name' | 'phone' | 'policePhone', string>;
  const anna = await people.window('Anna de Wit');
  await anna.goto('/console');
  await expect(anna.getByRole('banner')).toContainText(before.name);
  await open(els, 'centre', 'Naam en telefoon');
  await field('Telefoon van uw meldkamer').fill('0900 8844');
  await field('Telefoon van de centrale').fill('088 765 43 21');
  await save(els).click();
  await expect(
    els.getByText(/^Dit is een alarmnummer of het nummer voor wat niet dringend is/),
  ).toBeVisible();
  await field('Telefoon van uw meldkamer').fill('');
  await field('Naam').fill('Centrale Zuiderzee');
  await expectAccessible(els, 'setting-centre');
  await save(els).click();
  await expect(changes(els)).toHaveCount(0);
  await expect(anna.getByRole('banner')).toContainText('Centrale Zuiderzee');
  const shown = await anna.request.get('/api/session');
  expect((await shown.json()).centre).toMatchObject({ phone: '088 765 43 21', policePhone: '' });

  await open(els, 'norms', 'Normen voor antwoordtijden');
  await els.getByRole('radio', { name: 'Eigen norm' }).check();
  await save(els).click();
  await expect(els.getByText('Er is geen eigen norm.', { exact: false })).toBeVisible();
  await els.getByRole('checkbox', { name: 'Deze centrale heeft een eigen norm' }).check();
  await field('Naam van de eigen norm').fill('Afspraak met Haarlem');
  await field('Deel van de alarmen (%)').last().fill('98,75');
  await save(els).click();
  await expect(els.getByText(/^Vul een percentage in van 50 tot 100/)).toBeVisible();
  await field('Deel van de alarmen (%)').last().fill('99,5');
  await expectAccessible(els, 'setting-norms');
  await save(els).click();
  await expect(changes(els)).toHaveCount(0);
  const dirk = await people.window('Dirk Mulder');
  await dirk.goto('/antwoordtijden');
  await expect(dirk.getByRole('combobox', { name: 'Norm' })).toHaveValue('own');
  await expect(
    dirk.getByText(/^Vanaf .*: Afspraak met Haarlem, 80\s% binnen 30\ss, 99,5\s% binnen 60\ss/),
  ).toBeVisible();
  await expect(dirk.getByText(/^Daarvoor: EN 50518, hold-up †/)).toBeVisible();
  await expectAccessible(dirk, 'answer-times-norms');

  // As the other stories find it.
  await els.getByRole('radio', { name: /^EN 50518/ }).check();
  await els.getByRole('checkbox', { name: 'Deze centrale heeft een eigen norm' }).uncheck();
  await save(els).click();
  await expect(changes(els)).toHaveCount(0);
  await open(els, 'centre', 'Naam en telefoon');
  await field('Naam').fill(before.name);
  await field('Telefoon van uw meldkamer').fill(before.policePhone);
  await field('Telefoon van de centrale').fill(before.phone);
  await save(els).click();
  await expect(changes(els)).toHaveCount(0);
});

/** What a page for people does elsewhere; here only who may agree matters. */
/** `until`: where he was an administrator and is no more. */
async function alsoAdministers(
  name: string,
  role: 'administrator' | 'supervisor',
  until: Date | null = null,
): Promise<void> {
  const sql = postgres(product().describe().env['DATABASE_OWNER_URL']!, { max: 1 }); // its servers are its own
  const was = until ? { administrator: until.toISOString() } : {};
  await sql`update members set role = ${role}, roles_until = ${sql.json(was)} where name = ${name}`;
  await sql.end();
}
