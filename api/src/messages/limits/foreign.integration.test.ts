// Whoever tries doors, or a receiver of another kind that was pointed at us: one row an hour, by the name of what it
// speaks, and a call for help in it is heard all the same.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealEnvelope } from '../../wires/dc09/decoders/frame/dc09-envelope.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { openIntake, type TestIntake } from '../../testing/intake.ts';
import { listSignals } from '../list-signals.ts';

let centre: AlarmCentre;
let intake: TestIntake;
beforeEach(async () => {
  centre = await openAlarmCentre();
  intake = await openIntake(centre);
});
afterEach(() => centre.end());

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const rows = async () =>
  (await listSignals(centre.system.sql, centre.keys, { limit: 100 })).map(({ raw }) => raw);
/** One connection, line by line. */
async function connect(from: string, lines: readonly string[]): Promise<void> {
  const opening = bytes(lines[0] ?? '');
  for (const line of lines) expect(await intake.receive(bytes(line), from, opening)).toBeNull();
}
const request = ['GET /cgi-bin HTTP/1.1\r', '\nHost: x\r', '\nUser-Agent: scan\r'];

test('B10 a scan is one row an address and hour, with its protocol and how often', async () => {
  for (let times = 0; times < 40; times += 1) await connect('192.0.2.7', request);
  await connect('192.0.2.7', ['\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r']);
  await connect('192.0.2.8', ['1011           @    \x14']);
  await intake.round();
  expect((await rows()).toSorted()).toEqual([
    'geen DC-09 maar HTTP, 120 keer in dit uur van 192.0.2.7; het begon met: GET /cgi-bin HTTP/1.1.',
    'geen DC-09 maar Sur-Gard, 1 keer in dit uur van 192.0.2.8; het begon met: 1011           @    .',
    expect.stringMatching(/^geen DC-09 maar TLS, 1 keer in dit uur van 192\.0\.2\.7;/),
  ]);

  // What follows goes into the same row; in the next hour there is one more.
  await connect('192.0.2.7', request);
  centre.clock.advance(10_000);
  await intake.round();
  expect((await rows()).filter((raw) => raw?.includes('HTTP'))).toEqual([
    expect.stringMatching(/^geen DC-09 maar HTTP, 123 keer/),
  ]);
  centre.clock.advance(3_600_000);
  await connect('192.0.2.7', request);
  await intake.round();
  expect((await rows()).filter((raw) => raw?.includes('HTTP'))).toHaveLength(2);
  expect(intake.counts.lookUps).toBe(0);
});

test('B10 a press on such a line, or damaged on one of ours, is kept as itself', async () => {
  const press = sealEnvelope('"SIA-DCS"0017L0#BEEF[#BEEF|Nri1/PA017]');
  await intake.receive(press, '192.0.2.7', bytes('GET / HTTP/1.1\r'));
  await intake.receive(bytes('rubbish\r'), '192.0.2.7');
  await intake.round();
  const kept = await rows();
  expect(kept.filter((raw) => raw?.startsWith('geen DC-09'))).toEqual([]);
  expect(kept).toContain('rubbish\r');
  expect(kept.some((raw) => raw?.includes('PA017'))).toBe(true);
});
