// Who telephones and whom, what was heard meanwhile, and two who change places with the sound on.
import { bar, choose, claimed, panel, timeline, listeningIn } from '../people/at-work.ts';
import { act } from '../people/colleague.ts';
import { expectAccessible } from '../people/accessible.ts';
import { tone } from '../buttons.ts';
import { expect, press, sounds, test, type Desk } from '../story.ts';

test('E11 – the duress word verifies by itself, and no press is harmless after it; a word that is neither is asked about first', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  // Whoever listens must be able to recognise it.
  await expect(workspace).toContainText('rode fiets');
  const word = workspace.getByLabel('Gehoord woord');
  // E11: a slip of the keyboard is asked about, and counts for nothing until it is meant.
  await word.fill('groene fiest');
  await word.press('Enter');
  await expect(workspace).toContainText('“groene fiest” is geen van beide woorden');
  await expect(workspace).not.toContainText('Dwangwoord of ander woord om');
  await expect(bar(anna)).not.toContainText('Geverifieerd');
  await word.fill('Rode fiets');
  await word.press('Enter');
  await expect(workspace).toContainText('geldt als dwang');
  await expect(bar(anna)).toContainText('Geverifieerd door dwangwoord');
  await page.keyboard.press('F9');
  await workspace.getByLabel('Loos – per ongeluk').check();
  await expect(workspace.getByRole('form').getByRole('status')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F8');
  await expect(panel(anna).getByRole('radio', { name: /Prio 1/ })).toBeChecked();
});

test('NIET BELLEN hides the number of whoever may be there, until who listens lifts it and says why; E2 – a number is dialled and its outcome is one key', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  const { page, workspace } = anna;
  await speak('231');
  await claimed(anna, 'Joke van Dam');
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
  await expect(workspace).not.toContainText('06 21 00 12 31');

  // Not by a colleague who hears nothing.
  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Dossier openen' }).click();
  const lifts = bram.workspace.getByRole('button', { name: 'Bellen toestaan' });
  await expect(lifts).toHaveAccessibleDescription(/luistert/i);

  // Somebody elsewhere can be called all the same.
  await workspace.getByRole('button', { name: /gesprek met OOV-piket Haarlem/ }).click();
  await workspace.getByRole('button', { name: 'geen gehoor' }).click();
  await expect(workspace).toContainText(/Ronde 1\s*geen gehoor/);

  await workspace.getByRole('button', { name: 'Bellen toestaan' }).click();
  const form = workspace.getByRole('form');
  await form.getByRole('button', { name: 'Bellen toestaan' }).click();
  await expect(form).toContainText('Vul een reden in.');
  await form.getByLabel('Reden').fill('hij is weg, zij praat met de bode');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Bellen toegestaan door Anna de Wit');
  await expect(workspace).toContainText('06 21 00 12 31');

  // E2: it is dialled beside this screen, which goes on; what came of it is one digit, in the line of the number.
  let lines = 0;
  page.on('websocket', () => (lines += 1));
  await workspace.getByRole('link', { name: '06 21 00 02 31' }).click();
  const outcomes = workspace.getByRole('group', { name: 'Uitkomst, Joke van Dam' });
  await expect(outcomes).toBeFocused();
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();
  await expect(anna.card('Joke van Dam')).toContainText('U 0');
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
  expect(lines).toBe(0);
  await page.keyboard.press('2');
  await expect(workspace).toContainText(/06\s21\s00\s02\s31[^]*Ronde 1\s*geen gehoor/);
  await expect(outcomes).toBeHidden();
  await expect(bar(anna)).toBeFocused();
  await workspace.getByRole('link', { name: '06 21 00 02 31' }).click();
  await page.keyboard.press('1');
  await expect(workspace).toContainText(/Ronde 2\s*opgenomen/);
});

test('nobody calls a home where they do not know what the button does, lifted or not, until the police are there', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('232');
  await claimed(anna, 'Marten Koopmans');
  const contacts = workspace.getByRole('list', { name: 'Contacten' });
  const wife = contacts.getByRole('listitem').filter({ hasText: 'Ineke Koopmans' });
  await expect(wife).toContainText(/NIET BELLEN.*thuis weet niemand wat de knop doet/);
  await expect(workspace.getByRole('link', { name: '06 21 00 12 32' })).toHaveCount(0);

  // That it is silent there tells nothing of that: of the others one may be called, of her not.
  await workspace.getByRole('button', { name: 'Bellen toestaan' }).click();
  const form = workspace.getByRole('form');
  await form.getByLabel('Reden').fill('hij zit alleen in de auto');
  await form.getByRole('button', { name: 'Bellen toestaan' }).click();
  await expect(workspace).toContainText('Bellen toegestaan door Anna de Wit');
  await expect(workspace).toContainText('Niet op hetzelfde adres: thuis weet niemand');
  await expect(workspace.getByRole('link', { name: '06 21 00 02 32' })).toBeVisible();
  await expect(wife).toContainText('NIET BELLEN');
  await expect(workspace.getByRole('link', { name: '06 21 00 12 32' })).toHaveCount(0);
  await expectAccessible(page, 'contacts at a home where nobody knows');

  await act(people, 'Anna de Wit', {
    type: 'SendHandover',
    class: 'assistance',
    overrideReason: null,
    channel: 'telephone',
    route: { regionCode: 'noord-holland', which: 'first' },
  });
  await act(people, 'Anna de Wit', {
    type: 'ConfirmHandover',
    channel: 'telephone',
    policeOperator: 'Kees van de meldkamer',
    incidentNumber: '2026-4711',
  });
  await act(people, 'Anna de Wit', {
    type: 'ReportPoliceStatus',
    status: 'on-scene',
    statedAt: new Date().toISOString(),
    operator: 'Kees van de meldkamer',
    reference: null,
  });
  await expect(wife).not.toContainText('NIET BELLEN');
  await expect(workspace.getByRole('link', { name: '06 21 00 12 32' })).toBeVisible();
});

test('one listens and one telephones: what one does the other sees, and they change places with the sound on', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  // A tone has no pauses between words: where it is quiet, somebody lost it.
  await speak('231', tone);
  await claimed(anna, 'Joke van Dam');
  await expect(listeningIn(anna)).toContainText('Geluid');
  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Ik bel', exact: true }).click();
  const roles = ({ workspace }: Desk) =>
    workspace.getByRole('group', { name: 'Luisteraar en beller' });
  await expect(roles(anna)).toContainText('Bram Jansen');
  await expect(roles(bram)).toContainText(/Beller\s*u/);

  await bram.page.keyboard.press('F8');
  await expect(panel(bram).getByRole('group', { name: /^Voorlezen/ })).toBeFocused();
  await bram.page.keyboard.press('3');
  await anna.page.keyboard.press('F8');
  await expect(panel(anna)).toContainText('1 van 8 teruggelezen');
  await anna.page.keyboard.press('Escape');
  await anna.workspace.getByLabel('Notitie').fill('man zegt dat hij blijft');
  await anna.page.keyboard.press('Control+Enter');
  await expect(timeline(bram)).toContainText('man zegt dat hij blijft');

  // The one who telephones may listen as well, and has the marks beside the sound.
  await bram.page.keyboard.press('Escape');
  await bram.page.keyboard.press('F4');
  await expect(listeningIn(bram)).toContainText('Geluid');
  await anna.page.keyboard.press('Control+m');
  await expect(anna.workspace.getByRole('group', { name: /^Markering \d/ })).toBeFocused();
  await anna.page.keyboard.press('3');
  await expect(bram.workspace.getByRole('list', { name: 'Markeringen' })).toContainText(
    'geschreeuw',
  );

  // They change places and back, on the lines that they have: one made anew would be quiet for a while.
  for (const { page } of [anna, bram]) await page.evaluate(countNegotiations);
  for (const [from, to] of [
    [anna, bram],
    [bram, anna],
  ] as const) {
    await from.workspace.getByRole('button', { name: 'Wisselen' }).click();
    await expect(roles(to)).toContainText(/Luisteraar\s*u/);
    for (const each of [anna, bram]) await expect(listeningIn(each)).toContainText('Geluid');
  }
  for (const { page } of [anna, bram])
    expect(await page.evaluate(() => (window as unknown as Negotiating).negotiations)).toBe(0);
});

test('E6 – changing places brings the sound along and is told; sound that nobody hears is said at every post', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await speak('231', tone);
  await claimed(anna, 'Joke van Dam');
  await expect(listeningIn(anna)).toContainText('Geluid');
  await choose(bram, 'Joke van Dam');
  await bram.workspace.getByRole('button', { name: 'Ik bel', exact: true }).click();
  await expect(bram.workspace.getByRole('meter')).toHaveCount(0);

  // The listener hands over her ear: it is at the other's desk, which did nothing for it.
  await anna.workspace.getByRole('button', { name: 'Wisselen' }).click();
  await expect(listeningIn(bram)).toContainText('Geluid');
  await expect(
    bram.page.getByText(/gewisseld door Anna de Wit\. U luistert nu/).first(),
  ).toBeVisible();
  await expect(anna.page.getByText(/gewisseld door Anna de Wit\. U belt nu/).first()).toBeVisible();
  const banner = ({ page }: Desk) =>
    page.getByRole('alert').filter({ hasText: 'NIEMAND LUISTERT' });
  for (const each of [anna, bram]) await expect(banner(each)).toHaveCount(0);

  // Both stop: somebody is still speaking there, and it is said until somebody listens again.
  for (const { page } of [anna, bram]) await page.keyboard.press('F4');
  for (const each of [anna, bram]) {
    await expect(banner(each)).toContainText('Joke van Dam');
    await expect(bar(each)).toContainText(/Luisteraar\s*(u|Bram Jansen), hoort niets/);
    await expect
      .poll(async () => (await sounds(each.page)).some(({ frequency }) => frequency === 600))
      .toBe(true);
  }
  await banner(bram).getByRole('button', { name: 'Meeluisteren' }).click();
  await expect(listeningIn(bram)).toContainText('Geluid');
  for (const each of [anna, bram]) await expect(banner(each)).toHaveCount(0);
});

type Negotiating = { negotiations: number };

/** In the page, from now on: a line or a track made anew is agreed on with the other side. */
function countNegotiations(): void {
  const { prototype } = RTCPeerConnection;
  const agree: (this: RTCPeerConnection, other: RTCSessionDescriptionInit) => Promise<void> =
    prototype.setRemoteDescription;
  const counted = window as unknown as Negotiating;
  counted.negotiations = 0;
  prototype.setRemoteDescription = function (description) {
    counted.negotiations += 1;
    return agree.call(this, description);
  };
}
