// Every question that only reads, asked of one person's story by whoever is told to: of the table of routes each one at
// least once, and what stands beside the table.
import { routes, type RouteName } from '@achterwacht/shared/routes/routes.ts';
import type { Story } from './test-story.ts';

type Ids = Story['ids'];

const reason = encodeURIComponent('jaarcontrole');
const wide = 'from=2026-01-01T00:00:00.000Z&until=2100-01-01T00:00:00.000Z';

/** What a question needs beside its path; each is asked. */
const queries: Partial<Record<RouteName, (ids: Ids) => string[]>> = {
  wearers: () => ['search=proef', 'search=wolken'],
  deskSearch: () => ['search=proef', 'search=wolken'],
  persons: () => ['', 'search=wolken', 'search=nachtbode'],
  plans: () => ['which=all', 'which=all&search=wolken'],
  buttons: () => ['', 'show=lent', 'search=proef', 'search=wolken'],
  loanCalendar: () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    return [`from=${day(-2).slice(0, 10)}&until=${day(3).slice(0, 10)}`];
  },
  addresses: () => ['search=Kwikstaartpad'],
  audit: ({ personId }) => ['everything=yes', `whom=${personId}`, 'search=wolken'],
  auditSubjects: () => ['search=wolken'],
  breach: ({ personId, municipalityId }) => [
    `of=holder&id=${personId}&${wide}`,
    `of=municipality&id=${municipalityId}&${wide}`,
  ],
  answerTimes: () => ['from=2026-01-01&to=2026-12-31'],
  members: () => ['search=a'],
  settingAt: () => [`at=${new Date().toISOString()}`],
};

const beside = (ids: Ids): [string, string][] => [
  ['register as CSV', `/api/buttons.csv?reason=${reason}`],
  ['register as CSV', `/api/buttons.csv?reason=${reason}&variant=iso`],
  ['files as CSV', '/api/incidents.csv'],
  ['files as CSV', '/api/incidents.csv?variant=iso'],
  ['audit as CSV', '/api/audit.csv?everything=yes'],
  ['breach as CSV', `/api/audit/breach.csv?of=holder&id=${ids.personId}&${wide}`],
  ['file as PDF', `/api/incidents/${ids.incidentId}/report.pdf`],
  ['hand-out as PDF', `/api/buttons/${ids.buttonId}/loans/${ids.loanId}/hand-out.pdf`],
  ['the api’s own document', '/api/openapi.json'],
];

/** By the name of its route, each address that it is asked at. */
export function questionsOf(ids: Ids, lineIds: readonly string[]): [string, string][] {
  const places: Record<string, readonly string[]> = {
    alarmId: [ids.alarmId, ids.openAlarmId],
    personId: [ids.personId],
    buttonId: [ids.buttonId],
    municipalityId: [ids.municipalityId],
    ofId: [ids.municipalityId, ids.personId, ids.buttonId],
    incidentId: [ids.incidentId],
    requestId: [ids.requestId],
    lineId: lineIds,
    memberId: [ids.memberId],
    kind: ['paging', 'recording'],
  };
  const asked = Object.entries(routes).flatMap(([name, { method, path }]): [string, string][] => {
    if (method !== 'GET') return [];
    const queried = queries[name as RouteName]?.(ids) ?? ['']; // a name of that table
    return placed(path, places).flatMap((address) =>
      queried.map((query): [string, string] => [name, query ? `${address}?${query}` : address]),
    );
  });
  return [...asked, ...beside(ids)];
}

function placed(path: string, places: Record<string, readonly string[]>): string[] {
  const name = /:(\w+)/.exec(path)?.[1];
  if (name === undefined) return [path];
  const known = places[name];
  if (!known) throw new Error(`nobody said what ${path} is asked of`);
  return known.flatMap((id) => placed(path.replace(`:${name}`, id), places));
}
