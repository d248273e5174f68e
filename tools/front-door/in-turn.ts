// One request of a connection at a time. Whoever sends many before the first answer would hold as many of our
// lines to the programs behind, which are there for everybody. No browser does.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Sent ahead on one connection. It is a right that HTTP gives, and nobody's need. */
const mostAhead = 10;

const waiting = new WeakMap<Socket, (() => void)[]>();

/** Begins at once, or when what this connection asked before has been answered. */
export function inTurn(socket: Socket, response: ServerResponse, begin: () => void): void {
  const turns = waiting.get(socket) ?? [];
  waiting.set(socket, turns);
  if (turns.length > mostAhead) {
    socket.destroy();
    return;
  }
  turns.push(begin);
  response.once('close', () => {
    turns.shift();
    if (!socket.destroyed) turns[0]?.();
  });
  if (turns.length === 1) begin();
}
