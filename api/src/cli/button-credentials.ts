// What the simulated button needs to speak as one of this centre's buttons, for `achterwacht press`; with
// `--all` what each of them needs, for whoever presses many.
import { keyPurpose } from '../buttons/register/button-directory.ts';
import { openSoundToken } from '../buttons/register/sound-token.ts';
import * as sealing from '../sealing/seal.ts';
import { option, print, withSystem } from './as-system/with-system.ts';

await withSystem(async ({ config, system, keys }, args) => {
  const serial = option(args, 'serial');
  // Who means to be heard and names no button means one that can be.
  const mustSound = serial === undefined && args.includes('--with-sound');
  const all = args.includes('--all');
  const rows = await system.sql<
    {
      id: string;
      serial: string;
      account: string;
      protocol: string;
      key: string | null;
      sound_token: string | null;
      latitude: number | null;
      longitude: number | null;
    }[]
  >`
    select buttons.id, serial, account, protocol, key, sound_token, place.latitude, place.longitude
    from buttons
    left join lateral (
      select places.latitude, places.longitude from loans
      join places on places.holder_id = loans.holder_id
      where loans.button_id = buttons.id and loans.returned_at is null
      order by places.label limit 1) as place on true
    where known and (${serial ?? null}::text is null or serial = ${serial ?? null})
      and (not ${mustSound}::boolean or sound_token is not null)
    order by serial limit ${all ? null : 1}`;
  const credentials = rows.map((row) => ({
    serial: row.serial,
    account: row.account,
    protocol: row.protocol,
    keyHex: row.key
      ? Buffer.from(sealing.open(keys.master, keyPurpose(row.id), row.key), 'base64').toString(
          'hex',
        )
      : null,
    sound: row.sound_token
      ? {
          token: openSoundToken(keys, row.id, row.sound_token),
          whipUrl: new URL('/whip', config.origin).href,
          rtpUrl: new URL('/rtp', config.origin).href,
        }
      : null,
    host: config.bind,
    port: config.dc09Port,
    ...(row.latitude === null ? {} : { latitude: row.latitude, longitude: row.longitude }),
  }));
  const [first] = credentials;
  if (!first)
    throw new Error(serial ? `Er is geen knop met nummer ${serial}.` : 'Er zijn nog geen knoppen.');
  print(all ? credentials : first);
});
