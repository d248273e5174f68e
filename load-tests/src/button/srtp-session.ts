import { ProtectionProfileAes128CmHmacSha1_80, SrtpSession } from 'werift';

const keyBytes = 16;

/** Of a master key and its salt as SDES carries them (RFC 4568): 16 and 14 bytes. The same for both directions. */
export function srtpSession(master: Buffer): SrtpSession {
  const [key, salt] = [master.subarray(0, keyBytes), master.subarray(keyBytes)];
  return new SrtpSession({
    profile: ProtectionProfileAes128CmHmacSha1_80,
    keys: {
      localMasterKey: key,
      localMasterSalt: salt,
      remoteMasterKey: key,
      remoteMasterSalt: salt,
    },
  });
}
