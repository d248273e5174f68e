// What a centralist does in most stories of the handover, key by key: each waits for what the key before it
// made visible.
import { expect } from '@playwright/test';
import { press, type Desk } from '../story.ts';

export const bar = ({ workspace }: Desk) => workspace.getByRole('region', { name: 'Verificatie' });
export const panel = ({ workspace }: Desk) =>
  workspace.getByRole('region', { name: /^Doormelden #/ });
export const hold = (desk: Desk) => panel(desk).getByRole('button', { name: /^Houd vast/ });
export const timeline = ({ workspace }: Desk) => workspace.getByRole('list', { name: 'Tijdlijn' });

export const chosenName = ({ workspace }: Desk) => workspace.getByRole('heading', { level: 2 });

/** In the queue. A click just after the cards moved does nothing (9), and whoever sees that clicks again. */
export async function choose(desk: Desk, name: string): Promise<void> {
  await expect(async () => {
    await desk.card(name).getByRole('button').first().click({ timeout: 10_000 });
    await expect(chosenName(desk)).toHaveText(name, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

export async function claimed(desk: Desk, name: string): Promise<void> {
  await expect(desk.card(name)).toBeVisible();
  await desk.page.keyboard.press('F2');
  await expect(chosenName(desk)).toHaveText(name);
  await expect(desk.workspace.getByRole('button', { name: 'Teruggeven' })).toBeVisible();
}

export async function judge(desk: Desk, digit: string, note: string): Promise<void> {
  await expect(bar(desk)).toBeFocused();
  await desk.page.keyboard.press(digit);
  await desk.page.keyboard.type(note);
  await desk.page.keyboard.press('Enter');
}

/** Pressed, taken, verified by somebody on site, and F8 open: all that is left is to telephone. */
export async function readyToHandOver(desk: Desk, ...pressed: string[]): Promise<void> {
  await press('231', ...pressed);
  await claimed(desk, 'Joke van Dam');
  await judge(desk, '2', 'bode ziet een man met een mes');
  await makeReady(desk);
}

/** Opens F8, which is a fact of its own: what is sent before it was written down is of yesterday. */
export async function makeReady(desk: Desk): Promise<void> {
  await desk.page.keyboard.press('F8');
  await expect(panel(desk).getByRole('status')).toContainText('Klaargezet');
}

/** For as long as it takes to leave the building. */
export async function heldUntil(desk: Desk, seen: () => Promise<void>): Promise<void> {
  await hold(desk).focus();
  await desk.page.keyboard.down('Enter');
  await seen();
  await desk.page.keyboard.up('Enter');
}

/** By data: on its way, or taken over there already. */
export const isSent = (desk: Desk) => () =>
  expect(panel(desk).getByRole('status').first()).toContainText(/Verzonden|Wordt verzonden/);

/** By telephone alone nothing is held: it says that somebody is calling. */
export async function callsNow(desk: Desk): Promise<void> {
  await panel(desk)
    .getByRole('button', { name: /^Ik bel nu/ })
    .click();
  await expect(panel(desk).getByRole('status').first()).toContainText('Aan de lijn');
}

/** What is heard of the button, and how that goes. */
export const listeningIn = ({ workspace }: Desk) =>
  workspace.getByRole('region', { name: 'Meeluisteren' });
