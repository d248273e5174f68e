// F3 beyond the board: closed alarms, persons, buttons and telephone numbers, and where each of them leads.
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Page } from '@playwright/test';
import { act, openAlarm } from '../people/colleague.ts';
import { expect, press, test } from '../story.ts';

/** As the board is an hour later: of what is closed nothing stands there any more. */
const withoutClosed = (page: Page) =>
  page.route('**/api/board', async (route) => {
    const answer = await route.fetch();
    const board = (await answer.json()) as { alarms: Alarm[] };
    const alarms = board.alarms.filter(({ closed }) => closed === null);
    await route.fulfill({ response: answer, json: { ...board, alarms } });
  });

test('a closed alarm is found by its number and its holder, and opens to be read', async ({
  desk,
  people,
}) => {
  await press('232');
  const { number } = await openAlarm(people, 'Anna de Wit');
  await act(people, 'Anna de Wit', { type: 'Claim' });
  await act(people, 'Dirk Mulder', { type: 'TakeOver', reason: 'x' });
  const summary = 'Niemand meer bereikt.';
  await act(people, 'Dirk Mulder', { type: 'Close', outcome: 'unknown', needless: false, summary });

  const { page, queue, workspace } = await desk('Anna de Wit', { prepare: withoutClosed });
  await page.keyboard.press('F3');
  await page.keyboard.type(`#${number}`);
  const found = queue.getByRole('region', { name: 'Gevonden buiten de wachtrij' });
  await expect(found.getByRole('button', { name: `#${number} Marten Koopmans` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(found).toBeHidden();
  await page.keyboard.press('F3');
  await page.keyboard.type('koopmans');
  await found.getByRole('button', { name: `#${number} Marten Koopmans` }).click();

  await expect(workspace).toContainText(/Afgesloten alarm van .+: alleen lezen\./);
  await expect(workspace.getByRole('list', { name: 'Tijdlijn' })).toContainText(summary);
  await expect(workspace).toContainText('Het dossier hoort bij een alarm dat loopt.');
  await expect(workspace.getByRole('button', { name: 'Heropenen' })).toBeHidden();
  await expect(workspace.getByRole('textbox')).toBeHidden();
});

test('a person leads to the alarm about him; without one to an alarm by hand for him', async ({
  desk,
}) => {
  const { page, queue, workspace, card } = await desk('Anna de Wit');
  await page.keyboard.press('F3');
  await page.keyboard.type('koopmans');
  const found = queue.getByRole('region', { name: 'Gevonden buiten de wachtrij' });
  await found.getByRole('button', { name: 'Marten Koopmans' }).first().click();
  const form = queue.getByRole('form', { name: 'Alarm met de hand' });
  await expect(form.getByRole('radio', { name: /^Marten Koopmans/ })).toBeChecked();
  await form.getByLabel('Wie belt en wat is gezegd').fill('Zijn vrouw belt: hij wordt gevolgd');
  await form.getByRole('button', { name: 'Alarm maken' }).click();
  await expect(card('Marten Koopmans')).toBeVisible();

  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await card('Joke van Dam').click();
  await page.keyboard.press('F3');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('koopmans');
  const person = found.getByRole('button', { name: 'Marten Koopmans' }).first();
  await expect(person).toContainText('naar zijn alarm');
  await person.click();
  await expect(workspace.getByRole('heading', { name: /Marten Koopmans/ })).toBeVisible();
});

test('whoever finds nothing is told so, and that the line is broken where it is', async ({
  desk,
}) => {
  const { page, queue } = await desk('Anna de Wit');
  await page.keyboard.press('F3');
  await page.keyboard.type('zzzz');
  await expect(queue).toContainText('Niets gevonden voor "zzzz".');
  await page.route('**/api/desk-search*', (route) => route.abort());
  await page.keyboard.type('z');
  await expect(queue.getByRole('status')).toContainText('Zoeken buiten de wachtrij lukt nu niet.');
});
