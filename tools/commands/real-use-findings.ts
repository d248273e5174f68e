// What keeps a centre from working for real, where the folder was set up for that: what this machine shows by itself, and
// what the api says of the centre that runs. Only what can be known; whether somebody restored a back-up ever cannot.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { modeOf } from '../instance/data-folder/data-folder.ts';
import { findInstance } from '../instance/data-folder/instance-file.ts';
import { apiScript } from '../instance/programs.ts';
import type { Settings } from '../instance/settings.ts';
import type { Finding } from './finding.ts';

/** None in a demo, whose centre is made up. */
export function realUseFindings(settings: Pick<Settings, 'dataFolder' | 'origin'>): Finding[] {
  const { dataFolder } = settings;
  const mode = existsSync(dataFolder) ? modeOf(dataFolder) : undefined;
  if (mode === 'demo') return [];
  if (mode === undefined) return [notSetUp];
  return [
    {
      name: `a disk of its own for ${dataFolder}`,
      isOk: statSync(dataFolder).dev !== statSync('/').dev,
      found: 'apart from the system',
      fix: 'what fills the system’s disk stops the centre as well: mount one, and name it with ACHTERWACHT_DATA',
      isNeededFor: 'real use',
    },
    {
      name: 'an address that others can reach',
      isOk: new URL(settings.origin).protocol === 'https:',
      found: settings.origin,
      fix: `${settings.origin} is of this machine alone: put https in front, and name it with ACHTERWACHT_ORIGIN`,
      isNeededFor: 'real use',
    },
    ...ofCentre(dataFolder),
  ];
}

function ofCentre(dataFolder: string): Finding[] {
  const instance = findInstance(dataFolder);
  if (!instance) return [unanswered('./achterwacht serve, and ask once more')];
  const asked = spawnSync(process.execPath, [apiScript('real-use')], {
    env: { ...process.env, ...instance.env },
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (asked.status !== 0) return [unanswered(asked.stderr.trim().split('\n')[0] ?? '')];
  // As api/src/cli/real-use.ts prints it.
  const checks = JSON.parse(asked.stdout) as Omit<Finding, 'isNeededFor'>[];
  return checks.map((check) => ({ ...check, isNeededFor: 'real use' }));
}

const notSetUp: Finding = {
  name: 'a centre',
  isOk: false,
  found: '',
  fix: './achterwacht init (or ./achterwacht alone, for a demo with an invented one)',
  isNeededFor: 'real use',
};

const unanswered = (fix: string): Finding => ({
  name: 'people, numbers and settings of the centre',
  isOk: false,
  found: '',
  fix,
  isNeededFor: 'real use',
});
