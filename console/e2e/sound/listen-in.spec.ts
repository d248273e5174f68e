// Sound: from the press to the marker, on the whole product, with devices that really send.
import type { Page } from '@playwright/test';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { choose } from '../people/at-work.ts';
import {
  humAndWhistle,
  quiet,
  softHumAndWhistle,
  speech,
  telephoneSpeech,
  tone,
} from '../buttons.ts';
import { expect, test, type Desk } from '../story.ts';

/** The middle of the meter, in decibels: −60 is nothing. */
const level = async ({ workspace }: Desk) =>
  Number(await workspace.getByRole('meter').getAttribute('aria-valuenow'));
const movesTheMeter = (desk: Desk) => expect.poll(() => level(desk)).toBeGreaterThan(-45);

const heard = ({ workspace }: Desk) => workspace.getByRole('region', { name: 'Meeluisteren' });

const timeline = ({ workspace }: Desk) => workspace.getByRole('list', { name: 'Tijdlijn' });

async function openAlarm({ page }: Desk): Promise<Alarm> {
  const { alarms } = (await (await page.request.get('/api/board')).json()) as { alarms: Alarm[] };
  return alarms.find(({ closed }) => !closed)!;
}

test('E6 – a claim whose answer is lost is heard as soon as the log says that it is one’s own', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await speak('231', tone);
  await expect(card('Joke van Dam')).toContainText('geluid');
  let asked = 0;
  await page.route('**/api/alarms/*/listen-in', async (route) => {
    const { claim } = route.request().postDataJSON() as { claim?: object };
    if (!claim) return route.continue();
    asked += 1;
    await route.fetch();
    return route.abort('connectionreset');
  });
  await page.keyboard.press('F2');
  await expect(workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
  await expect(heard(anna)).toContainText('Geluid');
  await movesTheMeter(anna);
  expect(asked).toBeGreaterThan(0);
  await expect(timeline(anna).getByText(/^Aangenomen/)).toHaveCount(1);
});

test('a press with speech: claimed, heard, listened back to, marked, closed', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await speak('231');
  await expect(card('Joke van Dam')).toContainText('geluid');
  // There are words before the claim.
  await expect(card('Joke van Dam')).toContainText(/00:0[2-9]|00:[1-5]|0[1-9]:/);

  await page.keyboard.press('F2');
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  await movesTheMeter(anna);
  // 21: it is always said.
  await expect(workspace).toContainText('EENRICHTING – u wordt niet gehoord');

  // 18: muted here, the meter moves on.
  const mute = workspace.getByRole('button', { name: 'Dempen' });
  await mute.click();
  await expect(heard(anna)).toContainText('Gedempt door u');
  await movesTheMeter(anna);
  await mute.click();
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);

  // The words before the claim, and back at what happens now with one key.
  await workspace.getByRole('button', { name: 'Vanaf alarm' }).click();
  await expect(workspace).toContainText(/achter · 1,5× · live over/);
  await movesTheMeter(anna);
  const live = workspace.getByRole('button', { name: 'LIVE' });
  await live.click();
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);

  // 22: the moment is taken at the key, not when it is said what was heard.
  const beforeKey = Date.now();
  await page.keyboard.press('Control+m');
  await expect(workspace.getByRole('group', { name: /^Markering \d/ })).toBeFocused();
  const afterKey = Date.now();
  const clock = page.getByRole('time').first();
  for (const _second of [1, 2]) await expect(clock).not.toHaveText(await clock.innerText());
  await page.keyboard.press('3');
  const marker = workspace.getByRole('button', {
    name: /Afspelen vanaf 5 seconden voor .+geschreeuw/,
  });
  await expect(marker).toBeVisible();
  const [{ audioMoment } = { audioMoment: '' }] = (await openAlarm(anna)).markers;
  // A desk knows the server's time to some milliseconds; what lies between is more than a second.
  expect(Date.parse(audioMoment)).toBeGreaterThan(beforeKey - 500);
  expect(Date.parse(audioMoment)).toBeLessThan(afterKey + 500);

  // The code word was heard: what is still missing is said, and counts down while there is sound.
  const word = workspace.getByLabel('Gehoord woord');
  await word.fill('Blauwe fiets');
  await word.press('Enter');
  await expect(workspace).toContainText('Codewoord juist om');
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form', { name: /afhandelen/ });
  await expect(form.getByLabel('Loos – per ongeluk')).toBeChecked();
  await expect(form.getByLabel('Juist codewoord van de drager')).toBeChecked();
  await expect(form).toContainText(
    /Daarna kunt u zelf bevestigen, na nog [12]?\d s meeluisteren met geluid/,
  );
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText(/Luister nog [12]?\d s mee met geluid/);

  // Listening back is not hearing what happens now.
  await marker.click();
  await expect(workspace).toContainText(/achter · 1,5× · live over/);
  await expect(workspace).toContainText('De tijd staat stil: gedempt');
  await live.click();
  await expect(workspace).not.toContainText('De tijd staat stil');

  // Long enough was listened: one person closes it.
  await expect(workspace).toContainText('U kunt nu bevestigen', { timeout: 60_000 });
  await page.keyboard.press('F9');
  await page.keyboard.press('Enter');
  await expect(workspace).toContainText('Afgehandeld: Loos – per ongeluk');
});

/** Noted before the page does anything: where sound goes, and whether anybody asks for a microphone. */
const spy = (page: Page) =>
  page.addInitScript(() => {
    localStorage.setItem(
      'achterwacht.settings',
      JSON.stringify({ voiceOutput: 'headset', toneOutput: 'loudspeaker' }),
    );
    const asked: string[] = [];
    const sinks: { element: boolean; id: string }[] = [];
    const devices = [
      { kind: 'audiooutput', deviceId: 'headset', label: 'Headset', groupId: 'a' },
      { kind: 'audiooutput', deviceId: 'loudspeaker', label: 'Luidspreker', groupId: 'b' },
    ];
    Object.assign(window, { asked, sinks, devices });
    const { mediaDevices } = navigator;
    Object.assign(mediaDevices, { enumerateDevices: () => Promise.resolve(devices) });
    for (const name of ['getUserMedia', 'getDisplayMedia'] as const)
      Object.assign(mediaDevices, {
        [name]: () => {
          asked.push(name);
          return Promise.reject(new Error('not here'));
        },
      });
    for (const prototype of [HTMLMediaElement.prototype, AudioContext.prototype])
      Object.assign(prototype, {
        setSinkId(id: string) {
          sinks.push({ element: prototype === HTMLMediaElement.prototype, id });
          Object.defineProperty(this, 'sinkId', { value: id, configurable: true });
          return Promise.resolve();
        },
      });
  });

test('17, 20, 21 – voices go to the headset, tones to the loudspeaker; a headset that is pulled out is said, and taken again', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit', { prepare: spy });
  const { page, card } = anna;
  await speak('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  type Noted = { asked: string[]; sinks: { element: boolean; id: string }[]; devices: unknown[] };
  const sinks = () => page.evaluate(() => (window as unknown as Noted).sinks);
  await expect.poll(sinks).toContainEqual({ element: true, id: 'headset' });
  await expect.poll(sinks).toContainEqual({ element: false, id: 'loudspeaker' });
  expect(await page.evaluate(() => (window as unknown as Noted).asked)).toEqual([]);

  const headset = await page.evaluateHandle(() => (window as unknown as Noted).devices[0]);
  const plug = (isIn: boolean) =>
    page.evaluate(
      ([device, put]) => {
        const { devices } = window as unknown as Noted;
        if (put) devices.unshift(device);
        else devices.shift();
        navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      },
      [headset, isIn] as const,
    );
  await plug(false);
  const banner = page.getByText('Het geluid gaat door via de standaarduitvoer');
  await expect(banner).toBeVisible();
  await expect(heard(anna)).toContainText('Headset los');
  await expect(timeline(anna)).toContainText('Hoort nu: headset los');
  const latest = async () => (await sinks()).at(-1);
  await expect.poll(latest).toEqual({ element: true, id: '' });

  await plug(true);
  await expect(banner).toBeHidden();
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  await expect.poll(latest).toEqual({ element: true, id: 'headset' });
});

test('17, 18 – sound at once after the claim, which the clock knows; a tone is no voice; a device that falls away is no silence, for who comes later neither', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card } = anna;
  const phone = await speak('232', tone);
  await expect(card('Marten Koopmans')).toContainText('geluid');
  await page.keyboard.press('F2');
  await expect(heard(anna)).toContainText('Geluid');
  await expect(heard(anna)).not.toContainText(/Spraak(?!filter)/);
  await expect(timeline(anna)).toContainText('Eerste geluid gehoord');
  // A post says that it showed it with a delay of its own, and may be overtaken by whoever is quick.
  await expect.poll(async () => (await openAlarm(anna)).times.presented).toBeDefined();
  const { times } = await openAlarm(anna);
  const stages = [times.received, times.claimed, times.audible];
  expect(stages.every(Boolean)).toBe(true);
  expect(stages).toEqual([...stages].sort());

  await phone.vanish();
  const gone = /Verbinding apparaat weg 00:\d\d/;
  await expect(heard(anna)).toContainText(gone);
  const dirk = await desk('Dirk Mulder');
  await choose(dirk, 'Marten Koopmans');
  await dirk.page.keyboard.press('F4');
  await expect(heard(dirk)).toContainText(gone);

  await phone.comeBack();
  for (const each of [anna, dirk]) await expect(heard(each)).toContainText('Geluid');
  await phone.hangUp();
  for (const each of [anna, dirk]) await expect(heard(each)).toContainText(gone);
});

test('18 – a quiet room is a silent line and no first sound; a line without packets is neither', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  const room = await speak('231', quiet);
  await expect(card('Joke van Dam')).toContainText('geluid');
  await page.keyboard.press('F2');
  await expect(heard(anna)).toContainText('Stil');
  await expect(timeline(anna)).toContainText('Lijn open, maar stil');
  const { times, sound } = await openAlarm(anna);
  expect(times.audible).toBeUndefined();
  expect(sound.silentLineAt).not.toBeNull();

  // Silence counts for nothing, and the form says so.
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form');
  await form.getByLabel('Loos – per ongeluk').check();
  await expect(form).toContainText('Stilte of een verbroken verbinding is nooit een grond.');
  await form.getByLabel('Vertrouwd persoon ziet de drager').check();
  await form.getByLabel('Toelichting').fill('Niets te horen.');
  await form.getByRole('button', { name: 'Loos voorstellen' }).click();
  await expect(workspace).toContainText(
    'Luister nog 30 s mee met geluid. De tijd staat stil: stil.',
  );
  room.hears(speech);
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  await expect(workspace).toContainText(/Luister nog [12]\d s mee met geluid\.(?! De tijd)/);
  // Too little was heard and there is nothing more to hear: neither time nor this desk can close it.
  await room.hangUp();
  await expect(workspace).toContainText('dan kan een andere collega die supervisor is bevestigen');

  const mute = await speak('232', null);
  await expect(card('Marten Koopmans')).toBeVisible();
  await choose(anna, 'Marten Koopmans');
  await page.keyboard.press('F2');
  await expect(heard(anna)).toContainText('Geen geluid ontvangen');
  mute.hears(speech);
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
});

/** Whatever a story does to a page counts as a touch, so the browser's refusal is put in its place here. */
const refuseSound = (page: Page) =>
  page.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype;
    let touched = false;
    const touch = ({ isTrusted }: Event) => (touched ||= isTrusted);
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, touch, { capture: true });
    HTMLMediaElement.prototype.play = function () {
      return touched ? play.call(this) : Promise.reject(new DOMException('', 'NotAllowedError'));
    };
    // A browser without a window lets every page sound; this is how one with a window behaves.
    class Refusing extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        void super.suspend();
      }
      override resume(): Promise<void> {
        return touched ? super.resume() : new Promise(() => {});
      }
    }
    Object.assign(window, { AudioContext: Refusing });
  });

test('19 – a browser that will not sound is said across the whole width, and by the line, until a click', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit', { prepare: refuseSound, isTouched: false });
  const { page, card } = anna;
  const banner = page.getByRole('button', { name: /Geluid staat uit/ });
  await expect(banner).toBeVisible();
  expect((await banner.boundingBox())!.width).toBe(page.viewportSize()!.width);
  await speak('231');
  await expect(card('Joke van Dam')).toContainText('geluid');
  // A key that no person pressed is no touch either.
  await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'F2' })));
  await expect(heard(anna)).toContainText('Geblokkeerd door de browser');
  await expect(timeline(anna)).toContainText('Luistert mee');
  expect((await openAlarm(anna)).times.audible).toBeUndefined();

  await banner.click();
  await expect(banner).toBeHidden();
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  await movesTheMeter(anna);
});

test('a supervisor who joins is seen by the owner', async ({ desk, speak }) => {
  const anna = await desk('Anna de Wit');
  const dirk = await desk('Dirk Mulder');
  await speak('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  await choose(dirk, 'Joke van Dam');
  await dirk.page.keyboard.press('F4');
  await expect(heard(dirk)).toContainText(/Spraak(?!filter)/);
  await expect(heard(anna)).toContainText('Luistert ook mee: Dirk Mulder');
  await dirk.page.keyboard.press('F4');
  await expect(heard(anna)).not.toContainText('Dirk Mulder');
});

test('a telephone line (pcmu) is heard, and listened back to until that has caught up', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  await speak('231', telephoneSpeech, 'rtp');
  await expect(card('Joke van Dam')).toContainText('geluid');
  await page.keyboard.press('F2');
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
  await workspace.getByRole('button', { name: 'Vanaf alarm' }).click();
  await expect(workspace).toContainText(/achter · 1,5× · live over/);
  await movesTheMeter(anna);
  const live = workspace.getByRole('button', { name: 'LIVE' });
  await expect(live).toHaveAttribute('aria-pressed', 'true', { timeout: 60_000 });
  await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
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
    await expect(heard(anna)).toContainText(/Spraak(?!filter)/);
    await page.keyboard.press('Control+m');
    await page.keyboard.press('1');
    await phone.hangUp();
    // Longer ago than what the end of a recording is waited for: only its end can bring the desk back.
    await expect(heard(anna)).toContainText(/Verbinding apparaat weg 00:(0[6-9]|[1-5])/);
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
  const { id } = await openAlarm(anna);
  const kept = await (await page.request.get(`/api/alarms/${id}/sound`)).body();
  const lastSecond = kept.subarray(-2 * 8000);
  for (const hertz of [humHertz, whistleHertz])
    expect(amplitudeOf(hertz, lastSecond) / amplitude).toBeCloseTo(1, 1);

  // This post remembers.
  await page.reload();
  await expect(heard(anna)).toContainText('Meeluisteren');
  await page.keyboard.press('F4');
  await expect(gain).toHaveAttribute('aria-pressed', 'true');
  await expect(filter).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => loudness(whistleHertz)).toBeGreaterThan(whistle + 6);
});
