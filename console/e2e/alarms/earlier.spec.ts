// What came before an alarm: history beside it, and nothing by which anybody would hesitate.
import { act, openAlarm } from '../people/colleague.ts';
import type { People } from '../people/people.ts';
import { expect, press, test } from '../story.ts';

const holder = 'Joke van Dam';

/** @returns its number. */
async function over(people: People, outcome: 'false-accident' | 'unknown'): Promise<string> {
  await press('231');
  const { number, personal } = await openAlarm(people, 'Anna de Wit');
  expect(personal?.holder?.name).toBe(holder);
  await act(people, 'Anna de Wit', { type: 'Claim' });
  await act(people, 'Anna de Wit', { type: 'EnterSituation', heard: { weapon: 'yes' } });
  const summary = 'Eerder.';
  if (outcome === 'false-accident')
    await act(people, 'Anna de Wit', { type: 'ProposeFalse', ground: 'trusted-person', note: 'x' });
  else await act(people, 'Dirk Mulder', { type: 'TakeOver', reason: summary });
  await act(people, 'Dirk Mulder', { type: 'Close', outcome, needless: false, summary });
  return `#${number}`;
}

test('whoever has the alarm reads what came before it; the harmless ones after his judgement', async ({
  desk,
  people,
}) => {
  const serious = await over(people, 'unknown');
  const harmless = await over(people, 'false-accident');
  const { page, workspace, card } = await desk('Anna de Wit');
  await press('231');
  await expect(card(holder)).toBeVisible();
  const earlier = workspace.getByRole('region', { name: 'Eerder', exact: true });
  await expect(earlier).toBeHidden();

  await page.keyboard.press('F2');
  await expect(earlier).toContainText(serious);
  await expect(earlier).toContainText('Onbekend');
  await expect(earlier).toContainText(
    new RegExp(`Bekend uit \\d{4}: wapen gemeld \\(alarm ${serious}\\)`),
  );
  await expect(earlier).toContainText('Loze alarmen staan hier pas na het oordeel.');
  await expect(earlier).not.toContainText(harmless);
  await expect(earlier).not.toContainText('per ongeluk');

  await act(people, 'Anna de Wit', { type: 'JudgeUnverifiable', note: 'alleen ruis' });
  await expect(earlier).toContainText(harmless);
  await expect(earlier).toContainText('Loos – per ongeluk');
  // What was said in a harmless one is no history of danger.
  await expect(earlier).not.toContainText(`(alarm ${harmless})`);
  await expect(earlier).not.toContainText('pas na het oordeel');

  // A colleague asks for it with the dossier, which is written down.
  const bram = await desk('Bram Jansen');
  await bram.card(holder).click();
  const his = bram.workspace.getByRole('region', { name: 'Eerder', exact: true });
  await expect(his).toBeHidden();
  await bram.workspace.getByRole('button', { name: 'Dossier openen' }).click();
  await expect(his).toContainText(serious);
});
