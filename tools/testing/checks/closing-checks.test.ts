import { expect, test } from 'vitest';
import { isCheapEnough, mostVariable, readMostProcessorSeconds } from './closing-checks.ts';

const results = [
  { name: 'worker', processorSeconds: 500 },
  { name: 'vitest', processorSeconds: 60 },
  { name: 'browser', processorSeconds: 40 },
];

test('a run is as dear as its checks, the building of the worker apart', () => {
  const printed: string[] = [];
  const print = (text: string) => printed.push(text);
  expect(isCheapEnough(results, 100, print)).toMatchObject({ passed: 1, failed: 0 });
  expect(printed).toEqual([]);
  expect(isCheapEnough(results, 99, print)).toMatchObject({ passed: 0, failed: 1 });
  expect(printed).toEqual(['100 s of processor, and 99 s is the most']);
});

test('what is too dear is said by whoever knows the machine, or by nobody', () => {
  expect(readMostProcessorSeconds({})).toBeUndefined();
  expect(readMostProcessorSeconds({ [mostVariable]: '1200' })).toBe(1200);
  for (const given of ['0', '-1', 'cheap'])
    expect(() => readMostProcessorSeconds({ [mostVariable]: given })).toThrow(mostVariable);
});
