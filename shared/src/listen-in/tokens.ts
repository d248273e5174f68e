// What lets a desk in: short tokens that the api makes and the media-server takes once, and the right behind them.
import * as z from 'zod';
import { alarmId, room } from './sound.ts';

/** The api makes tokens that live no longer, the media-server refuses any that do. */
export const tokenSeconds = 60;

const claims = z.object({
  aud: z.literal('listen-in'),
  /** One listener: a desk's sound socket. Random, so that the media-server knows no people. */
  sub: z.uuid(),
  /** Counts once. */
  jti: z.uuid(),
  iat: z.int(),
  exp: z.int(),
});
/** Opens the transport of a desk, and no room. */
export const connectClaims = claims.extend({ act: z.literal('connect') });
export type ConnectClaims = z.infer<typeof connectClaims>;
/**
 * By what somebody may hear a room: that he listens to this alarm stood in its log at this version. A later
 * word about the same alarm (`rightsRequest`) takes it away or leaves it.
 */
export const right = z.object({ alarmId, version: z.int().positive() });
export type Right = z.infer<typeof right>;

/** Opens one room, for listening. */
export const joinClaims = claims.extend({ act: z.literal('listen'), room, right });
export type JoinClaims = z.infer<typeof joinClaims>;

/** Makes one room ready for a listener, and opens nothing: what it prepares stands still until a join. */
export const prepareClaims = claims.extend({ act: z.literal('prepare'), room });
export type PrepareClaims = z.infer<typeof prepareClaims>;
