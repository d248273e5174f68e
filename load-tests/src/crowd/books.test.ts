import { expect, test } from 'vitest';
import { droppedAt, sumOf } from './books.ts';

const metrics = `# TYPE messages_total counter
messages_total{verdict="decoded",kept="true"} 7
messages_total{verdict="crc",kept="false"} 30
messages_total{verdict="unknown-account",kept="false"} 1200
messages_total_created 5
`;

test.each([
  ['', 1237],
  ['kept="false"', 1230],
  ['kept="maybe"', 0],
])('a counter is summed over its labels, here %j', (label, sum) => {
  expect(sumOf(metrics, 'messages_total', label)).toBe(sum);
});

const datagramBooks = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  312: 0100007F:2EE9 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 41377 2 0000000000000000 52
  313: 0100007F:2EEA 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 41378 2 0000000000000000 9
`;

test('what the system dropped is read of one port', () => {
  expect(droppedAt(datagramBooks, 12_009)).toBe(52);
  expect(droppedAt(datagramBooks, 12_011)).toBe(0);
});
