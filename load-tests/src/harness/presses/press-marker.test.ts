import { expect, test } from 'vitest';
import { markedFrame, markerInFrame, markerInLatitude, mostMarkers } from './press-marker.ts';

test('every marker is read back from the frame, and from six decimals of latitude', () => {
  const misread: number[] = [];
  for (let index = 0; index < mostMarkers; index += 1) {
    const latitude = Number((52 + index / mostMarkers).toFixed(6));
    if (markerInLatitude(latitude) !== index) misread.push(index);
    if (index % 97 !== 0) continue;
    const frame = markedFrame({ account: 'A0C1', sequence: 1, index, time: new Date(0) });
    expect(markerInFrame(frame.toString('latin1'))).toBe(index);
  }
  expect(misread).toEqual([]);
});

test('what carries no marker has none', () => {
  expect(markerInFrame('"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]')).toBeNull();
  expect(markerInLatitude(51.9)).toBeNull();
  expect(markerInLatitude(53)).toBeNull();
  const beyond = { account: 'A0C1', sequence: 1, index: mostMarkers, time: new Date(0) };
  expect(() => markedFrame(beyond)).toThrow(RangeError);
});
