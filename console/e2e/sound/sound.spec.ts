// The alarm tone: from the first second, at one window, until anybody takes it.
import { act } from '../people/colleague.ts';
import { pass } from '../people/page-clock.ts';
import { refuseSound } from '../people/refuse-sound.ts';
import { expect, press, sounds, test, type Desk } from '../story.ts';

const urgentTones = async ({ page }: Desk) =>
  (await sounds(page)).filter(({ frequency }) => frequency === 660).length;

const repeatMilliseconds = 5_000;

/** Nothing new when a repeat would have been due. */
async function expectSilence(desk: Desk): Promise<void> {
  const before = await urgentTones(desk);
  await pass(desk.page, repeatMilliseconds + 500);
  expect(await urgentTones(desk)).toBe(before);
}

// How soon is the rule's: from the first second (which-sound.test.ts), told at every event and tick.
test('3 – the tone starts by itself, repeats, and stops when anybody claims', async ({
  desk,
  people,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card } = anna;
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect.poll(() => urgentTones(anna)).toBeGreaterThanOrEqual(10);
  const once = await urgentTones(anna);
  await pass(page, repeatMilliseconds);
  expect(await urgentTones(anna)).toBeGreaterThanOrEqual(once + 10);
  await act(people, 'Bram Jansen', { type: 'Claim' });
  await expect(card('Joke van Dam')).toContainText('Bram');
  await expectSilence(anna);
});

// That it ends after 15 s, and for what, is told of the rule alone (which-sound.test.ts).
test('4 – F7 silences one post, only with a SPOED alarm of its own, never for a newer one', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const footer = anna.page.getByRole('contentinfo');
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F7');
  await expect(footer).toContainText('Stil zetten kan alleen als u zelf een SPOED-alarm heeft');
  await anna.page.keyboard.press('F2');
  await expect(anna.card('Joke van Dam')).toContainText('U 00:');
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();
  await anna.page.keyboard.press('F7');
  await expect(footer).toContainText(/Stil, nog \d+ s/);
  await expect(anna.card('Marten Koopmans')).toContainText('Niet aangenomen');
  await expectSilence(anna);
  const before = await urgentTones(anna);
  await press('241');
  await expect.poll(() => urgentTones(anna)).toBeGreaterThan(before);
});

test('5 – of the windows of one person exactly one sounds and the others say which; whoever can takes it over from one that is held back, frozen or closed, or when pressed', async ({
  desk,
  secondWindow,
}) => {
  const elsewhere = ({ page }: Desk) =>
    page.getByRole('button', { name: 'Geluid klinkt in het andere venster: Wachtrij' });
  const refused = ({ page }: Desk) => page.getByRole('button', { name: /Geluid staat uit/ });
  /** How much it sounded from now on. */
  const since = async (at: Desk) => {
    const before = await urgentTones(at);
    return async () => (await urgentTones(at)) - before;
  };
  // The browser holds both back until somebody touches them: where nobody can, all say so.
  const first = await desk('Anna de Wit', {
    prepare: (page) => refuseSound(page.context()),
    isTouched: false,
  });
  await expect(refused(first)).toBeVisible();
  const second = await secondWindow(first, { isTouched: false });
  await press('231');
  await expect(second.card('Joke van Dam')).toBeVisible();
  await expect(refused(second)).toBeVisible();
  await expect(refused(first)).toBeVisible();

  await refused(second).click();
  await expect.poll(() => urgentTones(second)).toBeGreaterThanOrEqual(10);
  await expect(elsewhere(first)).toBeVisible();
  await expect(elsewhere(second)).toBeHidden();
  expect(await urgentTones(first)).toBe(0);

  await elsewhere(first).click();
  await expect.poll(() => urgentTones(first)).toBeGreaterThanOrEqual(10);
  await expect(elsewhere(second)).toBeVisible();
  await expectSilence(second);

  // One that stands still, as a browser may make what nobody looks at, answers nothing.
  const bySecond = await since(second);
  const session = await first.page.context().newCDPSession(first.page);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  await expect.poll(bySecond).toBeGreaterThan(0);
  await session.send('Debugger.disable');
  await expect(elsewhere(first)).toBeVisible();

  const byFirst = await since(first);
  await second.page.close();
  await expect.poll(byFirst).toBeGreaterThan(0);
});
