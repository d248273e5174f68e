// A passkey as a telephone or a key holds one, for tests: it signs what a server asks, and says whether whoever holds it
// unlocked it. What the library reads is made here byte by byte, for no library makes it.
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

type Asked = { challenge: string; origin: string; isUnlocked?: boolean };

const flags = { present: 0x01, verified: 0x04, withKey: 0x40 };

export function testPasskey(relyingParty = 'localhost') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let counter = 0;

  function authenticatorData(isUnlocked: boolean, rest = Buffer.alloc(0)): Buffer {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const set =
      flags.present | (isUnlocked ? flags.verified : 0) | (rest.length > 0 ? flags.withKey : 0);
    return Buffer.concat([sha256(relyingParty), Buffer.from([set]), count, rest]);
  }

  const clientData = (type: string, { challenge, origin }: Asked) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

  return {
    id: id.toString('base64url'),
    /** The answer to a request for a new one. */
    make(asked: Asked) {
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const key = coseKey(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url'));
      const data = authenticatorData(
        asked.isUnlocked ?? true,
        Buffer.concat([Buffer.alloc(16), length, id, key]),
      );
      return this.answer({
        clientDataJSON: clientData('webauthn.create', asked).toString('base64url'),
        attestationObject: attestation(data).toString('base64url'),
        transports: ['internal'],
      });
    },
    /** The answer at a log-in. */
    use(asked: Asked) {
      const data = authenticatorData(asked.isUnlocked ?? true);
      const client = clientData('webauthn.get', asked);
      const signed = Buffer.concat([data, sha256(client)]);
      return this.answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
      });
    },
    answer(response: object) {
      const shown = id.toString('base64url');
      return { id: shown, rawId: shown, type: 'public-key', clientExtensionResults: {}, response };
    },
  };
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

/** CBOR: a map of five, as RFC 9052 writes an ES256 key. */
function coseKey(x: Buffer, y: Buffer): Buffer {
  const head = Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]);
  const bytes = (label: number, of: Buffer) =>
    Buffer.concat([Buffer.from([label, 0x58, of.length]), of]);
  return Buffer.concat([head, bytes(0x21, x), bytes(0x22, y)]);
}

/** CBOR: `{fmt: "none", attStmt: {}, authData: …}`. */
function attestation(data: Buffer): Buffer {
  const text = (of: string) => Buffer.concat([Buffer.from([0x60 + of.length]), Buffer.from(of)]);
  return Buffer.concat([
    Buffer.from([0xa3]),
    text('fmt'),
    text('none'),
    text('attStmt'),
    Buffer.from([0xa0]),
    text('authData'),
    Buffer.from([0x58, data.length]),
    data,
  ]);
}
