// A Postgres of a test's own, for what cannot be done to the one that all tests of a run share: frozen,
// stopped, killed. It writes to disk before it says so, as a real one does.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseRole, PostgresOptions } from '../../../../tools/embedded/postgres-options.ts';
import { postgresUrl, startPostgres } from '../../../../tools/embedded/postgres.ts';
import { processesWorkingIn } from '../../../../tools/processes/process-table.ts';
import { testPort } from '../../../../tools/testing/ports.ts';
import { migrate } from '../../db/migrate.ts';
import type { DatabaseUrls } from '../../testing/instance/demo-copy.ts';

export type OwnPostgres = Awaited<ReturnType<typeof startOwnPostgres>>;

/** `emptyFolder`: to put it in, on a disk of one's own. */
export async function startOwnPostgres(emptyFolder?: string) {
  const folder = emptyFolder ?? mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-postgres-'));
  const secret = randomBytes(16).toString('hex');
  const options: PostgresOptions = {
    folder: join(folder, 'data'),
    port: await testPort(),
    database: 'achterwacht',
    passwords: {
      postgres: secret,
      achterwacht_owner: secret,
      achterwacht_app: secret,
      achterwacht_system: secret,
      achterwacht_public: secret,
    },
    isDurable: true,
  };
  const url = (role: DatabaseRole) => postgresUrl(options, role);
  let server = await startPostgres(options, () => {});
  const urls: DatabaseUrls = {
    appUrl: url('achterwacht_app'),
    systemUrl: url('achterwacht_system'),
    publicUrl: url('achterwacht_public'),
    ownerUrl: url('achterwacht_owner'),
  };
  await migrate(urls);
  const signal = (name: NodeJS.Signals) => {
    for (const { pid } of processesWorkingIn(options.folder)) process.kill(pid, name);
  };
  return {
    urls,
    /** As whoever administers the server. */
    superuserUrl: url('postgres'),
    /** Every process of it stands still, as on a disk that no longer answers. */
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async stop() {
      await server.stop();
    },
    async kill() {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
    },
    async start() {
      server = await startPostgres(options, () => {});
    },
    async end() {
      signal('SIGCONT');
      await server.stop();
      rmSync(options.folder, { recursive: true, force: true });
      if (!emptyFolder) rmSync(folder, { recursive: true, force: true });
    },
  };
}
