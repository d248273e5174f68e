import { expect, test } from 'vitest';
import { decodeDc09 } from './dc09-decode.ts';
import { foreignProtocolOf } from './foreign-protocol.ts';
import { sealEnvelope } from './frame/dc09-envelope.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

test.each([
  ['HTTP', 'GET / HTTP/1.1\r\n'],
  ['HTTP', '\r\nPOST /cgi-bin/x HTTP/1.0\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['SIP', 'OPTIONS sip:100@192.0.2.1 SIP/2.0\r\n'],
  ['RTSP', 'DESCRIBE rtsp://192.0.2.1/ RTSP/1.0\r\n'],
  ['SSH', 'SSH-2.0-Go\r\n'],
  ['Zabbix', 'ZBXD\x01\x15\0\0\0\0\0\0\0agent.ping'],
  ['HID', 'HID=0011223344\r\n'],
  ['Sur-Gard', '1011           @    \x14'],
  ['Sur-Gard', '5011 181234E13001005\x14'],
  ['SIA DC-03', 'F#123456\r\n'],
  ['Aritech ATS', '0101006500000000\r\n'],
] as const)('B10 %s is told by how it begins', (name, text) => {
  expect(foreignProtocolOf(bytes(text))).toBe(name);
});

test.each([
  '"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]',
  '1234"SIA-DCS"0017L0#A0C1[',
  'rubbish',
  '',
  '\0\0\0',
])('B10 a damaged frame is none: %j', (text) => {
  expect(foreignProtocolOf(bytes(text))).toBeNull();
});

test('B10 a frame of a device is none, and nothing that is has a frame’s form', () => {
  const frame = sealEnvelope('"SIA-DCS"0017L0#A0C1[#A0C1|Nri1/PA017]');
  expect(foreignProtocolOf(frame)).toBeNull();
  const context = { now: new Date(), keyFor: () => 'unknown' as const };
  expect(decodeDc09(bytes('GET / HTTP/1.1\r'), context)).toMatchObject({ failure: 'malformed' });
});
