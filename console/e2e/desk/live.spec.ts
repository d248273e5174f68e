// What a desk shows when line or server are not what they should be.
import type { WebSocketRoute } from '@playwright/test';
import { choose, chosenName, claimed, timeline } from '../people/at-work.ts';
import { openAlarm } from '../people/colleague.ts';
import { cuttableLine } from '../people/cuttable-line.ts';
import { pass } from '../people/page-clock.ts';
import { product } from '../product/product.ts';
import { expect, logIn, press, sounds, test } from '../story.ts';

test('notes of one are seen by the other at once, and what is typed survives events and a reload', async ({
  desk,
}) => {
  const anna = await desk('Anna de Wit');
  const bram = await desk('Bram Jansen');
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await expect(bram.workspace.getByText('Aangenomen', { exact: true })).toBeVisible();
  await anna.workspace.getByLabel('Notitie').fill('Drager fluistert: staat in de hal.');
  await anna.page.keyboard.press('Control+Enter');
  await expect(bram.workspace.getByText('Drager fluistert: staat in de hal.')).toBeVisible();
  await expect(anna.workspace.getByText('wordt opgeslagen')).toHaveCount(0);

  const note = bram.workspace.getByLabel('Notitie');
  await note.fill('Half geschreven');
  await bram.page.reload();
  await choose(bram, 'Joke van Dam');
  await expect(bram.workspace.getByLabel('Notitie')).toHaveValue('Half geschreven');
});

/** Whom the centre pages. */
const pages = (lists: { supervisor: string[]; onCall: string[] }) =>
  product().command(
    'settings',
    'set',
    'paging',
    JSON.stringify({ ...lists, names: lists.supervisor[0] && { [lists.supervisor[0]]: 'Dirk' } }),
  );

test('A1 – a message that a desk cannot read costs it a moment, not the page', async ({ desk }) => {
  let opened = 0;
  let newest: WebSocketRoute | null = null;
  const { page, card } = await desk('Anna de Wit', {
    prepare: (window) =>
      window.routeWebSocket(/socket\.io/, (client) => {
        const server = client.connectToServer();
        client.onMessage((message) => {
          server.send(message);
          // What is said to a page before it has said hello is lost on it.
          if (!String(message).startsWith('42["hello"')) return;
          newest = client;
          opened += 1;
        });
      }),
  });
  const lamps = page.getByRole('list', { name: 'Toestand van deze werkplek' });
  const say = (event: string, message: unknown) =>
    newest?.send(`42${JSON.stringify([event, message])}`);
  await expect(lamps).toContainText('live');
  // As a newer server may send it; more than a page takes; no list at all; nothing of a canary.
  for (const [event, message] of [
    ['events', [{ sequence: 1, type: 'SomethingNew' }]],
    ['events', Array.from({ length: 2_000 }, () => ({}))],
    ['events', 'nonsense'],
    ['canary', { at: 'now' }],
  ] as const) {
    const before = opened;
    say(event, message);
    await expect.poll(() => opened).toBeGreaterThan(before);
    await expect(lamps).toContainText('live');
  }
  // Who is there is not worth a new line, and neither is a goodbye that is none.
  say('presence', 'nobody');
  say('bye', {});
  // What fails is said as long as it does; what only a later release can fail in, and what is no list, says nothing.
  const since = new Date().toISOString();
  const fails = page.getByRole('region', { name: 'WERKT NIET' });
  say('failing', [
    { part: 'queue', whom: null, since },
    { part: 'police-link', whom: 'meldkamer Limburg', since },
    { part: 'weather', whom: null, since },
  ]);
  await expect(fails.getByRole('listitem')).toHaveText([
    /De wekker \(Redis\) werkt niet.*sinds \d\d:\d\d/,
    /De koppeling met meldkamer Limburg neemt niets aan/,
  ]);
  say('failing', 'nonsense');
  await expect(fails).toHaveCount(0);
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await expect(page.getByText('VERBINDING VERBROKEN')).toHaveCount(0);
});

test('C4, E9 – more notes than a desk keeps while an alarm is looked at, and some while the board is loaded anew: none is missing', async ({
  desk,
  people,
}) => {
  let newest: WebSocketRoute | null = null;
  const { page, card, workspace } = await desk('Anna de Wit', {
    prepare: (window) =>
      window.routeWebSocket(/socket\.io/, (client) => {
        client.connectToServer();
        newest = client;
      }),
  });
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  const timeline = workspace.getByRole('list', { name: 'Tijdlijn' });
  await expect(timeline).toContainText('Alarm: alarm van drager');
  const { id } = await openAlarm(people, 'Bram Jansen');
  const bram = await people.asks('Bram Jansen');
  const note = async (number: number) => {
    const [commandId, noteId] = [crypto.randomUUID(), crypto.randomUUID()];
    const text = `Notitie ${number}.`;
    const answer = await bram.post(`/api/alarms/${id}/commands`, {
      data: { commandId, type: 'AddNote', noteId, text, happenedAt: null },
    });
    expect(answer.status()).toBe(200);
  };
  const write = async (from: number, to: number) => {
    for (let number = from; number <= to; number += 1) await note(number);
  };
  // It keeps 500 of those that come by the feed.
  await write(1, 505);
  const notes = timeline.getByText(/^Notitie \d+\.$/);
  await expect(notes).toHaveCount(505);

  // A message that it cannot read has it load the board anew; what happens meanwhile no feed brings.
  const hold = Promise.withResolvers<void>();
  await page.route('**/api/board', async (route) => {
    await hold.promise;
    await route.continue();
  });
  const asked = page.waitForRequest('**/api/board');
  newest!.send(`42${JSON.stringify(['events', 'nonsense'])}`);
  await asked;
  await write(506, 515);
  hold.resolve();
  await expect(notes).toHaveCount(515);
  await write(516, 520);
  await expect(notes).toHaveCount(520);
  const texts = await notes.allInnerTexts();
  expect(texts).toEqual(Array.from({ length: 520 }, (_, index) => `Notitie ${index + 1}.`));
});

test('31, 33 – the network is off for 10 s: it is said, nothing pretends to work; back: all caught up', async ({
  desk,
}) => {
  const line = cuttableLine();
  await pages({ supervisor: ['+31612345678', 'dirk@example.nl'], onCall: ['piket@example.nl'] });
  const { page, card, workspace, map, queue } = await desk('Anna de Wit', {
    prepare: (window) => line.through(window),
  });
  await press('231');
  await expect(card('Joke van Dam')).toBeVisible();
  await page.keyboard.press('F2');
  await expect(card('Joke van Dam')).toContainText('U 00:');

  await line.cut(page);
  await pass(page, 10_000);
  await expect(page.getByText(/VERBINDING VERBROKEN sinds \d\d:\d\d:\d\d/)).toBeVisible();
  await expect(page.getByText(/Laatste gegevens \d\d:\d\d:\d\d/)).toBeVisible();
  const card112 = map.getByRole('region', { name: 'Noodkaart' });
  await expect(card112).toContainText('112');
  await expect(card112).toContainText('Joke van Dam');
  // E13: the control room's own numbers, as at F8.
  await expect(card112).toContainText('088 000 13 01');
  // Its address names the town; the people to call are those of the dossier that was opened before.
  await expect(
    card112.getByText('Haarlem', { exact: false }).filter({ hasText: /Haarlem.*, Haarlem/ }),
  ).toHaveCount(0);
  await expect(card112).toContainText('OOV-piket Haarlem');
  // Those who are paged, by telephone: a mail address is no help without a line.
  await expect(card112).toContainText(/Supervisor\s*\+31\s?6\s?12\s?34\s?56\s?78\s*Dirk/);
  await expect(card112).toContainText(/Oproepbaar\s*geen nummer ingesteld/);
  await expect(card112.getByRole('link').first()).toHaveAttribute('href', /^tel:/);
  for (const name of ['Teruggeven', 'Afhandelen'])
    await expect(workspace.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
  await workspace.getByRole('button', { name: 'Teruggeven' }).hover();
  const reason = workspace.getByText('Kan niet: de verbinding is verbroken');
  await expect(reason.filter({ visible: true })).toHaveCount(1);
  await expect
    .poll(async () => (await sounds(page)).some(({ frequency }) => frequency === 600))
    .toBe(true);

  await workspace.getByLabel('Notitie').fill('Tijdens de storing gebeld met de piket.');
  await page.keyboard.press('Control+Enter');
  await expect(workspace.getByText('wacht op verbinding')).toBeVisible();

  // The paper form, by one key and from memory: what is known stands there, what is not is a line to write on.
  await page.keyboard.press('F10');
  const paper = page.getByRole('dialog', { name: 'Papieren formulier' });
  const sheet = paper.getByRole('article');
  await expect(sheet).toContainText(/Papieren formulier alarm #\d+/);
  await expect(sheet).toContainText(/Laatste gegevens van .* · Anna de Wit/);
  for (const known of ['Joke van Dam', 'Haarlem', 'OOV-piket Haarlem', '088 000 13 01', 'Dirk'])
    await expect(sheet).toContainText(known);
  for (const asked of ['Waarmee', 'Meldnummer', 'Ter plaatse', 'wapen'])
    await expect(sheet).toContainText(asked);
  await paper.getByRole('button', { name: 'Leeg formulier' }).click();
  await expect(sheet).not.toContainText('Joke van Dam');
  await expect(sheet).toContainText('Waarmee');
  await page.keyboard.press('Escape');
  await expect(paper).toHaveCount(0);

  await press('232');
  await press('232');
  const before = (await sounds(page)).filter(({ frequency }) => frequency === 660).length;
  await line.mend(page);
  await expect(page.getByText(/Hersteld, \d+ gebeurtenis(sen)? ingehaald/)).toBeVisible();
  const missed = card('Marten Koopmans');
  await expect(missed).toHaveCount(1);
  await expect(missed).toContainText('×2');
  await expect
    .poll(async () => (await sounds(page)).filter(({ frequency }) => frequency === 660).length)
    .toBeGreaterThan(before);
  await expect(workspace.getByText(/nagekomen, gebeurd om/)).toBeVisible();
  await page.getByText(/Hersteld, \d+ gebeurtenis(sen)? ingehaald/).click();
  await expect(page.getByText(/Signaal: alarmknop ingedrukt/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Gelezen' }).click();
  await expect(page.getByText(/Hersteld/)).toBeHidden();
  await expect(queue).not.toHaveClass(/hatched/);
  await pages({ supervisor: [], onCall: [] });
});

test('without a line F2 takes nobody from the alarm that he is at, and no second is read aloud; back, what could not be had is there', async ({
  desk,
}) => {
  const line = cuttableLine();
  const anna = await desk('Anna de Wit', { prepare: (window) => line.through(window) });
  const { page, card, workspace, queue } = anna;
  const answer = page.getByRole('contentinfo');
  await press('231');
  await claimed(anna, 'Joke van Dam');
  await press('232');
  await expect(card('Marten Koopmans')).toBeVisible();

  await line.cut(page);
  await pass(page, 10_000);
  await expect(page.getByText(/VERBINDING VERBROKEN/)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'VERBROKEN' })).toHaveCount(0);
  await page.keyboard.press('F2');
  await expect(answer).toContainText('Kan niet: de verbinding is verbroken');
  await expect(chosenName(anna)).toHaveText('Joke van Dam');

  await queue.focus();
  await page.keyboard.press('1');
  await expect(chosenName(anna)).toHaveText('Marten Koopmans');
  await expect(workspace).toContainText('Tijdlijn niet beschikbaar');
  await line.mend(page);
  await expect(page.getByText(/Hersteld/)).toBeVisible();
  await expect(workspace).not.toContainText('Tijdlijn niet beschikbaar');
  await expect(answer).not.toContainText('de verbinding is verbroken');
});

test('C10 – a note sent just before the line broke is sent again by itself, as written down afterwards', async ({
  desk,
}) => {
  const line = cuttableLine();
  const bram = await desk('Bram Jansen', { prepare: (window) => line.through(window) });
  const { page, workspace } = bram;
  await press('231');
  await choose(bram, 'Joke van Dam');
  await workspace.getByLabel('Notitie').fill('Hoort een vrouwenstem.');
  await line.cut(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('contentinfo')).toContainText('Nog niet opgeslagen notities: 1');
  await pass(page, 10_000);
  await expect(page.getByText(/VERBINDING VERBROKEN/)).toBeVisible();
  await expect(workspace.getByText('wacht op verbinding')).toBeVisible();
  await line.mend(page);
  const saved = timeline(bram).getByRole('listitem').filter({ hasText: 'vrouwenstem' });
  await expect(saved).toContainText(/nagekomen, gebeurd om/);
  await expect(page.getByRole('contentinfo')).not.toContainText('Nog niet opgeslagen');
});

test('E7, C2 – what is not saved is told, sent after a reload, and lost by logging out only when that is asked twice', async ({
  desk,
}) => {
  let isCut = true;
  const bram = await desk('Bram Jansen', {
    prepare: async (page) => {
      // A session of his own, for it is ended here.
      await page.context().clearCookies();
      await logIn(page, 'Bram Jansen');
      await page.route('**/api/alarms/*/commands', (route) =>
        isCut && route.request().postData()?.includes('AddNote') ? route.abort() : route.continue(),
      );
    },
  });
  const { page, workspace } = bram;
  const line = page.getByRole('contentinfo');
  const unsent = 'Nog niet opgeslagen notities: 1';
  await press('231');
  await choose(bram, 'Joke van Dam');
  const note = workspace.getByRole('textbox', { name: 'Notitie' });
  await note.fill('Hoort een vrouwenstem.');
  await page.keyboard.press('Control+Enter');
  await expect(line).toContainText(unsent);
  await page.reload();
  await expect(line).toContainText(unsent);
  isCut = false;
  await expect(line).not.toContainText('Nog niet opgeslagen');
  await choose(bram, 'Joke van Dam');
  const saved = timeline(bram).getByRole('listitem').filter({ hasText: 'vrouwenstem' });
  await expect(saved).toContainText(/nagekomen, gebeurd om/);

  isCut = true;
  await note.fill('Man schreeuwt.');
  await page.keyboard.press('Control+Enter');
  await note.fill('Half geschreven');
  await expect(line).toContainText(unsent);
  await page.getByRole('button', { name: /^Bram Jansen/ }).click();
  await page.getByRole('button', { name: 'Uitloggen' }).click();
  await expect(page.getByText(/^Notities die nog niet zijn opgeslagen: 1/)).toBeVisible();
  expect(page.url()).toContain('/console');
  await page.getByRole('button', { name: 'Toch uitloggen' }).click();
  await page.waitForURL('**/inloggen');
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toMatch(/schreeuwt|Half/);
});

test('32 – the socket is open but the canary is silent: the same state after 10 s', async ({
  desk,
}) => {
  let silent = false;
  const { page } = await desk('Anna de Wit', {
    prepare: (window) =>
      window.routeWebSocket(/socket\.io/, (client) => {
        const server = client.connectToServer();
        server.onMessage((message) => {
          if (!(silent && String(message).includes('"canary"'))) client.send(message);
        });
      }),
  });
  const lamps = page.getByRole('list', { name: 'Toestand van deze werkplek' });
  await expect(lamps).toContainText('Verbinding live');
  silent = true;
  await pass(page, 5_000);
  await expect(lamps).toContainText('vertraagd');
  await pass(page, 5_000);
  await expect(page.getByText(/VERBINDING VERBROKEN/)).toBeVisible();
  silent = false;
  await expect(lamps).toContainText('Verbinding live');
});

test('the queue is never empty-looking before it is loaded, and an empty one proves it is alive', async ({
  desk,
}) => {
  const { page, queue } = await desk('Anna de Wit');
  await expect(queue).toContainText('Geen open alarmen.');
  await expect(queue).toContainText(/\d+ knoppen met contact, \d+ zonder/);
  await expect(queue).toContainText(/Laatste levensteken \d,\d s geleden/);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/board', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await expect(queue).toContainText('Alarmen laden…');
  await expect(queue).not.toContainText('Geen open alarmen');
  release();
  await expect(queue).toContainText('Geen open alarmen.');
});

test('a telephone number is dialled, and the desk goes on; what somebody else typed here is not shown', async ({
  desk,
}) => {
  // A window of her own, for somebody else logs in at it.
  const anna = await desk('Anna de Wit', {});
  await press('231');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await anna.page.keyboard.press('F2');
  await anna.workspace.getByLabel('Notitie').fill('van Anna');
  await anna.page.keyboard.press('F8');
  await anna.workspace.locator('a[href^="tel:"]').first().click();
  await press('232');
  await expect(anna.card('Marten Koopmans')).toBeVisible();
  await expect(anna.page.getByText(/VERBINDING VERBROKEN/)).toBeHidden();

  // The next one at this post, in the same window.
  await anna.page.context().clearCookies();
  await logIn(anna.page, 'Bram Jansen');
  await anna.page.goto('/console');
  await expect(anna.card('Joke van Dam')).toBeVisible();
  await choose(anna, 'Joke van Dam');
  await expect(anna.workspace.getByLabel('Notitie')).toHaveValue('');
});
