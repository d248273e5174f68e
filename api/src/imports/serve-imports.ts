// A file of lines on a screen, of whatever kind: looked at, carried out a part at a time, and erased.
import type { FastifyInstance } from 'fastify';
import type { ImportPreview, LineFate } from '@achterwacht/shared/routes/imports.ts';
import { routes } from '@achterwacht/shared/routes/routes.ts';
import type { AsActor, Visitor } from '../access/as-actor.ts';
import type { Authentication } from '../access/authentication.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/connect.ts';
import { Failure, notFound, serve } from '../http/server.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { WrongFile } from './csv-rows.ts';
import { nothingSaid, type ImportKind, type Looked, type Said } from './import-kind.ts';
import { AtWork, countDone, openPendingImports } from './pending.ts';

/** As many as somebody reads. */
const mostShown = 200;
/** As many as somebody answers. */
const mostAsked = 100;
/** Of one question; the next goes on where this one ended. */
const partMilliseconds = 8_000;

type Parts = {
  authentication: Authentication;
  asActor: AsActor;
  /** The system's own part, for what it writes because somebody asks for it. */
  accounts: Database;
  keys: KeyRing;
  clock: Clock;
};

const routesOf = {
  buttons: {
    preview: routes.importPreview,
    carryOut: routes.importCarryOut,
    drop: routes.importDrop,
  },
  persons: {
    preview: routes.personImportPreview,
    carryOut: routes.personImportCarryOut,
    drop: routes.personImportDrop,
  },
} as const;

export function serveImports(app: FastifyInstance, parts: Parts, kind: ImportKind): void {
  const { authentication, asActor, accounts: system } = parts;
  const { preview, carryOut, drop } = routesOf[kind.name];
  const pending = openPendingImports({ ...parts, system });
  const admit = (visitor: Visitor) => asActor(visitor, kind.permission, () => Promise.resolve());
  const own = ({ id: userId }: Visitor) => ({ kind: kind.name, userId });

  serve(app, authentication, preview, async ({ visitor, body: { content } }) => {
    await admit(visitor);
    const looked = await readable(() =>
      // Nothing of it is there yet: it has no id.
      kind.look({ id: '', visitor, content, said: nothingSaid }),
    );
    if (looked instanceof Failure) return looked;
    const kept = await pending.keep({ ...own(visitor), centreId: visitor.centreId }, content);
    return previewOf(kept, looked);
  });

  serve(app, authentication, carryOut, async ({ visitor, params: { importId: id }, body }) => {
    await admit(visitor);
    const found = await pending.read(id, own(visitor));
    if (!found) return notFound();
    const { content, done } = found;
    const until = performance.now() + partMilliseconds;
    const part = await readable(() =>
      kind.carryOut(
        { id, visitor, content, said: saidIn(body) },
        { done, until, count: (tx, counted) => countDone(tx, id, counted) },
      ),
    );
    if (part instanceof Failure) return part;
    const isOver = part.done >= part.of;
    if (isOver) await pending.erase(id);
    return { ...part, isOver };
  });

  serve(app, authentication, drop, async ({ visitor, params: { importId: id } }) => {
    await admit(visitor);
    if (!(await pending.read(id, own(visitor)))) return notFound();
    await pending.erase(id);
    return {};
  });
}

const saidIn = ({
  municipalities,
  persons,
}: {
  municipalities: Record<string, string>;
  persons: Record<string, string>;
}): Said => ({
  municipalities: new Map(
    Object.entries(municipalities).map(([named, of]) => [named.toLowerCase(), of]),
  ),
  persons: new Map(Object.entries(persons).map(([number, who]) => [Number(number), who])),
});

async function readable<Read>(work: () => Promise<Read>): Promise<Read | Failure> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AtWork) return new Failure(409, 'inlezen-bezig');
    if (!(error instanceof WrongFile)) throw error;
    return new Failure(409, 'bestand-onleesbaar', { problem: error.code, ...error.details });
  }
}

function previewOf(
  { id: importId, expiresAt }: { id: string; expiresAt: Date },
  { fates, unknownMunicipalities, unclearLines }: Looked,
): ImportPreview {
  const count = (wanted: LineFate['fate']) => fates.filter(({ fate }) => fate === wanted).length;
  const urgency = ({ fate, warning }: LineFate) => (fate === 'refused' ? 2 : warning ? 1 : 0);
  const first = fates.toSorted((one, other) => urgency(other) - urgency(one));
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
    unclearLines: unclearLines.slice(0, mostAsked),
    expiresAt: expiresAt.toISOString(),
  };
}
