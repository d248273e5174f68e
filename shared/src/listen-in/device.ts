// How a device gateway asks for a way in: POST /rtp on the media-server.
import * as z from 'zod';
import { soundCodec } from './sound.ts';

const srtpSuite = z.enum([
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
  'AEAD_AES_128_GCM',
  'AEAD_AES_256_GCM',
]);
/** Master key and salt together. */
const srtpKeyBytes = {
  AES_CM_128_HMAC_SHA1_80: 30,
  AES_CM_128_HMAC_SHA1_32: 30,
  AEAD_AES_128_GCM: 28,
  AEAD_AES_256_GCM: 44,
} satisfies Record<z.infer<typeof srtpSuite>, number>;

const srtp = z
  .object({
    cryptoSuite: srtpSuite,
    keyBase64: z.base64().max(64),
  })
  .refine(({ cryptoSuite, keyBase64 }) => srtpKeyBytes[cryptoSuite] === bytesIn(keyBase64), {
    path: ['keyBase64'],
    error: 'key and salt together have another length for this suite',
  });

function bytesIn(base64: string): number {
  return (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
}

export const rtpRequest = z.object({
  codec: soundCodec,
  /** 64–95 would read as RTCP on a port that carries both (RFC 5761). */
  payloadType: z
    .int()
    .min(0)
    .max(127)
    .refine((type) => type < 64 || type > 95),
  ssrc: z.int().min(1).max(0xffff_ffff),
  /** Absent only on the machine itself: sound of somebody under threat does not travel in the open. */
  srtp: srtp.optional(),
  /** The session before, when this one goes on with it after a break; never of a new call for help. */
  continues: z.uuid().optional(),
});
export type RtpRequest = z.infer<typeof rtpRequest>;

/** Where the packets go; RTCP on the same port. With `srtp`, the key of the reports that come back. */
export const rtpAnswer = z.object({
  address: z.string(),
  port: z.int(),
  srtp: z.object({ cryptoSuite: srtpSuite, keyBase64: z.base64() }).optional(),
});
