// The line in the foot of the desk: what is typed there is shown before it is done, is done by what the buttons do it
// with, and is refused in the same words.
import dutch from '@achterwacht/shared/messages/nl.json' with { type: 'json' };
import { expectAccessible } from '../people/accessible.ts';
import { bar, chosenName, judge, panel, timeline } from '../people/at-work.ts';
import { act, openAlarm } from '../people/colleague.ts';
import { expect, press, test, type Desk } from '../story.ts';

const line = ({ page }: Desk) => page.getByRole('combobox', { name: 'Opdracht' });
const foot = ({ page }: Desk) => page.getByRole('contentinfo');
const offered = ({ page }: Desk) =>
  page.getByRole('listbox', { name: 'Wat hier kan staan' }).getByRole('option');

async function ask(desk: Desk, text: string): Promise<void> {
  await desk.page.keyboard.press('Control+k');
  await expect(line(desk)).toBeFocused();
  await desk.page.keyboard.type(text);
  await desk.page.keyboard.press('Enter');
}

test('a whole case is worked by commands: shown before Enter, answered with its time, and nothing of it skips a condition', async ({
  desk,
  people,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace, queue, card } = anna;
  await speak('231');
  await expect(card('Joke van Dam')).toContainText('geluid');
  const { number } = await openAlarm(people, 'Anna de Wit');

  // Found by a name, filled in by Tab, and said before it is done.
  await queue.focus();
  await page.keyboard.press('/');
  await expect(line(anna)).toBeFocused();
  await expect(line(anna)).toHaveValue('');
  await page.keyboard.type('aan dam');
  await expect(offered(anna)).toContainText(`${number} SPOED, Joke van Dam, Haarlem`);
  await page.keyboard.press('Tab');
  await expect(line(anna)).toHaveValue(`aan ${number}`);
  await expect(line(anna)).toHaveAccessibleDescription(
    new RegExp(`neemt #${number} aan: SPOED, Joke van Dam, Haarlem$`),
  );
  await page.keyboard.press('Enter');
  await expect(foot(anna)).toContainText(
    new RegExp(`✔\\s*\\d\\d:\\d\\d:\\d\\d\\s*#${number} aangenomen`),
  );
  // The judgement is next, as after F2.
  await expect(bar(anna)).toBeFocused();

  await ask(anna, 'n man staat voor de déúr, ’s avonds');
  await expect(timeline(anna)).toContainText('man staat voor de déúr, ’s avonds');
  await expect(foot(anna)).toContainText(`#${number}: notitie opgeslagen`);
  await ask(anna, 'b schreeuw');
  await expect(workspace.getByRole('list', { name: 'Markeringen' })).toContainText('schreeuw');

  // Refused in the words of the button, and the line stays to be mended.
  await ask(anna, `park ${number} 30m even`);
  await expect(foot(anna)).toContainText(`✕`);
  await expect(foot(anna)).toContainText(dutch.refusal_spoed_niet_parkeren);
  await expect(line(anna)).toHaveValue(`park ${number} 30m even`);
  await page.keyboard.press('Escape');
  await expect(bar(anna)).toBeFocused();

  await ask(anna, 'loos per ongeluk');
  const closing = workspace.getByRole('form', { name: `#${number} afhandelen` });
  await expect(closing.getByRole('radio', { name: /Loos – per ongeluk/ })).toBeChecked();
  await expect(card('Joke van Dam')).toContainText('U 00:');
  await page.keyboard.press('Escape');

  await judge(anna, '1', 'man dreigt met een mes');
  await expect(bar(anna)).toContainText('Geverifieerd door geluid');
  await ask(anna, 'prio1');
  await expect(panel(anna)).toBeVisible();
  await expect(panel(anna).getByRole('status').first()).toContainText('Klaargezet');
  await expect(panel(anna).getByRole('button', { name: /^Ik bel nu/ })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('what is misspelt is asked about, what was typed comes back, Esc gives the keys back; a sign is a sign where somebody types', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace, queue, card } = anna;
  await press('231');
  await press('241', '--code', '302');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(card('STORING')).toBeVisible();
  const { number } = await openAlarm(people, 'Anna de Wit', 'Joke van Dam');
  const fault = await openAlarm(people, 'Anna de Wit', 'Wim Hoekstra');

  await ask(anna, `ana ${number}`);
  await expect(foot(anna)).toContainText(
    /✕\s*\d\d:\d\d:\d\d\s*Onbekende opdracht: ana\. Bedoelde u aan\?/,
  );
  await expect(card('Joke van Dam')).toContainText('Niet aangenomen');
  await page.keyboard.press('Escape');
  await expect(queue).toBeFocused();
  // It stands there still, to be written over.
  await ask(anna, `aan ${number}`);
  await expect(bar(anna)).toBeFocused();

  // Typing a sign, and an F key from within the line.
  const note = workspace.getByLabel('Notitie');
  await note.focus();
  await page.keyboard.type('trap 1/2');
  await expect(note).toHaveValue('trap 1/2');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('1/2');
  await expect(line(anna)).toHaveValue('1/2');
  await page.keyboard.press('Escape');
  await expect(note).toBeFocused();
  await expect(note).toHaveValue('trap 1/2');

  // Whom he may call is offered with his number in the list; who is NIET BELLEN is refused.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('bel ');
  await expect(offered(anna)).toContainText([/^1 /, /^2 /, /^3 .*partner/]);
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(foot(anna)).toContainText('NIET BELLEN');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(workspace.getByRole('group', { name: /^Uitkomst, / })).toBeFocused();
  await page.keyboard.press('2');
  await expect(timeline(anna)).toContainText(/geen gehoor/);

  // It goes to who is here, or telephones for it, and to nobody else.
  await ask(anna, 'over els');
  await expect(foot(anna)).toContainText('els is niet aanwezig');
  await act(people, 'Bram Jansen', { type: 'JoinAsCaller' }, 'Joke van Dam');
  await page.keyboard.press('Escape');
  await ask(anna, 'over bram');
  await expect(card('Joke van Dam')).toContainText('Bram');

  // Arrow up brings back what was asked, the last first.
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Delete');
  for (const before of ['over bram', 'bel 1']) {
    await page.keyboard.press('ArrowUp');
    await expect(line(anna)).toHaveValue(before);
  }
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(line(anna)).toHaveValue('');

  await page.keyboard.type(`aan ${fault.number}`);
  await page.keyboard.press('Enter');
  await expect(chosenName(anna)).toHaveText('Wim Hoekstra');
  await ask(anna, `park ${fault.number} 30m wacht op de monteur`);
  await expect(foot(anna)).toContainText(
    new RegExp(`#${fault.number} geparkeerd tot \\d\\d:\\d\\d`),
  );
  await expect(queue.getByRole('heading', { name: 'Geparkeerd 1' })).toBeVisible();
  await ask(anna, 'zoek knop 233');
  await expect(queue.getByRole('searchbox')).toBeFocused();
  await expect(queue.getByRole('searchbox')).toHaveValue('233');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('a');
  await expectAccessible(page, 'opdrachtregel', 'footer');
});
