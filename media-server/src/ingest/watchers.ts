// Who waits on a session's event stream. It is the only way to tell a device that its session died: WHIP and
// RTP have none, and over UDP alone it would find out after many seconds of talking to nobody.
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Proxies end what is quiet for a minute. */
const beatMilliseconds = 15_000;

export type Watchers = {
  add: (reply: FastifyReply) => void;
  /** `gone`: ask for a new session now. `over`: it was ended by the device, or gave way to its next one. */
  end: (event: 'gone' | 'over', why: string) => void;
};

export function createWatchers(): Watchers {
  const streams = new Set<ServerResponse>();
  return {
    add: (reply) => {
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      stream.write(': open\n\n');
      streams.add(stream);
      const beating = setInterval(() => stream.write(': still here\n\n'), beatMilliseconds);
      stream.once('close', () => {
        clearInterval(beating);
        streams.delete(stream);
      });
    },
    end: (event, why) => {
      // Whoever replaced it, or said goodbye, knows already; a stream that just ends would call back.
      for (const stream of streams) stream.end(`event: ${event}\ndata: ${why}\n\n`);
      streams.clear();
    },
  };
}
