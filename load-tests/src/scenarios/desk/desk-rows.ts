// What one does, on the screen or in the loudspeaker of the other: the rows of `desks` that are no sound of a
// button.
import type { Page } from 'playwright-core';
import type { Centre } from './desk-centre.ts';
import { DeskPage } from './desk-page.ts';

/** One promise: milliseconds of each round against its limit. */
export type Row = { name: string; milliseconds: number[]; limit: number };

/** 1 and 3: at the later of two desks. */
export async function cardAndTone(centre: Centre, rounds: number): Promise<Row[]> {
  const { desks, button, supervisor } = centre;
  const card: Row = { name: 'ux 1: press to card', milliseconds: [], limit: 1_000 };
  const tone: Row = { name: 'ux 3: card to tone', milliseconds: [], limit: 500 };
  for (let round = 0; round < rounds; round += 1) {
    const { alarms } = await supervisor.board();
    const others = alarms.map(({ id }) => `:not([data-alarm="${id}"])`).join('');
    const cards = await Promise.all(
      desks.map((desk) => desk.willShow({ selector: `[data-alarm]${others}` })),
    );
    const pressedAt = Date.now();
    await button.press();
    const shownAt = await Promise.all(cards.map((seen) => seen()));
    const soundsAt = await Promise.all(desks.map((desk) => desk.urgentToneAfter(pressedAt)));
    card.milliseconds.push(Math.max(...shownAt) - pressedAt);
    // Below nothing where it is heard before the card is seen.
    tone.milliseconds.push(Math.max(...soundsAt.map((at, index) => at - (shownAt[index] ?? 0))));
    await supervisor.close((await button.openAlarm(supervisor)).id);
  }
  return [card, tone];
}

/** 5: the window that sounds is closed, and the same person's other one goes on. */
export async function toneOfOtherWindow(centre: Centre, rounds: number): Promise<Row[]> {
  const { button, supervisor, desks } = centre;
  const row: Row = { name: 'ux 5: window closed to tone', milliseconds: [], limit: 1_000 };
  let sounding = await DeskPage.open(centre.browser, centre.target.publicOrigin, desks[0].session);
  for (let round = 0; round < rounds; round += 1) {
    const other = await sounding.secondWindow();
    const pressedAt = Date.now();
    await button.raise(supervisor, null, async () => {
      await sounding.urgentToneAfter(pressedAt);
      const closedAt = Date.now();
      await sounding.close();
      row.milliseconds.push((await other.urgentToneAfter(closedAt)) - closedAt);
    });
    sounding = other;
  }
  await sounding.close();
  return [row];
}

/** 11 and 15: both press F2, one is told that the other has it, and then takes it over. */
export async function takenByTwo(centre: Centre, rounds: number): Promise<Row[]> {
  const { desks, button, supervisor } = centre;
  const refused: Row = { name: 'ux 11: F2 to "al aangenomen"', milliseconds: [], limit: 1_000 };
  const taken: Row = { name: 'ux 15: taken over, at the other', milliseconds: [], limit: 1_000 };
  for (let round = 1; round <= rounds; round += 1) {
    await button.raise(supervisor, null, async ({ id, number }) => {
      await Promise.all(desks.map((desk) => desk.choose(id)));
      const sentence = { selector: 'footer', text: `#${number}: Al aangenomen` };
      const [anna, bram] = desks;
      const [atAnna, atBram] = [await anna.willShow(sentence), await bram.willShow(sentence)];
      await Promise.all(desks.map((desk) => desk.press('F2')));
      const { at, loser, winner } = await Promise.race([
        atAnna().then((seenAt) => ({ at: seenAt, loser: anna, winner: bram })),
        atBram().then((seenAt) => ({ at: seenAt, loser: bram, winner: anna })),
      ]);
      refused.milliseconds.push(at - (await loser.actedAt()));

      const reason = `ronde ${round}: even weg`;
      const read = await winner.willShow({
        selector: 'ol[aria-label="Tijdlijn"] li',
        text: reason,
      });
      await loser.click('Overnemen');
      const form = loser.workspace.getByRole('form');
      await form.getByLabel('Reden').fill(reason);
      await form.getByRole('button', { name: 'Overnemen' }).click();
      taken.milliseconds.push((await read()) - (await loser.actedAt()));
    });
  }
  return [refused, taken];
}

/** One listens, one telephones: a note, a tick, a marker and a change of places, each at the other. */
export async function twoAtWork(centre: Centre, rounds: number): Promise<Row[]> {
  const { button, supervisor, tone, desks } = centre;
  const row = (name: string, limit: number): Row => ({ name, milliseconds: [], limit });
  const note = row('note at the other', 500);
  const tick = row('tick at the other', 500);
  const marker = row('marker at the other', 500);
  const places = row('change of places at the other', 1_000);
  const [anna, bram] = desks;
  await button.raise(supervisor, tone, async ({ id }) => {
    await anna.take(id);
    await bram.choose(id);
    const both = '[role="group"][aria-label="Luisteraar en beller"]';
    const joined = await anna.willShow({ selector: both, text: 'Beller Bram' });
    await bram.click('Ik bel');
    await joined();

    for (let round = 1; round <= rounds; round += 1) {
      const text = `waarneming ${round}`;
      await anna.workspace.getByLabel('Notitie').fill(text);
      const seen = await bram.willShow({ selector: 'li .quote', text });
      await anna.press('Control+Enter');
      note.milliseconds.push((await seen()) - (await anna.actedAt()));
    }

    const script = (desk: DeskPage) => desk.workspace.getByRole('group', { name: /^Voorlezen/ });
    for (const desk of desks) {
      await desk.press('F8');
      await script(desk).waitFor();
    }
    for (let round = 1; round <= rounds; round += 1) {
      // On and off again.
      const text = `${round % 2} van 8 teruggelezen`;
      const title = { selector: '#script-title', text };
      const [seen, own] = [await anna.willShow(title), await bram.willShow(title)];
      await bram.press('1');
      tick.milliseconds.push((await seen()) - (await bram.actedAt()));
      await own();
    }
    for (const desk of desks) {
      await desk.press('Escape');
      await script(desk).waitFor({ state: 'hidden' });
    }

    // Who telephones may listen as well, and has the markers beside the sound.
    await bram.press('F4');
    await bram.hears();
    for (let round = 1; round <= rounds; round += 1) {
      const choice = anna.workspace.getByRole('group', { name: /^Markering \d/ });
      await anna.press('Control+m');
      await choice.waitFor();
      const seen = await bram.willShow({
        selector: `ul[aria-label="Markeringen"] li:nth-child(${round})`,
        text: 'geschreeuw',
      });
      await anna.press('3');
      marker.milliseconds.push((await seen()) - (await anna.actedAt()));
      await choice.waitFor({ state: 'hidden' });
    }

    for (let round = 0; round < rounds; round += 1) {
      const [from, to] = round % 2 === 0 ? [anna, bram] : [bram, anna];
      const seen = await to.willShow({ selector: both, text: 'Luisteraar u' });
      await from.click('Wisselen');
      places.milliseconds.push((await seen()) - (await from.actedAt()));
    }
  });
  return [note, tick, marker, places];
}

type DevicesWindow = Window & { devices: unknown[] };

/** Which devices there are is this machine's affair, and it has none. */
async function plugIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const devices = [{ kind: 'audiooutput', deviceId: 'headset', label: 'Headset', groupId: 'a' }];
    Object.assign(window, { devices });
    Object.assign(navigator.mediaDevices, { enumerateDevices: () => Promise.resolve(devices) });
  });
}

/** 20: from what the browser says of it to the banner. */
export async function headsetGone(centre: Centre, rounds: number): Promise<Row[]> {
  const { browser, target, desks } = centre;
  const row: Row = { name: 'ux 20: headset gone, said', milliseconds: [], limit: 2_000 };
  const { session } = desks[0];
  const desk = await DeskPage.open(browser, target.publicOrigin, session, plugIn);
  const sentence = 'Het geluid gaat door via de standaarduitvoer';
  const change = (isThere: boolean) =>
    desk.page.evaluate((put) => {
      const { devices } = window as unknown as DevicesWindow;
      const known = { kind: 'audiooutput', deviceId: 'headset', label: 'Headset', groupId: 'a' };
      devices.splice(0, 1, ...(put ? [known] : []));
      const at = Date.now();
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
      return at;
    }, isThere);
  for (let round = 0; round < rounds; round += 1) {
    const seen = await desk.willShow({ selector: '.banners .bar', text: sentence });
    const goneAt = await change(false);
    row.milliseconds.push((await seen()) - goneAt);
    await change(true);
    await desk.page.getByText(sentence).waitFor({ state: 'hidden' });
  }
  await desk.close();
  return [row];
}
