import { expect, test } from 'vitest';
import { AlarmSound } from './alarm-sound.svelte.ts';
import type { HeadsetTones } from './headset-tones.ts';
import type { TonePlayer } from './tone-player.svelte.ts';
import type { Wanted } from './which-sound.ts';

const urgent = (reason: string): Wanted => ({
  tone: 'urgent',
  gainDecibels: 0,
  reason,
  repeatMilliseconds: 5_000,
  most: Number.POSITIVE_INFINITY,
});

function sounding() {
  let now = 0;
  const begun: string[] = [];
  const player: Pick<TonePlayer, 'running' | 'unlock' | 'play' | 'stop'> = {
    running: true,
    unlock: () => {},
    play: (tone) => void begun.push(`${tone} ${now}`),
    stop: () => void begun.push(`stop ${now}`),
  };
  const loudspeaker = player as TonePlayer; // all that it uses of one
  const silent: Pick<HeadsetTones, 'play' | 'stop'> = { play: async () => {}, stop: () => {} };
  const headset = silent as HeadsetTones;
  const sound = new AlarmSound(
    { loudspeaker, headset },
    () => now,
    () => 0,
    () => true,
  );
  sound.start();
  const want = (at: number, wanted: Wanted | null) => {
    now = at;
    sound.want(wanted);
  };
  return { want, begun };
}

test('C14 a press while the tone sounds has its own once that is whole, with a pause between them', () => {
  const { want, begun } = sounding();
  want(0, urgent('a'));
  for (let at = 100; at <= 8_000; at += 100) want(at, urgent(`a ${at}`));
  expect(begun).toEqual(['urgent 0', 'urgent 3900', 'urgent 7800']);
});

test('the same reason repeats after five seconds, and stops at once when nothing waits', () => {
  const { want, begun } = sounding();
  for (let at = 0; at <= 5_000; at += 250) want(at, urgent('a'));
  want(5_100, null);
  expect(begun).toEqual(['urgent 0', 'urgent 5000', 'stop 5100']);
});

test('a SPOED alarm does not wait for a lower tone to end', () => {
  const { want, begun } = sounding();
  want(0, { ...urgent('b'), tone: 'high', most: 3, repeatMilliseconds: 20_000 });
  want(200, urgent('a'));
  expect(begun).toEqual(['high 0', 'urgent 200']);
});
