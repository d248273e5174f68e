// A newer version is asked for each minute and loaded once, where a page is given and nothing is open.
import { expect, test, vi } from 'vitest';
import type { WaitsFor } from './reload-rule.ts';
import type { Known } from './new-version.svelte.ts';

// What the compiler makes of runes is of no matter here: a value is a value.
vi.stubGlobal('$state', (value: unknown) => value);
const { NewVersion } = await import('./new-version.svelte.ts');

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

function browser() {
  vi.stubGlobal('sessionStorage', storage());
  vi.stubGlobal('localStorage', storage());
  const world = {
    now: 0,
    asked: 0,
    loaded: 0,
    found: 0,
    isNewer: false,
    isGiven: true,
    canSound: true,
    waitsFor: null as WaitsFor | null,
    known: null as Known | null,
  };
  /** A page that is loaded anew begins with this. */
  const open = (version = 'one') =>
    new NewVersion({
      pages: {
        version,
        updated: {
          get current() {
            return world.isNewer;
          },
          check: () => {
            world.asked += 1;
            return Promise.resolve(world.isNewer);
          },
        },
        isGiven: () => Promise.resolve(world.isGiven),
        load: () => (world.loaded += 1),
      },
      steady: () => world.now,
      waitsFor: (known) => {
        world.known = known;
        return known.wasTried ? 'tried' : world.waitsFor;
      },
      canSound: () => world.canSound,
      untouchedMilliseconds: () => 10_000,
      onFound: () => (world.found += 1),
    });
  return { world, open };
}
const answered = () => new Promise((resolve) => setImmediate(resolve));

test('asks each minute, and at once after a line that was broken', () => {
  const { world, open } = browser();
  const newVersion = open();
  for (world.now = 0; world.now < 120_000; world.now += 250) newVersion.tick();
  expect(world.asked).toBe(2);
  newVersion.cameBack();
  newVersion.tick();
  expect(world.asked).toBe(3);
});

test('is loaded once nothing is open, said once, and never again where the same version comes back', async () => {
  const { world, open } = browser();
  const newVersion = open();
  Object.assign(world, { isNewer: true, waitsFor: 'alarm' });
  newVersion.tick();
  world.now += 90 * 60_000;
  newVersion.tick();
  await answered();
  expect([world.found, world.loaded]).toEqual([1, 0]);
  expect(newVersion.waitedMilliseconds).toBe(90 * 60_000);
  world.waitsFor = null;
  newVersion.tick();
  newVersion.tick();
  await answered();
  expect(world.loaded).toBe(1);

  const same = open();
  same.tick();
  await answered();
  expect([world.loaded, same.waitsFor]).toEqual([1, 'tried']);
  const next = open('two');
  next.tick();
  await answered();
  expect(world.loaded).toBe(2);
});

test('stays where nobody gives a page, or where an alarm comes while it asks', async () => {
  const { world, open } = browser();
  const newVersion = open();
  Object.assign(world, { isNewer: true, isGiven: false });
  newVersion.tick();
  await answered();
  expect(world.loaded).toBe(0);
  world.isGiven = true;
  world.now += 10_000;
  newVersion.tick();
  world.waitsFor = 'alarm';
  await answered();
  expect(world.loaded).toBe(0);
});

test('remembers a browser that keeps a page silent which it sounded before', () => {
  const { world, open } = browser();
  open().load();
  world.isNewer = true;
  open('two').tick();
  expect(world.known?.isSilencedByLoading).toBe(false);
  open('two').load();
  world.canSound = false;
  open('three').tick();
  expect(world.known?.isSilencedByLoading).toBe(true);
});
