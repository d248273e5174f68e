// What devices offer by WHIP: as telephones, encoders and boards write it, and damaged in every way.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

const folder = join(import.meta.dirname, 'offers');
export const offers: Record<string, string> = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);

/** A real offer with some of its lines changed, gone, twice, elsewhere, or made of anything. */
export const damagedOffer = fc
  .tuple(
    fc.constantFrom(...Object.values(offers)),
    fc.array(
      fc.record({
        at: fc.nat(60),
        how: fc.constantFrom('drop', 'double', 'replace', 'cut', 'move', 'number'),
        text: fc.oneof(
          fc.string({ unit: 'binary', maxLength: 80 }),
          fc.string().map((value) => `a=${value}`),
          fc.constantFrom(
            ...[
              'a=rtpmap:111 ',
              'a=extmap:1/ x',
              'm=audio 9',
              'a=ssrc:99999999999999999999 cname:x',
            ],
            ...[
              'a=rtcp-fb:* ',
              'a=mid:',
              'a=fmtp:111 __proto__=1;constructor',
              'm=audio 9 x 111 -1 1e9',
            ],
            ...['a=rtpmap:111 opus/0/2', 'a=rtpmap:111 opus/48000/99', 'a=rtcp-fb:111 nack %s %d'],
            ...['a=rtpmap:0 PCMU/8000', 'm=audio 9 UDP/TLS/RTP/SAVPF 0', 'a=fmtp:0 a=1;b'],
          ),
        ),
      }),
      { maxLength: 8 },
    ),
  )
  .map(([offer, changes]) => {
    const lines = offer.split(/\r?\n/);
    for (const { at, how, text } of changes) {
      const place = at % Math.max(1, lines.length);
      const line = lines[place] ?? '';
      if (how === 'drop') lines.splice(place, 1);
      else if (how === 'double') lines.splice(place, 0, line);
      else if (how === 'replace') lines[place] = text;
      else if (how === 'cut') lines[place] = line.slice(0, at % (line.length + 1));
      else if (how === 'move') lines.push(...lines.splice(place, 1));
      else lines[place] = line.replace(/\d+/, '99999999999');
    }
    return lines.join('\r\n');
  });
