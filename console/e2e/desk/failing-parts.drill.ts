// Each thing that the product leans on is stopped in turn, and the desk says which, what that means and that it is back.
// Stopped is standing still: it keeps its connections and answers nobody, which is harder to see than one that is gone.
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { heldUntil, isSent, readyToHandOver } from '../people/at-work.ts';
import { inLimburg } from '../product/control-room.ts';
import { product } from '../product/product.ts';
import { expect, press, test } from '../story.ts';

const fails = (page: Page) => page.getByRole('region', { name: 'WERKT NIET' });

/** A program with all that it started, as far down as that goes. */
function withChildren(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // Behind the name, which may hold anything: state, then the parent.
        const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .split(') ')
          .at(-1)!
          .split(' ');
        return [{ pid: Number(name), parent: Number(parent) }];
      } catch {
        return []; // gone meanwhile
      }
    });
  const below = parents.filter(({ parent }) => parent === pid);
  return [pid, ...below.flatMap((one) => withChildren(one.pid))];
}

async function whileStopped(program: string, look: () => Promise<void>): Promise<void> {
  const pids = withChildren(product().describe().pids[program]!);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  try {
    await look();
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT');
  }
}

test('14.3 – Redis, sound and the database off in turn: each is said, and that it is back', async ({
  desk,
}) => {
  const { page, card } = await desk('Anna de Wit');
  const lamps = page.getByRole('list', { name: 'Toestand van deze werkplek' });
  const broken = page.getByText(/^VERBINDING VERBROKEN sinds/);
  await expect(fails(page)).toHaveCount(0);

  await whileStopped('redis', async () => {
    await expect(fails(page)).toContainText('De wekker (Redis) werkt niet');
    // As it says: alarms come in all the same.
    await press('231');
    await expect(card('Joke van Dam')).toBeVisible();
    await expect(broken).toHaveCount(0);
  });
  await expect(fails(page)).toHaveCount(0);

  await whileStopped('media-server', async () => {
    await expect(fails(page)).toContainText('Meeluisteren werkt niet');
    await press('232');
    await expect(card('Marten Koopmans')).toBeVisible();
    await expect(broken).toHaveCount(0);
  });
  await expect(fails(page)).toHaveCount(0);

  await whileStopped('postgres', async () => {
    await expect(broken).toBeVisible();
    await expect(fails(page)).toContainText('De database antwoordt niet');
    await expect(page.getByText('De centrale antwoordt wel')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Noodkaart' })).toContainText('Joke van Dam');
  });
  await expect(broken).toHaveCount(0);
  await expect(fails(page)).toHaveCount(0);
  await expect(lamps).toContainText('Verbinding live');

  await whileStopped('api', async () => {
    await expect(broken).toBeVisible();
    await expect(page.getByText('De centrale antwoordt niet')).toBeVisible();
  });
  await expect(broken).toHaveCount(0);
});

test('14.3 – the map without its tiles names itself, and positions stay', async ({ desk }) => {
  // Every desk of these stories is without them.
  const { map, card } = await desk('Anna de Wit');
  await press('231');
  await card('Joke van Dam').click();
  await expect(map.getByText('Achtergrondkaart niet beschikbaar')).toBeVisible();
  await expect(map.getByRole('button', { name: 'Posities 1' })).toBeVisible();
});

test('14.3 – a link to the police that takes nothing, and mail that goes nowhere, are said until something gets through', async ({
  desk,
  controlRoom,
  times,
}) => {
  const { page, ...anna } = await desk('Anna de Wit');
  controlRoom.become('refuses');
  await readyToHandOver({ page, ...anna }, ...inLimburg);
  await heldUntil({ page, ...anna }, isSent({ page, ...anna }));
  await expect(fails(page)).toContainText('De koppeling met meldkamer Limburg neemt niets aan');
  controlRoom.become('takes');
  await expect(fails(page)).toHaveCount(0, { timeout: 90_000 });

  const set = (kind: string, value: unknown) =>
    product().command('settings', 'set', kind, JSON.stringify(value));
  // A port that nobody listens at.
  const nowhere = {
    host: '127.0.0.1',
    port: 9,
    tls: 'none',
    user: null,
    from: 'centrale@example.nl',
    secretIds: [],
  };
  await set('mail', nowhere);
  await set('paging', { supervisor: ['dirk@example.nl'], onCall: [] });
  try {
    await times({ unclaimedLouderSeconds: 1, unclaimedSupervisorSeconds: 2 });
    await press('232');
    await expect(fails(page)).toContainText(
      'Oproepen aan supervisor en oproepbaren komen niet aan',
    );
  } finally {
    await set('paging', { supervisor: [], onCall: [] });
    await set('mail', null);
  }
});
