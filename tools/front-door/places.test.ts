import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../instance/settings.ts';
import { caddyPaths, placeOf, segmentsOf } from './places.ts';

test.each([
  ['/', 'console'],
  ['/alarms/12?open', 'console'],
  ['/api', 'api'],
  ['/api/board?x=1', 'api'],
  ['/api?x', 'api'],
  ['/apiary', 'console'],
  ['/socket.io/?EIO=4', 'api'],
  ['/readyz', 'api'],
  ['/metrics', 'api'],
  ['/whip', 'media'],
  ['/whip/0199/events', 'media'],
  ['/rtp', 'media'],
  ['/listen-in/?EIO=4', 'media'],
  ['/constructor', 'console'],
] as const)('%s belongs to %s', (path, place) => {
  expect(placeOf(path)).toBe(place);
});

test('F7 Caddy opens the same paths as our own front door, each to the same program', () => {
  const caddy = readFileSync(join(projectFolder, 'deploy/Caddyfile'), 'utf8');
  const compose = readFileSync(join(projectFolder, 'docker-compose.yml'), 'utf8');
  const portOf = {
    media: /ACHTERWACHT_MEDIA_HTTP_PORT: '(\d+)'/.exec(compose)?.[1],
    api: /ACHTERWACHT_API_PORT: '(\d+)'/.exec(compose)?.[1],
    console: / PORT: '(\d+)'/.exec(compose)?.[1],
  };
  const places = Object.keys(segmentsOf) as (keyof typeof segmentsOf)[]; // its own keys
  const expected = [
    ...places.map((place) => ({ name: place, paths: caddyPaths(place), port: portOf[place] })),
    { name: undefined, paths: undefined, port: portOf.console },
  ];
  const opened = [
    ...caddy.matchAll(/^\thandle(?: @(\S+))? \{[^]*?reverse_proxy 127\.0\.0\.1:(\d+)/gm),
  ].map(([, name, port]) => ({
    name,
    paths: name && new RegExp(`^\t@${name} path (.+)$`, 'm').exec(caddy)?.[1],
    port,
  }));
  expect(opened).toEqual(expected);
  // Nothing else matches by path.
  expect(caddy.match(/\bpath\b .*/g)?.filter((line) => line.startsWith('path /'))).toHaveLength(
    places.length,
  );
});
