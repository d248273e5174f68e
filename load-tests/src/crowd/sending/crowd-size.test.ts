// The limit is the process's own, so it is set for one.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('where too few files may be open, the crowd says so and starts nothing', async () => {
  const program = [process.execPath, join(import.meta.dirname, '../../load.ts'), 'crowd'];
  const { complaints, status } = await new Promise<{ complaints: string; status: unknown }>(
    (resolve) => {
      execFile('sh', ['-c', 'ulimit -n 4096; exec "$0" "$@"', ...program], (error, _said, told) => {
        resolve({ complaints: told, status: error?.code });
      });
    },
  );
  expect(complaints).toContain('A process may have 4096 files open here and the crowd needs 11000');
  expect(complaints.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(2);
});
