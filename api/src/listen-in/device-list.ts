// Which buttons may send sound, told to the media-server whole: at the start, when a token changes, and
// every minute in case it lost its disk. It keeps the list itself, so a button is heard without us.
import type { Database } from '../db/connect.ts';
import type { MediaControl } from './media-control.ts';

export const deviceListMilliseconds = 2_000;
const anywayMilliseconds = 60_000;

type Parts = { system: Database; control: MediaControl };

export function createDeviceList({ system, control }: Parts) {
  let sent: { mark: string; at: number } | null = null;
  return {
    /** Tells when there is something to tell. */
    async send(): Promise<void> {
      const [row] = await system.sql<{ mark: string }[]>`
        select count(*) || ' ' || coalesce(max(sound_changed_at)::text, '') as mark from buttons
        where sound_token_sha256 is not null`;
      const mark = row?.mark ?? '';
      if (sent?.mark === mark && performance.now() - sent.at < anywayMilliseconds) return;
      const devices = await system.sql<{ deviceId: string; tokenSha256: string }[]>`
        select id as "deviceId", sound_token_sha256 as "tokenSha256" from buttons
        where sound_token_sha256 is not null and known and status <> 'retired'`;
      await control.replaceDevices({ devices });
      sent = { mark, at: performance.now() };
    },
  };
}
