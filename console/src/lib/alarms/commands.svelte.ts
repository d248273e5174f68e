// Commands on their way. Nothing is shown as done before the server said so: while one is under way the
// button says what it is doing, and after three seconds without an answer it says that instead.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { ApiError, call, isUnanswered } from '../api.ts';
import type { RoomKey } from '../listen-in/sound-line.svelte.ts';

const answerMilliseconds = 3_000;
const againMilliseconds = 1_000;

export type Sent = { status: 'done' } | { status: 'failed'; error: ApiError };

export class AlarmCommands {
  #underWay = $state.raw<ReadonlyMap<string, PersonCommand['type']>>(new Map());
  readonly #took: (events: FeedEvent[]) => void;

  /** `took` gets the events of every answer. */
  constructor(took: (events: FeedEvent[]) => void) {
    this.#took = took;
  }

  underWay(alarmId: string): PersonCommand['type'] | null {
    return this.#underWay.get(alarmId) ?? null;
  }

  /** A note has its own queue and may go beside anything else. */
  async send(alarm: Alarm, command: PersonCommand): Promise<Sent> {
    this.#mark(alarm.id, command.type);
    try {
      return await this.sendOnce(alarm.id, crypto.randomUUID(), command);
    } finally {
      this.#mark(alarm.id, null);
    }
  }

  /**
   * What leaves the building: asked again by the same id until the server has answered, so that however
   * often the line falls away it goes exactly once.
   */
  async sendUntilAnswered(alarm: Alarm, command: PersonCommand): Promise<Sent> {
    const commandId = crypto.randomUUID();
    this.#mark(alarm.id, command.type);
    try {
      for (;;) {
        const sent = await this.sendOnce(alarm.id, commandId, command);
        if (sent.status === 'done' || !isUnanswered(sent.error)) return sent;
        await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
      }
    } finally {
      this.#mark(alarm.id, null);
    }
  }

  /** Takes the alarm and starts to listen in, in one question: sound must not wait for a second one. */
  async claimListening(
    alarm: Alarm,
    listener: string,
    onKey: (key: RoomKey) => void,
  ): Promise<Sent> {
    this.#mark(alarm.id, 'Claim');
    try {
      return await this.#answered(async (signal) => {
        const answer = await call('alarmListenIn', {
          params: { alarmId: alarm.id },
          body: { listener, claim: { expectedVersion: alarm.version } },
          signal,
        });
        // Before the board is drawn anew, which takes longer than the way to the sound.
        onKey(answer);
        return answer;
      });
    } finally {
      this.#mark(alarm.id, null);
    }
  }

  /** The same `commandId` again gets the first one's answer, so a repeat never acts twice. */
  sendOnce(alarmId: string, commandId: string, command: PersonCommand): Promise<Sent> {
    return this.#answered((signal) =>
      call('alarmCommand', { params: { alarmId }, body: { commandId, ...command }, signal }),
    );
  }

  async #answered(ask: (signal: AbortSignal) => Promise<{ events: unknown[] }>): Promise<Sent> {
    try {
      const answer = await ask(AbortSignal.timeout(answerMilliseconds));
      this.#took(answer.events as FeedEvent[]);
      return { status: 'done' };
    } catch (cause) {
      if (cause instanceof ApiError) return { status: 'failed', error: cause };
      if (cause instanceof DOMException)
        return { status: 'failed', error: new ApiError(0, 'timeout') };
      throw cause;
    }
  }

  #mark(alarmId: string, type: PersonCommand['type'] | null): void {
    const underWay = new Map(this.#underWay);
    if (type) underWay.set(alarmId, type);
    else underWay.delete(alarmId);
    this.#underWay = underWay;
  }
}
