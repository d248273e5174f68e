// An administrator who takes ten thousand new buttons in, and the next ten thousand when that is done.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import postgres from 'postgres';
import { apiCommand } from '../../target/target.ts';
import { nothingDone, type OpenTrouble } from './trouble.ts';

export const open: OpenTrouble = async ({ env, databaseOwnerUrl, size }) => {
  const folder = await mkdtemp(join(tmpdir(), 'achterwacht-crowd-'));
  let isOver = false;
  let child: ChildProcess | undefined;
  let imported = 0;
  let files = 0;

  /** One file to its end; gives how many buttons it added. */
  async function importOne(): Promise<number> {
    files += 1;
    const file = join(folder, `${files}.csv`);
    await writeFile(file, linesOf(size.importedLines));
    child = spawn(process.execPath, [apiCommand('buttons'), 'import', file, '--json'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const said = child.stdout ? await text(child.stdout) : '';
    await exited;
    return said === '' ? 0 : (JSON.parse(said) as { added: number }).added;
  }

  const importing = (async () => {
    while (!isOver) imported += await importOne();
  })();
  await untilItWrites(databaseOwnerUrl);

  return {
    close: async (patiently) => {
      isOver = true;
      if (!patiently) child?.kill('SIGKILL');
      await importing;
      await rm(folder, { recursive: true });
      // Cut short it has no number of lines to keep; that it was there is all.
      return {
        ...nothingDone,
        wanted: patiently ? files * size.importedLines : 1,
        tried: patiently ? imported : 1,
      };
    },
  };
};

function linesOf(count: number): string {
  const series = randomBytes(3).toString('hex').toUpperCase();
  const lines = Array.from({ length: count }, (_, index) => {
    const account = `1A${series}${index.toString(16).toUpperCase().padStart(5, '0')}`;
    return `crowd-${account},dc09,${account},,Simulator,,`;
  });
  return `serial,protocol,account,key,model,municipality,holder\n${lines.join('\n')}\n`;
}

/** The command takes a second to start; the trouble is there when it writes into the register. */
async function untilItWrites(databaseOwnerUrl: string): Promise<void> {
  const sql = postgres(databaseOwnerUrl, { max: 1 });
  const until = performance.now() + 20_000;
  for (;;) {
    const writing = await sql`
      select from pg_locks where relation = 'buttons'::regclass and mode = 'RowExclusiveLock'`;
    if (writing.length > 0 || performance.now() > until) break;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await sql.end();
}
