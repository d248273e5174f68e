// A file of any size leaves the event loop to everybody else, and says at which line something is wrong.
import { expect, test } from 'vitest';
import { readRows, type Columns, type Row } from './csv-rows.ts';

async function all(csv: string, columns: Columns = { needed: ['name'] }): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const piece of readRows(csv, columns)) rows.push(...piece);
  return rows;
}

test('between pieces everybody else has a turn', async () => {
  const lines = 20_000;
  const csv = `name,place\n${Array.from({ length: lines }, (_, at) => `Jan ${at},Haarlem`).join('\n')}`;
  let [turns, isOver] = [0, false];
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  let most = 0;
  let read = 0;
  for await (const piece of readRows(csv, { needed: ['name'] })) {
    most = Math.max(most, piece.length);
    read += piece.length;
  }
  isOver = true;
  expect(read).toBe(lines);
  // A piece of 16 kB a turn, and no piece holds more than its lines.
  expect(turns).toBeGreaterThanOrEqual(Math.floor(csv.length / 16_384));
  expect(most).toBeLessThanOrEqual(16_384 / 'Jan 0,Haarlem\n'.length + 1);
});

test('what is cut between two pieces is whole again', async () => {
  const name = 'Zoë Ünal 🦉';
  const csv = `name\n${`${name}\n`.repeat(5_000)}`;
  const rows = await all(csv);
  expect(rows).toHaveLength(5_000);
  expect(rows.every(({ values }) => values['name'] === name)).toBe(true);
});

test('lines are numbered as an editor numbers them, whatever stands between', async () => {
  const csv =
    '# what this is;;\n\nname;words;place\nJan;"een, en\ntwee";A\n\n# later\nPiet;een, twee;B\n';
  expect(await all(csv)).toEqual([
    { number: 4, values: { name: 'Jan', words: 'een, en\ntwee', place: 'A' } },
    { number: 8, values: { name: 'Piet', words: 'een, twee', place: 'B' } },
  ]);
});

test('a column that cannot be there, or is there twice, is named, and nothing is read', async () => {
  const whyNot = (column: string) => (column === 'nmae' ? 'unknown_column' : null);
  await expect(all('name,nmae\nJan,x', { needed: ['name'], whyNot })).rejects.toMatchObject({
    code: 'import_file_unknown_column',
    details: { column: 'nmae' },
  });
  await expect(all('name,name\nJan,x', { needed: ['name'], whyNot })).rejects.toMatchObject({
    code: 'import_file_column_twice',
  });
  await expect(all('name\nA\nB\nC', { needed: ['name'], mostLines: 2 })).rejects.toMatchObject({
    code: 'import_file_too_long',
    details: { most: 2 },
  });
});
