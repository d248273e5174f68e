// The one question of ICE that a test asks by hand (STUN, RFC 8489): it needs no browser and no line of sound.
import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What of it a peer needs to ask for it. */
type AskedTransport = { iceParameters: { usernameFragment: string; password: string } };

/** Asks a transport whether it is there, as the peer's ICE does; gives what names the answer. */
export function bindingRequest({ iceParameters }: AskedTransport): { bytes: Buffer; name: string } {
  const name = randomBytes(12);
  const attribute = (type: number, value: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  };
  const message = (attributes: Buffer, length = attributes.length) => {
    const head = Buffer.alloc(8);
    head.writeUInt16BE(0x0001, 0);
    head.writeUInt16BE(length, 2);
    head.writeUInt32BE(0x2112a442, 4);
    return Buffer.concat([head, name, attributes]);
  };
  const said = Buffer.concat([
    attribute(0x0006, Buffer.from(`${iceParameters.usernameFragment}:desk`)),
    attribute(0x0024, Buffer.from([0x6e, 0, 0, 1])),
    attribute(0x802a, randomBytes(8)),
  ]);
  const hmac = createHmac('sha1', iceParameters.password).update(message(said, said.length + 24));
  const proven = Buffer.concat([said, attribute(0x0008, hmac.digest())]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE((crc32(message(proven, proven.length + 8)) ^ 0x5354554e) >>> 0);
  const bytes = message(Buffer.concat([proven, attribute(0x8028, sum)]));
  return { bytes, name: name.toString('hex') };
}
