// Two people who press close to each other at about the same time do not both slip.
import { bar, claimed, panel } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

/** The market of Haarlem, and so many metres north of it. */
const onTheMarket = (metres = 0) => [
  '--lat',
  (52.38144 + metres / 111_195).toFixed(6),
  '--lon',
  '4.63633',
];

test('a press nearby by somebody else is named where it is judged, and is a ground with two keys; one across town is another case', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231', ...onTheMarket());
  await claimed(anna, 'Joke van Dam');
  const nearby = workspace.getByRole('status', { name: 'In de buurt gedrukt' });
  await expect(bar(anna)).toBeFocused();
  await press('233', ...onTheMarket(900));
  await expect(anna.card('Samira Bouzid')).toBeVisible();
  await expect(nearby).toHaveCount(0);

  await press('232', ...onTheMarket(40));
  await expect(nearby).toContainText(
    /Knop 232 \(Marten Koopmans\) drukte 40 m verderop om \d\d:\d\d/,
  );
  await expect(nearby).toContainText('Telt als verificatie: 3 Meerdere knoppen.');
  await page.keyboard.press('3');
  const note = workspace.getByLabel('Wat is gehoord of gezien, in één regel');
  await expect(note).toBeFocused();
  await expect(note).toHaveValue(/^Knop 232 \(Marten Koopmans\) drukte 40 m verderop/);
  await page.keyboard.press('Enter');
  await expect(bar(anna)).toContainText('Geverifieerd door meerdere knoppen');
  await page.keyboard.press('F8');
  await expect(panel(anna).getByRole('radio', { name: /Prio 1/ })).toBeChecked();
  await expect(panel(anna).getByRole('group', { name: /^Voorlezen/ })).toContainText('Knop 232');
  // Seventeen metres are no distance for a telephone.
  await expect(panel(anna)).toContainText(/Bekende plaats\s*bij Stadhuis/);

  await panel(anna).getByRole('button', { name: 'Sluiten' }).click();
  await nearby.getByRole('button', { name: /^Toon #\d+$/ }).click();
  await expect(workspace.getByRole('heading', { level: 2 })).toContainText('Marten Koopmans');
});
