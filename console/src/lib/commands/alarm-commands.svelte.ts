// Commands on their way. Nothing is shown as done before the server said so: while one is under way the
// button says what it is doing, and after three seconds without an answer it says that instead.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isReadable, type DeskItem } from '@achterwacht/shared/feed.ts';
import { ApiError, call, isUnanswered, type Answer } from '../api.ts';
import { Turns, type Answered, type Sent } from './turns.ts';

const answerMilliseconds = 3_000;
const againMilliseconds = 1_000;

type Surroundings = {
  /** The events of every answer. */
  onEvents: (events: DeskItem[]) => void;
  alarmNow: (alarmId: string) => Alarm | undefined;
  whyNot: (alarm: Alarm, type: PersonCommand['type']) => string | null;
};

export class AlarmCommands {
  #underWay = $state.raw<ReadonlyMap<string, readonly PersonCommand['type'][]>>(new Map());
  readonly #turns: Turns;
  readonly #onEvents: (events: DeskItem[]) => void;

  constructor({ onEvents, alarmNow, whyNot }: Surroundings) {
    this.#onEvents = onEvents;
    this.#turns = new Turns({
      alarmNow,
      whyNot,
      onChanged: (underWay) => (this.#underWay = underWay),
    });
  }

  /** Asked or waiting for its turn: one of these, or anything. */
  isUnderWay(alarmId: string, ...types: PersonCommand['type'][]): boolean {
    const underWay = this.#underWay.get(alarmId) ?? [];
    return types.length === 0 ? underWay.length > 0 : types.some((type) => underWay.includes(type));
  }

  /** Once all that is under way was answered: whether the last of it landed. */
  landed(alarmId: string): Promise<boolean> {
    return this.#turns.landed(alarmId);
  }

  send(alarm: Alarm, command: PersonCommand): Promise<Sent> {
    return this.#turns.take(alarm, command, (asked) =>
      this.sendBeside(alarm.id, crypto.randomUUID(), asked),
    );
  }

  /**
   * What leaves the building: asked again by the same id until the server has answered, so that however
   * often the line falls away it goes exactly once.
   */
  sendUntilAnswered(alarm: Alarm, command: PersonCommand): Promise<Sent> {
    const commandId = crypto.randomUUID();
    return this.#turns.take(alarm, command, async (asked) => {
      for (;;) {
        const answered = await this.sendBeside(alarm.id, commandId, asked);
        if (answered.status === 'done' || !isUnanswered(answered.error)) return answered;
        await new Promise((resolve) => setTimeout(resolve, againMilliseconds));
      }
    });
  }

  /** Takes the alarm and starts to listen in, in one question: sound must not wait for a second one. */
  claimListening(
    alarm: Alarm,
    listener: string,
    { onAsk, onKey }: { onAsk: () => void; onKey: (key: Answer<'alarmListenIn'>) => void },
  ): Promise<Sent> {
    const command = { type: 'Claim', expectedVersion: alarm.version } as const;
    return this.#turns.take(alarm, command, ({ expectedVersion }) => {
      onAsk();
      return this.#answered(async (signal) => {
        const answer = await call('alarmListenIn', {
          params: { alarmId: alarm.id },
          body: { listener, claim: { expectedVersion } },
          signal,
        });
        // Before the board is drawn anew, which takes longer than the way to the sound.
        onKey(answer);
        return answer;
      });
    });
  }

  /**
   * Waits for nothing else that is asked. The same `commandId` again gets the first one's answer, so a repeat
   * never acts twice.
   */
  sendBeside(alarmId: string, commandId: string, command: PersonCommand): Promise<Answered> {
    return this.#answered((signal) =>
      call('alarmCommand', { params: { alarmId }, body: { commandId, ...command }, signal }),
    );
  }

  async #answered(ask: (signal: AbortSignal) => Promise<{ events: unknown[] }>): Promise<Answered> {
    try {
      const answer = await ask(AbortSignal.timeout(answerMilliseconds));
      const events = answer.events as DeskItem[];
      this.#onEvents(events);
      return { status: 'done', versions: events.filter(isReadable).map(({ version }) => version) };
    } catch (cause) {
      if (cause instanceof ApiError) return { status: 'failed', error: cause };
      if (cause instanceof DOMException)
        return { status: 'failed', error: new ApiError(0, 'timeout') };
      throw cause;
    }
  }
}
