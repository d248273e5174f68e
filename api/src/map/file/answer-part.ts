// One part of the map file, as a page asks it by the header Range.
import { open } from 'node:fs/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { mapEdition } from '@achterwacht/shared/routes/map-file.ts';
import { fail } from '../../http/fail.ts';
import type { MapFiles } from './map-files.ts';

export const partParams = z.object({ edition: mapEdition });
const range = /^bytes=(\d{1,15})-(\d{1,15})$/;

/** `keep`: what a browser may do with it, as `cache-control` says it. */
type Limits = { mostBytes: number; keep: string };

export async function answerPart(
  files: MapFiles,
  request: FastifyRequest,
  reply: FastifyReply,
  { mostBytes, keep }: Limits,
): Promise<FastifyReply> {
  const { edition } = request.params as z.infer<typeof partParams>;
  const file = await open(files.pathOf(edition)).catch(() => null);
  if (!file) return fail(reply, 404, 'map-edition-gone');
  try {
    const { size } = await file.stat();
    const part = partOf(request.headers.range, size, mostBytes);
    if (!part)
      return await fail(reply.header('content-range', `bytes */${size}`), 416, 'range-needed');
    const bytes = Buffer.alloc(part.end - part.start + 1);
    await file.read(bytes, 0, bytes.length, part.start);
    return await reply
      .code(206)
      .header('content-type', 'application/vnd.pmtiles')
      .header('content-range', `bytes ${part.start}-${part.end}/${size}`)
      .header('accept-ranges', 'bytes')
      .header('etag', `"${edition}"`)
      .header('cache-control', keep)
      .send(bytes);
  } finally {
    await file.close();
  }
}

/** One range, and of a size that a map asks; null where it is none. */
function partOf(
  header: string | undefined,
  size: number,
  mostBytes: number,
): { start: number; end: number } | null {
  const [, from, to] = range.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined) return null;
  const start = Number(from);
  const end = Math.min(Number(to), size - 1);
  if (start > end || end - start >= mostBytes) return null;
  return { start, end };
}
