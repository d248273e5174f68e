// Sound of a telephone line: heard, listened back to, and made loud enough without changing what is kept.
import { listeningIn } from '../people/at-work.ts';
import { humAndWhistle, softHumAndWhistle, speech, telephoneSpeech } from '../buttons.ts';
import { expect, test } from '../story.ts';
import { alarmAt } from './alarm-at.ts';
import { level, movesTheMeter } from './meter.ts';

test('a telephone line (pcmu) is heard, and listened back to until that has caught up', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await speak('231', telephoneSpeech, 'rtp');
  await expect(card('Joke van Dam')).toContainText('geluid');
  await page.keyboard.press('F2');
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
  await workspace.getByRole('button', { name: 'Vanaf alarm' }).click();
  await expect(workspace).toContainText(/achter · 1,5× · live over/);
  await movesTheMeter(anna);
  const live = workspace.getByRole('button', { name: 'LIVE' });
  await expect(live).toHaveAttribute('aria-pressed', 'true', { timeout: 60_000 });
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
});

for (const [what, sound, way] of [
  ['a telephone with the product’s app', speech, 'whip'],
  ['a telephone line (pcmu)', telephoneSpeech, 'rtp'],
] as const)
  test(`what ${what} sent before it hung up is listened back to until its end, and again from a moment of it; then the desk is live by itself`, async ({
    desk,
    speak,
  }) => {
    const anna = await desk('Anna de Wit');
    const { page, card, workspace } = anna;
    const phone = await speak('231', sound, way);
    await expect(card('Joke van Dam')).toContainText('geluid');
    await page.keyboard.press('F2');
    await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
    await page.keyboard.press('Control+m');
    await page.keyboard.press('1');
    // Long enough to be seen on the meter when it is listened back to.
    await expect(card('Joke van Dam')).toContainText(/U 00:(0[5-9]|[1-5])/);
    await phone.hangUp();
    // Longer ago than what the end of a recording is waited for: only its end can bring the desk back.
    await expect(listeningIn(anna)).toContainText(/Verbinding apparaat weg 00:(0[6-9]|[1-5])/);
    const live = workspace.getByRole('button', { name: 'LIVE' });
    for (const from of ['Vanaf alarm', /Afspelen vanaf 5 seconden voor/]) {
      await workspace.getByRole('button', { name: from }).click();
      await expect(workspace).toContainText(/achter · 1,5× · live over/);
      await movesTheMeter(anna);
      await expect(live).toHaveAttribute('aria-pressed', 'true', { timeout: 60_000 });
    }
  });

/** Runs in the page before anything else: how loud a frequency is on its way to the headset, in decibels. */
function watchHeadset(): void {
  // The DOM's own signatures are overloads; only the first argument matters here.
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...given: unknown[]) => unknown;
  AudioNode.prototype.connect = function (this: AudioNode, ...given: unknown[]) {
    if (given[0] instanceof MediaStreamAudioDestinationNode) {
      // Unsmoothed: otherwise each reading is mostly the one before, and comes up for as long as one asks.
      const analyser = new AnalyserNode(this.context, { fftSize: 8192, smoothingTimeConstant: 0 });
      connect.call(this, analyser);
      const loudness = new Float32Array(analyser.frequencyBinCount);
      Object.assign(window, {
        headset: (hertz: number) => {
          analyser.getFloatFrequencyData(loudness);
          return loudness[Math.round((hertz * analyser.fftSize) / this.context.sampleRate)];
        },
      });
    }
    return connect.apply(this, given);
  } as typeof AudioNode.prototype.connect;
}

/** How much of one frequency is in 16-bit samples at 8 kHz, as an amplitude of 1. */
function amplitudeOf(hertz: number, wav: Buffer): number {
  let [cosine, sine] = [0, 0];
  const samples = wav.length / 2;
  for (let index = 0; index < samples; index += 1) {
    const value = wav.readInt16LE(2 * index) / 32768;
    cosine += value * Math.cos((2 * Math.PI * hertz * index) / 8000);
    sine += value * Math.sin((2 * Math.PI * hertz * index) / 8000);
  }
  return (2 * Math.hypot(cosine, sine)) / samples;
}

test('automatic gain and the speech filter change what is heard of a telephone line (pcma), not what is measured or kept', async ({
  desk,
  speak,
}) => {
  const { humHertz, whistleHertz, amplitude } = humAndWhistle;
  const anna = await desk('Anna de Wit', {
    prepare: (window) => window.addInitScript(watchHeadset),
  });
  const { page, card, workspace } = anna;
  await speak('231', softHumAndWhistle, 'rtp');
  await expect(card('Joke van Dam')).toContainText('geluid');
  await page.keyboard.press('F2');
  const loudness = (hertz: number) =>
    page.evaluate(
      (asked) => (window as unknown as { headset: (hertz: number) => number }).headset(asked),
      hertz,
    );
  const isAbout = (hertz: number, decibels: number) =>
    expect.poll(async () => Math.abs((await loudness(hertz)) - decibels)).toBeLessThan(2);
  await movesTheMeter(anna);
  await expect.poll(() => loudness(whistleHertz)).toBeGreaterThan(-60);
  // From here on it stands still until something is changed.
  const steady = async (hertz: number) => {
    let now = await loudness(hertz);
    const step = async () => Math.abs(now - (now = await loudness(hertz)));
    await expect.poll(step, { intervals: [500] }).toBeLessThan(0.5);
    return now;
  };
  const [hum, whistle] = [await steady(humHertz), await steady(whistleHertz)];
  const measured = await level(anna);

  const filter = workspace.getByRole('button', { name: 'Spraakfilter' });
  await filter.click();
  await expect.poll(() => loudness(humHertz)).toBeLessThan(hum - 12);
  await isAbout(whistleHertz, whistle);
  await filter.click();
  await isAbout(humHertz, hum);

  const gain = workspace.getByRole('button', { name: 'Automatisch versterken' });
  await gain.click();
  await expect.poll(() => loudness(whistleHertz)).toBeGreaterThan(whistle + 6);
  await filter.click();
  await expect(filter).toHaveAttribute('aria-pressed', 'true');

  // The meter stands before both, and the recording was made elsewhere: as loud as it was spoken.
  // Whole decibels are read, and two readings of a tone differ by one or two; the gain is six at the least.
  await expect.poll(async () => Math.abs((await level(anna)) - measured)).toBeLessThan(4);
  const { id } = await alarmAt(anna);
  const kept = await (await page.request.get(`/api/alarms/${id}/sound`)).body();
  const lastSecond = kept.subarray(-2 * 8000);
  for (const hertz of [humHertz, whistleHertz])
    expect(amplitudeOf(hertz, lastSecond) / amplitude).toBeCloseTo(1, 1);

  // This post remembers.
  await page.reload();
  await expect(listeningIn(anna)).toContainText('Meeluisteren');
  await page.keyboard.press('F4');
  await expect(gain).toHaveAttribute('aria-pressed', 'true');
  await expect(filter).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => loudness(whistleHertz)).toBeGreaterThan(whistle + 6);
});
