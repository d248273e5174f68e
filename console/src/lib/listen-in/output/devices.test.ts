import { describe, expect, it } from 'vitest';
import { isLost, outputsIn, systemOutput } from './devices.ts';

const device = (kind: MediaDeviceKind, deviceId: string, label: string) =>
  ({ kind, deviceId, label, groupId: '' }) as MediaDeviceInfo;
const headset = { id: 'h', name: 'Headset' };
const speaker = { id: 's', name: 'Luidspreker' };

it('lists what sounds, each once', () => {
  expect(
    outputsIn([
      device('audiooutput', 'default', 'Standaard'),
      device('audiooutput', 'h', 'Headset'),
      device('audioinput', 'm', 'Microfoon'),
    ]),
  ).toEqual([headset]);
});

it('lists nothing to choose from while the browser names nothing', () => {
  expect(outputsIn([device('audiooutput', '', '')])).toEqual([]);
});

describe('20 – isLost', () => {
  it.each([
    ['the chosen headset is unplugged', 'h', [headset, speaker], [speaker], true],
    ['another one is', 'h', [headset, speaker], [headset], false],
    ['the system chose, and one is unplugged', systemOutput, [headset, speaker], [speaker], true],
    ['one is plugged in', systemOutput, [speaker], [headset, speaker], false],
    ['it was gone before', 'h', [], [], true],
  ] as const)('%s: %s', (_what, chosen, before, after, expected) => {
    expect(isLost(chosen, before, after)).toBe(expected);
  });
});
