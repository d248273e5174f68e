// A question to a process of our own, over Node's channel: one order, one answer.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Rejects when the process ends instead of answering. Whoever asks says what kind of answer it gets. */
export async function askChild<Answer>(
  child: ChildProcess,
  order: object,
  what: string,
): Promise<Answer> {
  const answered = new AbortController();
  const { signal } = answered;
  const failed = once(child, 'exit', { signal }).then((): never => {
    throw new Error(`a process of ${what} ended`);
  });
  // Of the two that wait, the one that lost is called off, and says so.
  failed.catch(() => {});
  const reply = once(child, 'message', { signal }) as Promise<[Answer]>;
  reply.catch(() => {});
  child.send(order);
  try {
    const [answer] = await Promise.race([reply, failed]);
    return answer;
  } finally {
    answered.abort();
  }
}
