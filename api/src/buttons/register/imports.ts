// A file of lines on a screen: looked at, carried out a part at a time, and erased. It is kept sealed and for no longer than
// somebody needs to look at it, because keys and names stand in it.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ImportPreview, LineFate } from '@achterwacht/shared/routes/imports.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { Visitor } from '../../access/as-actor.ts';
import type { Database } from '../../db/connect.ts';
import { Failure, notFound, serve } from '../../http/server.ts';
import { ofRounds } from '../../jobs/job.ts';
import * as sealing from '../../sealing/seal.ts';
import type { Parts } from '../parts.ts';
import { WrongFile } from './csv-rows.ts';
import { importLines, type RefusedLine } from './import-lines.ts';
import { previewImport, type Fates, type Named } from './import-preview.ts';

const keptMinutes = 30;
const eraseMilliseconds = 60_000;
/** As many as somebody reads. */
const mostShown = 200;
/** Of one question; the next goes on where this one ended. */
const partMilliseconds = 8_000;

const purposeOf = (id: string) => `import/${id}`;

export function serveImports(app: FastifyInstance, parts: Parts): void {
  const { authentication, asActor, accounts: system, keys, clock } = parts;
  const mayRegister = (visitor: Visitor) =>
    asActor(visitor, 'button.change', () => Promise.resolve());

  serve(app, authentication, routes.importPreview, async ({ visitor, body: { content } }) => {
    await mayRegister(visitor);
    const { centreId, id: userId } = visitor;
    const found = await readFile(() =>
      previewImport({ system, keys }, { centreId, content, asked: new Map() }),
    );
    if (found instanceof Failure) return found;
    const id = randomUUID();
    const now = clock.now();
    const sealed = sealing.seal(keys.master, purposeOf(id), content);
    await system.sql`
      insert into pending_imports (id, centre_id, user_id, content, uploaded_at)
      values (${id}, ${centreId}, ${userId}, ${sealed}, ${now.toISOString()})`;
    return previewOf(id, found, new Date(now.getTime() + keptMinutes * 60_000));
  });

  serve(app, authentication, routes.importCarryOut, async ({ visitor, params, body }) => {
    await mayRegister(visitor);
    const { type, id, name, role, centreId } = visitor;
    const content = await read(visitor, params.importId);
    if (content === null) return notFound();
    const asked: Named = new Map(
      Object.entries(body.municipalities).map(([named, of]) => [named.toLowerCase(), of]),
    );
    const found = await readFile(() =>
      previewImport({ system, keys }, { centreId, content, asked }),
    );
    if (found instanceof Failure) return found;
    const { lines } = found;
    const refused: RefusedLine[] = [];
    const part = lines.slice(body.from);
    const { done, ...counts } = await importLines(
      { system, keys },
      {
        lines: part,
        centreId,
        now: clock.now(),
        actor: { type, id, name, role },
        named: asked,
        refused,
        until: performance.now() + partMilliseconds,
      },
    );
    const next = body.from + done < lines.length ? body.from + done : null;
    if (next === null) await erase(system, params.importId);
    return {
      ...counts,
      refused: refused.map(({ index, refusal }): LineFate => {
        const name = part[index]!.serial; // of the same lines
        const number = found.fates.find((fate) => fate.name === name)?.number ?? 1;
        return { number, name, fate: 'refused', why: { of: 'refusal', ...refusal } };
      }),
      done: body.from + done,
      of: lines.length,
      next,
    };
  });

  serve(app, authentication, routes.importDrop, async ({ visitor, params }) => {
    await mayRegister(visitor);
    if ((await read(visitor, params.importId)) === null) return notFound();
    await erase(system, params.importId);
    return {};
  });

  /** His own, while it is kept. */
  async function read({ id: userId }: Visitor, importId: string): Promise<string | null> {
    const since = new Date(clock.now().getTime() - keptMinutes * 60_000).toISOString();
    const [row] = await system.sql<{ content: string }[]>`
      select content from pending_imports
      where id = ${importId} and user_id = ${userId} and uploaded_at > ${since}`;
    return row ? sealing.open(keys.master, purposeOf(importId), row.content) : null;
  }
}

async function erase({ sql }: Database, importId: string): Promise<void> {
  await sql`delete from pending_imports where id = ${importId}`;
}

/** What nobody carried out. In one statement, whatever there is. */
export const eraseImportsJob = ({
  background,
  clock,
}: { background: Database } & Pick<Parts, 'clock'>) =>
  ofRounds({
    name: 'register-imports',
    everyMilliseconds: eraseMilliseconds,
    round: async () => {
      const since = new Date(clock.now().getTime() - keptMinutes * 60_000).toISOString();
      await background.sql`delete from pending_imports where uploaded_at <= ${since}`;
    },
  });

async function readFile(work: () => Promise<Fates>): Promise<Fates | Failure> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WrongFile)) throw error;
    return new Failure(409, 'bestand-onleesbaar', { problem: error.code, ...error.details });
  }
}

function previewOf(
  importId: string,
  { fates, unknownMunicipalities }: Fates,
  expiresAt: Date,
): ImportPreview {
  const count = (wanted: LineFate['fate']) => fates.filter(({ fate }) => fate === wanted).length;
  const first = fates.toSorted(
    (one, other) => Number(other.fate === 'refused') - Number(one.fate === 'refused'),
  );
  return {
    importId,
    counts: {
      added: count('added'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      refused: count('refused'),
    },
    lines: first.slice(0, mostShown),
    unknownMunicipalities,
    expiresAt: expiresAt.toISOString(),
  };
}
