// Who may send and who may hear, known here by secrets alone: a device by the hash of its token, a desk by
// a token the api signed. The list of devices stays on disk, so that a button is heard while the api is away.
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jwtVerify } from 'jose';
import { deviceList, type DeviceList } from '@achterwacht/shared/listen-in/control.ts';
import {
  connectClaims,
  joinClaims,
  prepareClaims,
  tokenSeconds,
  type ConnectClaims,
  type JoinClaims,
  type PrepareClaims,
} from '@achterwacht/shared/listen-in/tokens.ts';
import type { Clock } from '../process/clock.ts';
import { writeWhole } from '../recording/data-keys.ts';

export type Devices = {
  /** The device a bearer token belongs to. */
  find: (authorization: string | undefined) => string | undefined;
  has: (deviceId: string) => boolean;
  /** @returns the devices that are no longer on the list, or have another token. */
  replace: (list: DeviceList) => Promise<string[]>;
};

export async function openDevices(dataFolder: string): Promise<Devices> {
  const path = join(dataFolder, 'devices.json');
  let list: DeviceList = { devices: [] };
  try {
    list = deviceList.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    // Before the api has told for the first time there is none.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  let byHash = index(list);

  return {
    find: (authorization) => {
      const token = bearerOf(authorization);
      // Looked up by the hash of a secret of 256 bits: how long it takes tells nothing about the secret.
      return token === undefined ? undefined : byHash.get(sha256(token).toString('hex'));
    },
    has: (deviceId) => list.devices.some((device) => device.deviceId === deviceId),
    replace: async (next) => {
      const before = list;
      list = next;
      byHash = index(next);
      const now = new Map(next.devices.map((device) => [device.deviceId, device.tokenSha256]));
      const dropped = before.devices.filter(
        ({ deviceId, tokenSha256 }) => now.get(deviceId) !== tokenSha256,
      );
      const text = JSON.stringify(next);
      if (text !== JSON.stringify(before)) await writeWhole(path, text);
      return dropped.map(({ deviceId }) => deviceId);
    },
  };
}

function index({ devices }: DeviceList): Map<string, string> {
  return new Map(devices.map(({ deviceId, tokenSha256 }) => [tokenSha256, deviceId]));
}

export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}

/** For the one secret the api and this program share. */
export function createSecretCheck(secret: string): (authorization: string | undefined) => boolean {
  const expected = sha256(secret);
  return (authorization) => {
    const given = bearerOf(authorization);
    return given !== undefined && timingSafeEqual(sha256(given), expected);
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

export type Tokens = {
  /** @throws TokenRefused with the reason, for the log only. */
  connect: (token: string) => Promise<ConnectClaims>;
  prepare: (token: string, listenerId: string) => Promise<PrepareClaims>;
  join: (token: string, listenerId: string) => Promise<JoinClaims>;
};

export class TokenRefused extends Error {}

export function createTokens(key: string, clock: Clock): Tokens {
  const secret = new TextEncoder().encode(key);
  /** What was used before a restart is forgotten, so nothing signed before it counts. */
  const openedAt = Math.floor(clock.now() / 1000);
  /** Until when each used token would have been good: longer nobody needs to remember it. */
  const used = new Map<string, number>();

  async function read(token: string): Promise<Record<string, unknown>> {
    try {
      const { payload } = await jwtVerify(token, secret, {
        algorithms: ['HS256'],
        audience: 'listen-in',
        requiredClaims: ['exp', 'iat', 'jti', 'sub'],
        currentDate: new Date(clock.now()),
        // Both sides run on one machine's clock, or on two that agree to the second.
        clockTolerance: 1,
      });
      return payload;
    } catch (error) {
      throw new TokenRefused((error as Error).message);
    }
  }

  function once({ jti, iat, exp }: { jti: string; iat: number; exp: number }): void {
    if (exp - iat > tokenSeconds) throw new TokenRefused('it lives too long');
    const now = clock.now() / 1000;
    if (iat > now + 1) throw new TokenRefused('it is from the future');
    if (iat < openedAt) throw new TokenRefused('it was made before this program started');
    for (const [old, until] of used) if (until < now) used.delete(old);
    if (used.has(jti)) throw new TokenRefused('it was used before');
    used.set(jti, exp + 2);
  }

  function own(claims: JoinClaims | PrepareClaims, listenerId: string): void {
    if (claims.sub !== listenerId) throw new TokenRefused('it is another listener’s');
    once(claims);
  }

  return {
    connect: async (token) => {
      const claims = connectClaims.safeParse(await read(token));
      if (!claims.success) throw new TokenRefused('it is not for connecting');
      once(claims.data);
      return claims.data;
    },
    prepare: async (token, listenerId) => {
      const claims = prepareClaims.safeParse(await read(token));
      if (!claims.success) throw new TokenRefused('it is not for preparing a room');
      own(claims.data, listenerId);
      return claims.data;
    },
    join: async (token, listenerId) => {
      const claims = joinClaims.safeParse(await read(token));
      if (!claims.success) throw new TokenRefused('it is not for listening to a room');
      own(claims.data, listenerId);
      return claims.data;
    },
  };
}
