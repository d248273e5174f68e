// A second step that was lost, from the telephone call to the new one; and papers that ended. The whole product: what is
// told by mail comes in at a mail server.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { codesOf } from '../../../load-tests/src/target/desk-session.ts';
import { openMailServer } from '../../../api/src/testing/mail-server.ts';
import { expectAccessible } from '../people/accessible.ts';
import { newCentralist, newPassword } from '../people/new-member.ts';
import type { People } from '../people/people.ts';
import { codeIsOlder, sessionsBeganEarlier } from '../product/member-times.ts';
import { product } from '../product/product.ts';
import { expect, press, test } from '../story.ts';

type MailServer = Awaited<ReturnType<typeof openMailServer>>;

async function setMail(people: People, { way, password }: MailServer): Promise<void> {
  const els = await people.asks('Els Bakker');
  const { settings } = (await (await els.get('/api/settings')).json()) as {
    settings: { kind: string; version: number }[];
  };
  const { version } = settings.find(({ kind }) => kind === 'mail')!; // there is one of each kind
  const id = randomUUID();
  const value = { ...way, from: 'centrale@noord.example', secretIds: [id] };
  const data = { value, expectedVersion: version, secrets: { [id]: password } };
  const set = await els.post('/api/settings/mail/propose', { data });
  expect(set.status(), await set.text()).toBe(200);
}

/** @returns the code that Els is shown, after Dirk asked and could not approve it himself. */
async function codeFrom(dirk: Page, els: Page, name: string): Promise<string> {
  await dirk.goto('/beheer/tweede-stap');
  await dirk.getByRole('searchbox', { name: 'Zoek op naam' }).fill(name);
  const row = dirk.getByRole('listitem').filter({ hasText: name });
  await row.getByRole('button', { name: 'Herstel vragen' }).click();
  const asking = row.getByRole('form', { name: 'Herstel vragen' });
  await asking.getByRole('radio', { name: /collega/ }).check();
  await asking.getByRole('button', { name: 'Herstel vragen' }).click();
  await expect(row).toContainText('wacht op goedkeuring');
  const approve = row.getByRole('button', { name: 'Goedkeuren' });
  await expect(approve).toHaveAttribute('aria-disabled', 'true');
  await approve.focus();
  await expect(dirk.getByRole('tooltip')).toContainText('U vroeg dit zelf');

  await els.goto('/beheer');
  await els.getByRole('link', { name: `${name} is de tweede stap kwijt` }).click();
  await els.getByRole('button', { name: 'Goedkeuren' }).click();
  await els
    .getByRole('form', { name: 'Goedkeuren' })
    .getByRole('button', { name: 'Goedkeuren' })
    .click();
  await expect(els.getByText('Zeg deze code aan')).toBeVisible();
  await expect(els.getByText(/Geldt nog 14:5\d/)).toBeVisible();
  await expect(els.getByText('code gegeven')).toBeVisible();
  await expect(els.getByRole('button', { name: 'Goedkeuren' })).toBeHidden();
  return (await els.getByText(/^\d{4} \d{4}$/).textContent()) ?? '';
}

test('a lost second step: one asks, another approves, the code of a quarter of an hour and the password open the way', async ({
  people,
}) => {
  const mail = await openMailServer();
  try {
    await setMail(people, mail);
    const bart = await newCentralist(people, 'Bart Smit');
    await bart.page.goto('/console');
    await expect(bart.page.getByRole('region', { name: 'Wachtrij' })).toBeVisible();
    const [dirk, els] = [await people.window('Dirk Mulder'), await people.window('Els Bakker')];
    const late = await codeFrom(dirk, els, bart.name);
    await expectAccessible(els, 'a code to be told');
    // It can be read back nowhere: looking for somebody else leaves it.
    await els.getByRole('searchbox', { name: 'Zoek op naam' }).fill('Dirk');
    await expect(els.getByRole('listitem').filter({ hasText: 'Dirk Mulder' })).toBeVisible();
    await expect(els.getByText(late)).toBeVisible();

    const lost = await people.strangersWindow({ viewport: { width: 320, height: 640 } });
    await lost.goto('/herstel');
    await lost.getByLabel('E-mailadres').fill(bart.email);
    await lost.getByLabel('Wachtwoord').fill(newPassword);
    const typed = lost.getByLabel('Code van uw collega');
    const enter = async (code: string) => {
      await typed.fill(code);
      await lost.getByRole('button', { name: 'Verder' }).click();
    };
    const isRefused = async (code: string) => {
      await enter(code);
      await expect(lost.getByRole('alert')).toContainText('klopt niet');
      await expect(typed).toHaveValue(code);
    };
    await codeIsOlder(bart.id, 15);
    await isRefused(late);
    const code = await codeFrom(dirk, els, bart.name);
    expect(code).not.toBe(late);
    await isRefused(late);
    // Nothing is lost yet of who is at work with the old one.
    expect((await bart.page.request.get('/api/board')).status()).toBe(200);
    // As it was heard: without the space.
    await enter(code.replace(' ', ''));
    await expect(lost).toHaveURL(/\/tweede-stap$/);
    await expect(bart.page.getByText('Uw sessie is beëindigd').first()).toBeVisible();
    await lost.getByRole('button', { name: 'App met codes instellen' }).click();
    const secret = ((await lost.getByRole('code').textContent()) ?? '').replace(/\s/g, '');
    expect(secret).not.toBe(bart.secret);
    await lost.getByLabel('De code die de app nu toont').fill(codesOf(secret)[0]!);
    await lost.getByRole('button', { name: 'Code controleren' }).click();
    await lost.getByRole('checkbox', { name: /bewaard/ }).check();
    await lost.getByRole('button', { name: 'Verder' }).click();
    await expect(lost).toHaveURL(/\/console$/);

    const again = await people.strangersWindow();
    const used = { email: bart.email, password: newPassword, code };
    const answer = await again.request.post('/api/recover', { data: used });
    expect(answer.status()).not.toBe(200);

    // Both are told of each code and of the new second step, and nobody is named.
    for (const to of [bart.email, 'dirk@noord.demo'])
      await expect
        .poll(() => mail.mails.filter((one) => one.to.includes(to)).length, { message: to })
        .toBe(3);
    const told = JSON.stringify(mail.mails.map(({ source }) => source));
    for (const word of ['Bart', code, late]) expect(told).not.toContain(word);
    await els.goto(`/beheer/mensen/${bart.id}`);
    await expect(els.getByText(/^Tweede stap gewist/).first()).toBeVisible();
  } finally {
    await product().command('settings', 'set', 'mail', 'null');
    await mail.close();
  }
});

test('papers that ended: whoever has an alarm goes on with it; whoever logs in later reads which, and whom to ask', async ({
  people,
}) => {
  const gina = await newCentralist(people, 'Gina Post');
  await gina.page.goto('/console');
  await press('231');
  const card = gina.page.getByRole('region', { name: 'Wachtrij' }).getByRole('listitem');
  await expect(card.filter({ hasText: 'Joke van Dam' })).toBeVisible();
  await gina.page.keyboard.press('F2');
  const workspace = gina.page.getByRole('region', { name: 'Alarm', exact: true });
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await sessionsBeganEarlier(gina.id, 3000);
  const els = await people.asks('Els Bakker');
  const record = async (expires: string) => {
    const paper = { since: '2020-01-01', expires, number: null };
    const data = { kind: 'diploma', paper };
    expect((await els.post(`/api/members/${gina.id}/papers`, { data })).status()).toBe(200);
  };
  await record('2021-03-09');
  await workspace.getByRole('button', { name: 'Teruggeven' }).click();
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toHaveCount(0);

  const later = await people.strangersWindow({ viewport: { width: 320, height: 640 } });
  await later.goto('/inloggen');
  await later.getByLabel('E-mailadres').fill(gina.email);
  await later.getByLabel('Wachtwoord').fill(newPassword);
  await later.getByRole('button', { name: 'Verder' }).click();
  // The one of the next half minute: each counts once.
  await later.getByLabel('Code van zes cijfers').fill(codesOf(gina.secret)[1]!);
  await later.getByRole('button', { name: 'Inloggen', exact: true }).click();
  await expect(later).toHaveURL(/\/welkom$/);
  await expect(
    later.getByText(/Diploma: verlopen, het was geldig tot en met 09\W+03\W+2021\./),
  ).toBeVisible();
  await expect(later.getByText(/Laat het nieuwe papier zien aan een beheerder van/)).toBeVisible();
  expect(await later.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(later, 'off duty');
  await later.goto('/console');
  await expect(later).toHaveURL(/\/welkom$/);
  await later.getByRole('link', { name: /^Mijn profiel/ }).click();
  await later.getByRole('link', { name: 'Mijn werkaccount' }).click();
  await expect(later.getByRole('heading', { level: 1, name: 'Mijn werkaccount' })).toBeVisible();

  await later.goto('/welkom');
  const onward = later.getByRole('link', { name: 'Kijken of ik verder kan' });
  await expect(onward).toBeVisible();
  await record('2099-03-09');
  await onward.click();
  await expect(later).toHaveURL(/\/console$/);
});
