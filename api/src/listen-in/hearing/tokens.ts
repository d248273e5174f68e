// What opens a desk's sound socket and one room: short, counting once, naming nobody. The media-server
// checks them; it knows no people, so who may was decided here before one is made.
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { tokenSeconds, type Right } from '@achterwacht/shared/listen-in/tokens.ts';

export type SoundTokens = ReturnType<typeof createSoundTokens>;

export function createSoundTokens(secret: string) {
  const key = new TextEncoder().encode(secret);
  // By the machine's own clock, as the media-server checks them: a moved clock opens nothing longer.
  const sign = (listener: string, claims: Record<string, string | Right>) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('listen-in')
      .setSubject(listener)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime(`${tokenSeconds}s`)
      .sign(key);
  return {
    connect: (listener: string) => sign(listener, { act: 'connect' }),
    prepare: (listener: string, room: string) => sign(listener, { act: 'prepare', room }),
    join: (listener: string, room: string, right: Right) =>
      sign(listener, { act: 'listen', room, right }),
  };
}
