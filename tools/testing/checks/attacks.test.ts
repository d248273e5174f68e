import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from '../../instance/settings.ts';
import { attacks } from './attacks.ts';

test('every attack of the list is there, once: a name that is nowhere would be run by nobody', () => {
  const files = Object.values(attacks).flat();
  expect(files.filter((file) => !existsSync(join(projectFolder, file)))).toEqual([]);
  expect(files.filter((file, at) => files.indexOf(file) !== at)).toEqual([]);
});
