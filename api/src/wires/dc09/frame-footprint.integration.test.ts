// What one frame may leave behind, whatever stands in it: at most 16 kB on disk beside its own length, and at
// most 4 kB at each desk's socket. A sender is stopped by numbers of frames, so each must be worth little.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonical } from '@achterwacht/shared/evidence/canonical.ts';
import { longestFrameBytes } from './decoders/frame/dc09-frame.ts';
import { sealEnvelope } from './decoders/frame/dc09-envelope.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { openIntake, type TestIntake } from '../../testing/intake.ts';

const onDisk = 16 * 1024;
const aSocket = 4 * 1024;

let centre: AlarmCentre;
let intake: TestIntake;
beforeEach(async () => {
  centre = await openAlarmCentre();
  await centre.system.sql`update buttons set account = 'A0C1'`;
  intake = await openIntake(centre);
});
afterEach(() => centre.end());

/** As long as a frame can be, filled up with a piece. */
function longest(account: string, begin: string, piece: string, end: string): Uint8Array {
  const head = `"SIA-DCS"0017L0#${account}[#${account}|${begin}`;
  const room = 0xfff - head.length - end.length;
  return sealEnvelope(head + piece.repeat(Math.floor(room / piece.length)) + end);
}

const position = '][X004E53.7101][Y52N22.2130';
const shapes: [string, (account: string) => Uint8Array][] = [
  ['a press with a long text', (account) => longest(account, 'Nri1/PA017^', 'x', '^]')],
  ['1,300 presses', (account) => longest(account, 'Nri1/', 'PA ', ']')],
  ['1,000 presses with a position', (account) => longest(account, 'Nri1/', 'PA1/', `${position}]`)],
  [
    'events of every kind',
    (account) => longest(account, 'Nri1/', 'MA1/YT1/TA1/RX1/PA1/HA1/QA1/ZZ1/', ']'),
  ],
  [
    'faults and tests before presses',
    (account) => longest(account, 'Nri1/', 'YT1/RX1/ZZ1/MA1/NA1/PA1/', ']'),
  ],
  ['tests and faults', (account) => longest(account, 'Nri1/', 'RX1/YT1/ZZ1/TA1/', ']')],
  ['a test and an illness', (account) => longest(account, 'Nri1/', 'RX1/YT1/ZZ1/MA1/', ']')],
  ['text of euro signs', (account) => longest(account, 'Nri1/PA1/PA2/PA3/PA4][I', '\x80', ']')],
  ['text of quotes', (account) => longest(account, 'Nri1/PA1/MA2/PA3/YT4][I', '"\\', ']')],
  ['control characters', (account) => longest(account, 'Nri1/PA1/PA2^', '\x01', '^]')],
  ['letters of two bytes', (account) => longest(account, 'Nri1/PA1/PA2^', 'Ã©', '^]')],
];
const senders: [string, string][] = [
  ['a registered button', 'A0C1'],
  ['a stranger', 'BEEF'],
];

test.each(
  senders.flatMap(([who, account]) =>
    shapes.map(([what, shape]) => [what, who, shape(account)] as const),
  ),
)('A1 F2 %s of %s', async (_what, who, raw) => {
  expect(raw.length).toBeLessThanOrEqual(longestFrameBytes);
  const before = await diskBytes();
  await intake.receive(raw);
  centre.clock.advance(16_000);
  await intake.round();
  await expect
    .poll(() => centre.system.sql`select from messages where handled_at is null`)
    .toEqual([]);
  // Told a moment after it was committed.
  if (who === 'a registered button')
    await expect.poll(() => centre.announced.length).toBeGreaterThan(0);
  expect((await diskBytes()) - before).toBeLessThanOrEqual(onDisk + raw.length);
  expect(Buffer.byteLength(canonical(centre.announced))).toBeLessThanOrEqual(aSocket);
});

/** Of all that a press writes. */
async function diskBytes(): Promise<number> {
  const tables = ['messages', 'signals', 'buttons', 'alarms', 'events', 'deadlines', 'effects'];
  let bytes = 0;
  for (const table of tables) {
    const [row] = await centre.database.superuser.unsafe<{ bytes: string }[]>(
      `select coalesce(sum(pg_column_size(t.*)), 0) as bytes from ${table} t`,
    );
    bytes += Number(row!.bytes);
  }
  return bytes;
}
