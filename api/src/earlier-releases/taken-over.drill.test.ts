// The same of ten centres at once, two thousand alarms together.
import { readLeft } from './test-left-behind.ts';
import { manyTimes } from './test-many.ts';
import { testTakeOver } from './test-take-over.ts';

testTakeOver('b64a0b4', manyTimes(readLeft('b64a0b4'), 10), 10);
