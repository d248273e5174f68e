// Who looked and who changed what: kept, sealed, shown, and erased after its time.
import type { FastifyInstance } from 'fastify';
import type { AsActor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import type { Source } from '../projections/projection.ts';
import { createAuditChanges } from './changes.ts';
import type { FoldUnsealed } from './read-line.ts';
import { linesEraser } from './seals/erase-lines.ts';
import { serveAudit } from './routes.ts';
import { sealJob } from './seals/seal-lines.ts';

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  background: Database;
  clock: Clock;
};

type Log = {
  subjects: readonly Pick<Source, 'streamType' | 'feed'>[];
  foldUnsealed: FoldUnsealed;
};

export function openAudit(parts: Parts, { subjects, foldUnsealed }: Log) {
  const changes = createAuditChanges(subjects);
  return {
    routes: (http: FastifyInstance) => serveAudit(http, { ...parts, changes, foldUnsealed }),
    jobs: [sealJob(parts)],
    projections: [changes],
    erasers: { 'access-lines': linesEraser },
  };
}
