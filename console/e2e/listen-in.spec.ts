// Sound: from the press to the marker, on the whole product, with a telephone that really sends.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test, type Desk } from './story.ts';

const tone = join(import.meta.dirname, '../../load-tests/audio/tone.opus');

/** The middle of the meter, in decibels: −60 is nothing. */
const level = async ({ workspace }: Desk) =>
  Number(await workspace.getByRole('meter').getAttribute('aria-valuenow'));

const heard = ({ workspace }: Desk) => workspace.getByRole('region', { name: 'Meeluisteren' });

async function isHeard(desk: Desk): Promise<void> {
  await expect(heard(desk)).toContainText(/Spraak|Geluid/, { timeout: 20_000 });
}

/** Noted before the page does anything: where sound goes, and whether anybody asks for a microphone. */
async function spy(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const asked: string[] = [];
    const sinks: { element: boolean; id: string }[] = [];
    Object.assign(window, { asked, sinks });
    const { mediaDevices } = navigator;
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
  await page.reload();
}

test('a press with speech: claimed, heard, listened back to, marked, closed', async ({
  desk,
  speak,
}) => {
  test.setTimeout(180_000);
  const anna = await desk('Anna de Wit');
  const { page, card, workspace } = anna;
  speak('231');
  await expect(card('Joke van Dam')).toContainText('geluid', { timeout: 60_000 });

  // There are words before the claim.
  await expect(card('Joke van Dam')).toContainText(/00:1\d/, { timeout: 20_000 });

  await page.keyboard.press('F2');
  await isHeard(anna);
  await expect.poll(() => level(anna), { timeout: 20_000 }).toBeGreaterThan(-45);
  // 21: it is always said, and nobody asks for a microphone.
  await expect(workspace).toContainText('EENRICHTING – u wordt niet gehoord');

  // 18: muted here, the meter moves on.
  const mute = workspace.getByRole('button', { name: 'Dempen' });
  await mute.click();
  await expect(heard(anna)).toContainText('Gedempt door u');
  await expect.poll(() => level(anna), { timeout: 20_000 }).toBeGreaterThan(-45);
  await mute.click();
  await isHeard(anna);

  // The words before the claim, then live again by itself.
  await workspace.getByRole('button', { name: 'Vanaf alarm' }).click();
  await expect(workspace).toContainText(/achter · 1,5× · live over/);
  await expect.poll(() => level(anna), { timeout: 20_000 }).toBeGreaterThan(-45);
  await expect(workspace.getByRole('button', { name: 'LIVE' })).toHaveAttribute(
    'aria-pressed',
    'true',
    { timeout: 90_000 },
  );

  // 22: the moment is taken at the key.
  const pressedAt = Date.now();
  await page.keyboard.press('Control+m');
  await page.keyboard.press('3');
  const marker = workspace.getByRole('button', {
    name: /Afspelen vanaf 5 seconden voor .+geschreeuw/,
  });
  await expect(marker).toBeVisible();
  const moments = await page.evaluate(async () => {
    const board = (await (await fetch('/api/board')).json()) as {
      alarms: { closed: unknown; markers: { audioMoment: string }[] }[];
    };
    return board.alarms.filter(({ closed }) => !closed).flatMap(({ markers }) => markers);
  });
  expect(Math.abs(Date.parse(moments[0]!.audioMoment) - pressedAt)).toBeLessThan(500);
  await marker.click();
  await expect(workspace).toContainText(/achter · 1,5× · live over/);
  await workspace.getByRole('button', { name: 'LIVE' }).click();
  await isHeard(anna);

  // The code word was heard, and long enough was listened: one person closes it.
  await page.keyboard.press('F9');
  const form = workspace.getByRole('form');
  await form.getByLabel('Loos – per ongeluk').check();
  await form.getByLabel('Juist codewoord van de drager').check();
  await form.getByLabel('Toelichting').fill('Vergissing, codewoord gehoord.');
  await form.getByRole('button', { name: 'Loos voorstellen' }).click();
  await expect(form).toBeHidden();
  await page.keyboard.press('F9');
  await form.getByLabel('Loos – per ongeluk').check();
  const close = form.getByRole('button', { name: 'Loos bevestigen' });
  await expect(close).not.toHaveAttribute('aria-disabled', 'true', { timeout: 60_000 });
  await close.click();
  await expect(workspace).toContainText('Afgehandeld: Loos – per ongeluk');
  expect(anna.complaints).toEqual([]);
});

test('17, 21 – voices go to the headset, tones to the loudspeaker, and nobody asks for a microphone', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card } = anna;
  await page.evaluate(() =>
    localStorage.setItem(
      'achterwacht.settings',
      JSON.stringify({ voiceOutput: 'headset', toneOutput: 'loudspeaker' }),
    ),
  );
  await page.addInitScript(() => {
    const devices = [
      { kind: 'audiooutput', deviceId: 'headset', label: 'Headset', groupId: 'a' },
      { kind: 'audiooutput', deviceId: 'loudspeaker', label: 'Luidspreker', groupId: 'b' },
    ];
    Object.assign(window, { devices });
    Object.assign(navigator.mediaDevices, { enumerateDevices: () => Promise.resolve(devices) });
  });
  await spy(page);
  speak('231');
  await expect(card('Joke van Dam')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('F2');
  await isHeard(anna);
  type Noted = { asked: string[]; sinks: { element: boolean; id: string }[]; devices: unknown[] };
  const sinks = await page.evaluate(() => (window as unknown as Noted).sinks);
  expect(sinks).toContainEqual({ element: true, id: 'headset' });
  expect(sinks).toContainEqual({ element: false, id: 'loudspeaker' });
  expect(await page.evaluate(() => (window as unknown as Noted).asked)).toEqual([]);

  // 20: it is pulled out.
  await page.evaluate(() => {
    (window as unknown as Noted).devices.shift();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect(page.getByText('Het geluid gaat door via de standaarduitvoer')).toBeVisible({
    timeout: 2_000,
  });
  await expect(heard(anna)).toContainText('Headset los');
  expect((await page.evaluate(() => (window as unknown as Noted).sinks)).at(-1)).toEqual({
    element: true,
    id: '',
  });
});

test('17, 18 – sound at once after the claim; a tone is no voice, and a device that falls away no silence', async ({
  desk,
  speak,
}) => {
  const anna = await desk('Anna de Wit');
  const { page, card } = anna;
  const phone = speak('232', '--audio', tone);
  await expect(card('Marten Koopmans')).toContainText('geluid', { timeout: 60_000 });
  await page.keyboard.press('F2');
  await isHeard(anna);
  await expect(heard(anna)).not.toContainText('Spraak');
  const first = await page.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name)[0]!.startTime;
    return at('achterwacht:audible') - at('achterwacht:listen');
  });
  test.info().annotations.push({ type: 'claim → first sound', description: `${first} ms` });
  expect(first).toBeLessThan(1_500);
  await phone.hangUp();
  await expect(heard(anna)).toContainText(/Verbinding apparaat weg 00:\d\d|Geen geluid ontvangen/, {
    timeout: 10_000,
  });
});

test('19 – a browser that will not sound is said across the whole width until it does', async ({
  desk,
}) => {
  const { page } = await desk('Anna de Wit');
  await page.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play;
    let touched = false;
    addEventListener('pointerdown', () => (touched = true), { capture: true });
    HTMLMediaElement.prototype.play = function () {
      return touched ? play.call(this) : Promise.reject(new DOMException('', 'NotAllowedError'));
    };
  });
  await page.reload();
  const banner = page.getByRole('button', { name: /Geluid staat uit/ });
  await expect(banner).toBeVisible();
  expect((await banner.boundingBox())!.width).toBe(page.viewportSize()!.width);
  await banner.click();
  await expect(banner).toBeHidden();
});

test('a supervisor who joins is seen by the owner', async ({ desk, speak }) => {
  const anna = await desk('Anna de Wit');
  const dirk = await desk('Dirk Mulder');
  speak('231');
  await expect(anna.card('Joke van Dam')).toBeVisible({ timeout: 60_000 });
  await anna.page.keyboard.press('F2');
  await isHeard(anna);
  await dirk.card('Joke van Dam').getByRole('button').first().click();
  await dirk.page.keyboard.press('F4');
  await isHeard(dirk);
  await expect(heard(anna)).toContainText('Luistert ook mee: Dirk Mulder');
  await dirk.page.keyboard.press('F4');
  await expect(heard(anna)).not.toContainText('Dirk Mulder');
});
