// Listening in as it concerns alarms: who may, what the centre is told of it, who has to from now on, and whose sound
// reaches nobody. Parts of the screen know this; the lines themselves are in listen-in.svelte.ts.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { createContext } from 'svelte';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import type { AlarmCommands } from '../commands/alarm-commands.svelte.ts';
import type { Board } from '../live/board.svelte.ts';
import { m } from '../paraglide/messages.js';
import { settings } from '../settings.svelte.ts';
import { errorText } from '../words.ts';
import { noSoundWords } from './hearing/heard-words.ts';
import { Unheard } from './hearing/unheard.ts';
import { Markers } from './listen-back/markers.svelte.ts';
import { ListenIn } from './listen-in.svelte.ts';

type Surroundings = {
  board: Board;
  work: AlarmWork;
  commands: AlarmCommands;
  /** Milliseconds that only go forward. */
  steady: () => number;
  /** The server's clock. */
  serverNow: () => number;
  /** Somebody takes a line here: no other window of his goes on with one. */
  onTaken: (alarmId: string) => void;
  /** Of all the windows of this person this one hears whom he answers for by such an event. */
  hearsBy: (event: 'AlarmClaimed' | 'AlarmTakenOver' | 'RolesSwapped') => boolean;
};

/** Who takes them in order needs one; two more for whoever picks. */
const mostPrepared = 3;

export class ListenInWork {
  readonly listenIn: ListenIn;
  readonly markers: Markers;
  readonly #around: Surroundings;
  readonly #heardOrNot = new Unheard();
  #unheard = $state.raw<readonly Alarm[]>([]);

  constructor(around: Surroundings) {
    const { board, work } = around;
    this.#around = around;
    const numberOf = (alarmId: string) => board.alarms.get(alarmId)?.number;
    this.listenIn = new ListenIn({
      steady: around.steady,
      now: around.serverNow,
      chosenOutput: () => settings.choices.voiceOutput,
      chosenShape: () => settings.choices,
      soundGoneAt: (alarmId) => {
        const { status, since } = board.alarms.get(alarmId)?.sound ?? {
          status: 'none',
          since: null,
        };
        return (status === 'lost' || status === 'ended') && since ? Date.parse(since) : null;
      },
      send: (alarmId, command) => this.#send(alarmId, command),
      onRefused: (alarmId, cause) =>
        work.showResult('rejected', `#${numberOf(alarmId)}: ${errorText(cause)}`),
      onDismissed: (alarmId) =>
        work.showResult('rejected', m.listen_dismissed({ number: numberOf(alarmId) ?? '' })),
      onPlaybackFailed: () => work.showResult('rejected', m.playback_failed()),
    });
    this.markers = new Markers((alarmId, markerId, moment, label) => {
      const alarm = board.alarms.get(alarmId);
      const audioMoment = moment.toISOString();
      if (alarm) void this.#addMarker(alarm, { type: 'AddMarker', markerId, audioMoment, label });
    });
  }

  /** Whose sound arrives while nobody in the centre has a line to it. */
  get unheard() {
    return this.#unheard;
  }

  /** F4: takes a line to the alarm, or gives it back. */
  async toggle(alarm: Alarm): Promise<void> {
    const { work } = this.#around;
    if (this.listenIn.of(alarm.id)) return this.listenIn.leave(alarm.id, { isReported: true });
    const { state } = this.listenIn.line;
    if (state.status === 'none') return work.showResult('rejected', noSoundWords[state.why]());
    const off = work.whyNot(alarm, 'StartListening');
    if (off) return work.showResult('rejected', off);
    this.#around.onTaken(alarm.id);
    await this.listenIn.listenTo(alarm.id);
  }

  /** Its person hears it in another window; for the centre nothing changes. */
  heardElsewhere(alarmId: string): void {
    this.listenIn.leave(alarmId, { isReported: false });
  }

  /** The moment that is in the headset, be it live or listened back to. */
  get heardAt(): number {
    return this.listenIn.back.heardAt;
  }

  /** Ctrl+M: what is heard now; without a label that is asked for. */
  mark(alarm: Alarm, moment = this.heardAt, label: string | null = null): void {
    const { work } = this.#around;
    const off = work.whyNot(alarm, 'AddMarker');
    if (off) work.showResult('rejected', off);
    else this.markers.begin(alarm, moment, work.now);
    if (!off && label !== null) this.markers.choose(label);
  }

  /** Where there is sound to hear: without a key, for who has just become the one who listens. */
  listenNow({ id, button }: Alarm): void {
    if (button.sound && this.listenIn.line.state.status !== 'none') void this.listenIn.listenTo(id);
  }

  /** Whoever answers for it from now on hears it from now on, whoever of the two asked for that. */
  happened({ type, alarmId, actor, data }: FeedEvent): void {
    const { board, work } = this.#around;
    const alarm = board.alarms.get(alarmId);
    if (!alarm) return;
    // Who takes an alarm hears it by the same question, unless it was asked in another window.
    if (type !== 'RolesSwapped' && type !== 'AlarmTakenOver' && type !== 'AlarmClaimed') return;
    const owner = type === 'RolesSwapped' ? data.owner : data.by;
    const isMine = owner.id === work.me.id;
    if (isMine && this.#around.hearsBy(type)) this.listenNow(alarm);
    if (type !== 'RolesSwapped' || (!isMine && data.caller.id !== work.me.id)) return;
    const by = actor.type === 'person' ? actor.name : '';
    const swapped = isMine ? m.swapped_listener : m.swapped_caller;
    work.showResult('accepted', swapped({ number: alarm.number, name: by }));
  }

  /** To be called several times a second, with what F4 or F2 would bring to the headset. */
  tick(selected: Alarm | null, waiting: readonly Alarm[]): void {
    const { board, work } = this.#around;
    this.markers.tick(work.now);
    this.listenIn.prepare(
      [selected, ...waiting.slice(0, mostPrepared)]
        .filter((alarm) => alarm !== null)
        .filter(
          ({ id, closed, sound }) =>
            !closed && sound.status === 'receiving' && !this.listenIn.of(id),
        )
        .map(({ id }) => id),
    );
    const unheard = this.#heardOrNot.of(board.alarms.values(), work.now);
    // Nothing is drawn anew for nothing.
    if (unheard.length + this.#unheard.length > 0) this.#unheard = unheard;
  }

  /** What this desk says of itself, beside whatever its person is doing; false when it did not arrive. */
  async #send(alarmId: string, command: PersonCommand): Promise<boolean> {
    const { commands } = this.#around;
    const sent = await commands.sendBeside(alarmId, crypto.randomUUID(), command);
    return sent.status === 'done';
  }

  /** A moment that is marked waits for nothing else that is asked at that moment. */
  async #addMarker(alarm: Alarm, command: PersonCommand): Promise<void> {
    const { commands, work } = this.#around;
    const off = work.whyNot(alarm, command.type);
    if (off) return work.showResult('rejected', off);
    const sent = await commands.sendBeside(alarm.id, crypto.randomUUID(), command);
    if (sent.status === 'failed')
      work.showResult('rejected', `#${alarm.number}: ${errorText(sent.error, alarm)}`);
  }
}

export const [useListenIn, provideListenIn] = createContext<ListenInWork>();
