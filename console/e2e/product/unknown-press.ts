// A panic from an account that no button of the centre has, as a stranger's transmitter would send it.
import { once } from 'node:events';
import { connect } from 'node:net';
import { product } from './product.ts';

/** CRC-16/ARC, as DC-09 frames carry it. */
function checksum(text: string): number {
  let value = 0;
  for (const byte of Buffer.from(text, 'latin1')) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >> 1) ^ 0xa001 : value >> 1;
  }
  return value;
}

const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');

export async function sendUnknownPress(): Promise<void> {
  const account = hex(Math.floor(Math.random() * 0x1000) + 0xe000);
  const body = `"SIA-DCS"0001L0#${account}[#${account}|Nri1/PA001]`;
  const socket = connect(product().dc09Port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`\n${hex(checksum(body))}${hex(body.length)}${body}\r`);
  // Whatever it answers, the press has been heard.
  await Promise.race([once(socket, 'data'), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  socket.destroy();
}
