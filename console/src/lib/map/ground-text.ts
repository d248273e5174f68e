// What a map lies on, in words: which map it is, how old, and whose.
import { m } from '../paraglide/messages.js';
import { dayText } from '../time/format.ts';
import type { Ground } from './drawing/ground.ts';

export function groundText(ground: Ground): string {
  switch (ground.from) {
    case 'file':
      return [
        fileAge(ground.file.dataAt),
        ...(ground.isWhole ? [] : [m.map_file_partly()]),
        m.attribution_osm(),
      ].join(' · ');
    case 'proxy': {
      const whose = ground.layer === 'osm' ? m.attribution_osm() : m.attribution_pdok();
      const { fetchedAt } = ground;
      return fetchedAt ? `${whose} · ${m.map_fetched({ day: dayText(fetchedAt) })}` : whose;
    }
    case 'country':
      return `${m.map_outline_only()} · ${m.attribution_embedded()}`;
  }
}

const fileAge = (dataAt: string | null) =>
  dataAt ? m.map_from_file({ day: dayText(dataAt) }) : m.map_from_file_undated();
