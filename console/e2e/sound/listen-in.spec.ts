// Sound: from the press to the marker, on the whole product, with devices that really send.
import type { Page } from '@playwright/test';
import { choose, listeningIn } from '../people/at-work.ts';
import { refuseSound } from '../people/refuse-sound.ts';
import { quiet, speech, tone } from '../buttons.ts';
import { expect, test, type Desk } from '../story.ts';
import { product } from '../product/product.ts';
import { alarmAt } from './alarm-at.ts';
import { movesTheMeter } from './meter.ts';

const timeline = ({ workspace }: Desk) => workspace.getByRole('list', { name: 'Tijdlijn' });

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
  await expect(listeningIn(anna)).toContainText('Geluid');
  await movesTheMeter(anna);
  expect(asked).toBeGreaterThan(0);
  await expect(timeline(anna).getByText(/^Aangenomen/)).toHaveCount(1);
});

test('an alarm whose centre keeps no sound is heard as ever, and the desk says that nothing is kept', async ({
  desk,
  speak,
}) => {
  const keep = (record: boolean) =>
    product().command(
      'settings',
      'set',
      'recording',
      JSON.stringify({ record, recordBeforeClaim: true }),
    );
  await keep(false);
  try {
    const anna = await desk('Anna de Wit');
    await speak('231', tone);
    await expect(anna.card('Joke van Dam')).toContainText('geluid');
    await anna.page.keyboard.press('F2');
    await expect(listeningIn(anna)).toContainText('Geluid');
    await movesTheMeter(anna);
    await expect(listeningIn(anna)).toContainText('niet opgenomen (instelling van de centrale)');
    await expect(anna.workspace.getByRole('button', { name: 'LIVE' })).toBeVisible();
  } finally {
    await keep(true);
  }
});

test('18, 21, 22 – a press with speech: claimed, heard, listened back to, marked, closed', async ({
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
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
  await movesTheMeter(anna);
  // 21: it is always said.
  await expect(workspace).toContainText('EENRICHTING – u wordt niet gehoord');

  // 18: muted here, the meter moves on.
  const mute = workspace.getByRole('button', { name: 'Dempen' });
  await mute.click();
  await expect(listeningIn(anna)).toContainText('Gedempt door u');
  await movesTheMeter(anna);
  await mute.click();
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);

  // The words before the claim, and back at what happens now with one key.
  await workspace.getByRole('button', { name: 'Vanaf alarm' }).click();
  await expect(workspace).toContainText(/achter · 1,5× · live over/);
  await movesTheMeter(anna);
  const live = workspace.getByRole('button', { name: 'LIVE' });
  await live.click();
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);

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
  const { markers, sound } = await alarmAt(anna);
  const [{ audioMoment } = { audioMoment: '' }] = markers;
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

  // What made somebody press came before he pressed, and is no older than the sound.
  const asked = page.waitForRequest((request) => request.url().includes('/sound?from='));
  await marker.click();
  const from = Date.parse(new URL((await asked).url()).searchParams.get('from')!);
  const startedAt = Date.parse(sound.recordings[0]!.startedAt);
  expect(from).toBe(Math.max(startedAt, Date.parse(audioMoment) - 5_000));

  // Listening back is not hearing what happens now.
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

/** Noted before the page does anything: where sound goes, what computes it, and whether anybody asks for a microphone. */
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
    const computed: AudioContext[] = [];
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        computed.push(this);
      }
    };
    Object.assign(window, { asked, sinks, devices, computed });
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
  type Noted = {
    asked: string[];
    sinks: { element: boolean; id: string }[];
    devices: unknown[];
    computed: AudioContext[];
  };
  const states = () =>
    page.evaluate(() => (window as unknown as Noted).computed.map(({ state }) => state).sort());
  // Nothing computes voices while there is nothing to hear; what computes tones is always ready.
  await expect.poll(states).toEqual(['running', 'suspended']);
  await speak('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect.poll(states).toEqual(['running', 'running']);
  await page.keyboard.press('F2');
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
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
  await expect(listeningIn(anna)).toContainText('Headset los');
  await expect(timeline(anna)).toContainText('Hoort nu: headset los');
  const latest = async () => (await sinks()).at(-1);
  await expect.poll(latest).toEqual({ element: true, id: '' });

  await plug(true);
  await expect(banner).toBeHidden();
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
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
  await expect(listeningIn(anna)).toContainText('Geluid');
  await expect(listeningIn(anna)).not.toContainText(/Spraak(?!filter)/);
  await expect(timeline(anna)).toContainText('Eerste geluid gehoord');
  // A post says that it showed it with a delay of its own, and may be overtaken by whoever is quick.
  await expect.poll(async () => (await alarmAt(anna)).times.presented).toBeDefined();
  const { times } = await alarmAt(anna);
  const stages = [times.received, times.claimed, times.audible];
  expect(stages.every(Boolean)).toBe(true);
  expect(stages).toEqual([...stages].sort());

  await phone.vanish();
  const gone = /Verbinding apparaat weg 00:\d\d/;
  await expect(listeningIn(anna)).toContainText(gone);
  const dirk = await desk('Dirk Mulder');
  await choose(dirk, 'Marten Koopmans');
  await dirk.page.keyboard.press('F4');
  await expect(listeningIn(dirk)).toContainText(gone);

  await phone.comeBack();
  for (const each of [anna, dirk]) await expect(listeningIn(each)).toContainText('Geluid');
  await phone.hangUp();
  for (const each of [anna, dirk]) await expect(listeningIn(each)).toContainText(gone);
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
  await expect(listeningIn(anna)).toContainText('Stil');
  await expect(timeline(anna)).toContainText('Lijn open, maar stil');
  const { times, sound } = await alarmAt(anna);
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
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
  await expect(workspace).toContainText(/Luister nog [12]\d s mee met geluid\.(?! De tijd)/);
  // Too little was heard and there is nothing more to hear: neither time nor this desk can close it.
  await room.hangUp();
  await expect(workspace).toContainText('dan kan een andere collega die supervisor is bevestigen');

  const mute = await speak('232', null);
  await expect(card('Marten Koopmans')).toBeVisible();
  await choose(anna, 'Marten Koopmans');
  await page.keyboard.press('F2');
  await expect(listeningIn(anna)).toContainText('Geen geluid ontvangen');
  mute.hears(speech);
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
});

test('19 – a browser that will not sound is said across the whole width, and by the line, until a click', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit', {
    prepare: (page) => refuseSound(page.context()),
    isTouched: false,
  });
  const { page, card } = anna;
  const banner = page.getByRole('button', { name: /Geluid staat uit/ });
  await expect(banner).toBeVisible();
  expect((await banner.boundingBox())!.width).toBe(page.viewportSize()!.width);
  await speak('231');
  await expect(card('Joke van Dam')).toContainText('geluid');
  // A key that no person pressed is no touch either.
  await page.evaluate(() => dispatchEvent(new KeyboardEvent('keydown', { key: 'F2' })));
  await expect(listeningIn(anna)).toContainText('Geblokkeerd door de browser');
  await expect(timeline(anna)).toContainText('Luistert mee');
  expect((await alarmAt(anna)).times.audible).toBeUndefined();

  await banner.click();
  await expect(banner).toBeHidden();
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
  await movesTheMeter(anna);
});

test('a supervisor who joins is seen by the owner', async ({ desk, speak }) => {
  const anna = await desk('Anna de Wit');
  const dirk = await desk('Dirk Mulder');
  await speak('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(listeningIn(anna)).toContainText(/Spraak(?!filter)/);
  await choose(dirk, 'Joke van Dam');
  await dirk.page.keyboard.press('F4');
  await expect(listeningIn(dirk)).toContainText(/Spraak(?!filter)/);
  await expect(listeningIn(anna)).toContainText('Luistert ook mee: Dirk Mulder');
  await dirk.page.keyboard.press('F4');
  await expect(listeningIn(anna)).not.toContainText('Dirk Mulder');
});
