// What was said of an alarm is erased while somebody has it before him: he sees since when and why, and not a word more.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { claimed, timeline } from '../people/at-work.ts';
import { product } from '../product/product.ts';
import { expect, press, test } from '../story.ts';

const erase = async (number: string) => {
  const program = join(import.meta.dirname, '../../../api/src/cli/erase.ts');
  const env = { ...process.env, ...product().describe().env };
  const { stdout } = await promisify(execFile)(process.execPath, [program, number], { env });
  return stdout;
};

test('an open alarm is not erased; a harmless one says instead of its words since when they are gone', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await anna.workspace.getByLabel('Notitie').fill('Kleinzoon drukte op de knop.');
  await anna.page.keyboard.press('ControlOrMeta+Enter');
  await expect(timeline(anna)).toContainText('Kleinzoon drukte');
  const number = /#(\d+)/.exec((await anna.workspace.textContent()) ?? '')![1]!;
  await expect(erase(number)).rejects.toThrow('een open alarm wordt nooit gewist');

  const answered = await (await people.asks('Anna de Wit')).get('/api/board');
  const { alarms } = (await answered.json()) as { alarms: { id: string; number: number }[] };
  const { id } = alarms.find((one) => String(one.number) === number)!;
  for (const [name, command] of [
    ['Anna de Wit', { type: 'ProposeFalse', ground: 'trusted-person', note: 'dochter erbij' }],
    [
      'Dirk Mulder',
      { type: 'Close', outcome: 'false-accident', needless: false, summary: 'Loos.' },
    ],
  ] as const) {
    const asked = { commandId: crypto.randomUUID(), expectedVersion: 1_000_000, ...command };
    const answer = await (
      await people.asks(name)
    ).post(`/api/alarms/${id}/commands`, { data: asked });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  await expect(anna.workspace).toContainText('Afgehandeld: Loos');
  expect(await erase(number)).toContain(`De inhoud van alarm #${number} is gewist`);

  await expect(anna.workspace).toContainText(/Inhoud gewist op .+ om \d\d:\d\d \(bewaartermijn\)/);
  await expect(timeline(anna)).toContainText('Inhoud gewist na de bewaartermijn');
  await expect(anna.workspace).toContainText(
    'De tijden, wie wat deed en de uitkomst blijven staan',
  );
  // Nothing is said of a place that may well have been there, and nothing offered that is refused.
  await expect(anna.workspace).not.toContainText('Geen positie ontvangen');
  await expect(anna.workspace.getByLabel('Notitie')).toHaveCount(0);
  await expect(anna.workspace).not.toContainText(/Kleinzoon|Joke van Dam|dochter|blauwe fiets/);
});
