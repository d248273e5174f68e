// docs/asvs.md has a line for every item of levels 1 and 2 of OWASP ASVS 5.0, and quotes tests that are there; docs.test.ts
// looks for the files that it names.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from './instance/settings.ts';

/** By section the items of these levels, as https://github.com/OWASP/ASVS/tree/v5.0.0/5.0/en has them. */
const asked = [
  '1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2',
  '2.1:1-3 2.2:1-3 2.3:1-4 2.4:1',
  '3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2',
  '4.1:1-3 4.2:1 4.3:1-2 4.4:1-4',
  '5.1:1 5.2:1-3 5.3:1-2 5.4:1-3',
  '6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3 6.8:1-4',
  '7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2',
  '8.1:1-2 8.2:1-3 8.3:1 8.4:1',
  '9.1:1-3 9.2:1-4',
  '10.1:1-2 10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3',
  '11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1',
  '12.1:1-3 12.2:1-2 12.3:1-4',
  '13.1:1 13.2:1-5 13.3:1-2 13.4:1-5',
  '14.1:1-2 14.2:1-4 14.3:1-3',
  '15.1:1-3 15.2:1-3 15.3:1-7',
  '16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3',
  '17.1:1 17.2:1-4 17.3:1-2',
].flatMap(itemsOf);

const document = readFileSync(join(projectFolder, 'docs/asvs.md'), 'utf8');
const lines = document.split('\n').filter((line) => /^\| \d/.test(line));

test('every item of levels 1 and 2 has a line', () => {
  const told = new Set(lines.flatMap((line) => toldBy(line.split('|')[1] ?? '')));
  expect(asked).toHaveLength(253);
  // A section as a whole tells of each of its items.
  const isTold = (item: string) => told.has(item) || told.has(item.replace(/\.\d+$/, ''));
  expect(asked.filter((item) => !isTold(item))).toEqual([]);
});

test('the tests that it quotes are there, in the same words', () => {
  const tests = globSync('{shared,api,console,load-tests,media-server,tools}/**/*.{test,spec}.ts', {
    cwd: projectFolder,
    exclude: (path) => path.includes('node_modules'),
  })
    .map((file) => readFileSync(join(projectFolder, file), 'utf8'))
    .join('\n');
  const quoted = lines.flatMap((line) =>
    [...line.matchAll(/"([^"]+)"/g)].flatMap(([, words = '']) =>
      words
        .split('…')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  );
  expect(quoted.length).toBeGreaterThan(60);
  expect(quoted.filter((words) => !tests.includes(words) && !isHeading(words))).toEqual([]);
});

const documents = globSync('{*,docs/*}.md', { cwd: projectFolder })
  .map((file) => readFileSync(join(projectFolder, file), 'utf8'))
  .join('\n');

function isHeading(words: string): boolean {
  return new RegExp(`^(#+ |\\*\\*)${words}`, 'm').test(documents);
}

function itemsOf(sections: string): string[] {
  return sections.split(' ').flatMap((section) => {
    const [name = '', range = ''] = section.split(':');
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => `${name}.${first + at}`);
  });
}

/** `1.2.6–1.2.8`, `13.2.4, 13.2.5`, `6.6`. */
function toldBy(cell: string): string[] {
  return cell.split(',').flatMap((part) => {
    const [from = '', to = from] = part.trim().split('–');
    const section = from.replace(/\.\d+$/, '');
    const count = Number(to.split('.').at(-1)) - Number(from.split('.').at(-1)) + 1;
    const first = Number(from.split('.').at(-1));
    return from === to
      ? [from]
      : Array.from({ length: count }, (_, at) => `${section}.${first + at}`);
  });
}
