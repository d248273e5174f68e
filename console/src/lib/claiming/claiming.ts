// Taking an alarm: which one a key is meant for, hearing it by the same question, and going on to the next when a
// colleague was first.
import { isClaimable, whyNot } from '@achterwacht/shared/alarm/actions.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { createContext } from 'svelte';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import { isTest } from '../alarms/describe.ts';
import { isUnanswered } from '../api.ts';
import type { AlarmCommands } from '../commands/alarm-commands.svelte.ts';
import type { Sent } from '../commands/turns.ts';
import type { ListenInWork } from '../listen-in/listen-in-work.svelte.ts';
import type { Board } from '../live/board.svelte.ts';
import { m } from '../paraglide/messages.js';
import type { Selection } from '../selection/selection.svelte.ts';
import { refusalText } from '../words.ts';
import { JustTaken } from './just-taken.ts';
import { isAsked } from './many-own.ts';

/** Asked again within this, he means it. */
const meantMilliseconds = 10_000;

type Surroundings = {
  board: Board;
  work: AlarmWork;
  commands: AlarmCommands;
  selection: Selection;
  listening: ListenInWork;
  /** What is taken at this window is heard at it; else the window that shows it hears it. */
  hearsHere: () => boolean;
  /** What can be taken without being before somebody, in the queue's order. */
  queue: () => { waiting: readonly Alarm[]; asked: readonly Alarm[]; tests: readonly Alarm[] };
};

export class Claiming {
  readonly #around: Surroundings;
  readonly #justTaken = new JustTaken();
  /** Nobody said whether it became this person's own. */
  #unansweredClaim: string | null = null;
  /** Would be one more than anybody works at once; asked again it is meant. */
  #isSure: { alarmId: string; at: number } | null = null;
  /** Became this person's own while it was before him, and nobody has been shown what comes next. */
  #becameMine: string | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** F2: the selected alarm when it can be taken, else the first that can. `at` is when the key went down. */
  async claimNext(at: number): Promise<void> {
    const { work } = this.#around;
    if (this.#wasTooLate(at)) return;
    // What cannot be taken now takes nobody from the alarm that he is at.
    if (work.offReason) return work.showResult('rejected', work.offReason);
    const alarm = this.#target();
    if (alarm) await this.claim(alarm);
    else work.showResult('rejected', m.claim_nothing());
  }

  /** What F2 would take now. */
  get next(): Alarm | null {
    return this.#target();
  }

  async claim(alarm: Alarm): Promise<void> {
    const { selection, work } = this.#around;
    selection.select(alarm.id);
    if (this.#asksFirst(alarm)) return;
    const sent = await this.#ask(alarm);
    if (sent.status === 'done') {
      work.showResult('accepted', m.claim_done({ number: alarm.number }));
      return;
    }
    if (sent.status === 'failed' && isUnanswered(sent.error)) this.#wasUnanswered(alarm.id);
    this.#goOnFrom(alarm.id);
  }

  /** Who owns some already is asked whether he means it. */
  #asksFirst(alarm: Alarm): boolean {
    const { id, number } = alarm;
    const { board, work } = this.#around;
    const at = performance.now();
    const before = this.#isSure;
    this.#isSure = { alarmId: id, at };
    const own = board.open.filter((each) => ownerOf(each)?.id === work.me.id);
    if (
      isTest(alarm) ||
      !isAsked(own) ||
      (before?.alarmId === id && at - before.at < meantMilliseconds)
    )
      return false;
    work.showResult('rejected', m.claim_asks({ count: own.length, number }));
    return true;
  }

  /** To be told of everything that happens, after it is on the board. */
  happened(event: FeedEvent): void {
    if (event.type !== 'AlarmClaimed' && event.type !== 'AlarmTakenOver') return;
    const { alarmId, type } = event;
    const byId = event.data.by.id;
    if (alarmId === this.#around.selection.id) this.#changedHands(alarmId, type, byId);
    if (type === 'AlarmClaimed') this.#mayBeMineNow(alarmId, byId);
  }

  /** Whether it was just taken here, be it before anything of it was drawn. Answers once. */
  wasJustTaken(alarmId: string): boolean {
    const taken = this.#becameMine === alarmId;
    this.#becameMine = null;
    return taken;
  }

  /** Hears it by the same question, for the first word counts; without a sound line the claim goes alone. */
  async #ask(alarm: Alarm): Promise<Sent> {
    const { commands, hearsHere, work } = this.#around;
    const { listenIn } = this.#around.listening;
    const hears = alarm.button.sound && hearsHere();
    const { listener } = listenIn.line;
    if (hears && listener)
      return work.carryOut(alarm, 'Claim', async () => {
        const sent = await commands.claimListening(alarm, listener, {
          onAsk: () => listenIn.expect(alarm.id),
          onKey: (key) => listenIn.enter(alarm.id, key),
        });
        if (sent.status === 'failed') listenIn.leave(alarm.id, { isReported: false });
        return sent;
      });
    const sent = await work.carryOut(alarm, 'Claim', () =>
      commands.send(alarm, { type: 'Claim', expectedVersion: alarm.version }),
    );
    if (sent.status === 'done' && hears) void listenIn.listenTo(alarm.id);
    return sent;
  }

  /** The log answers instead: it may have come in already. */
  #wasUnanswered(alarmId: string): void {
    const { board, listening, work } = this.#around;
    const alarm = board.alarms.get(alarmId);
    if (alarm && ownerOf(alarm)?.id === work.me.id) listening.listenNow(alarm);
    else this.#unansweredClaim = alarmId;
  }

  /** A claim that was asked here and never answered. */
  #mayBeMineNow(alarmId: string, byId: string): void {
    const { board, listening, work } = this.#around;
    const alarm = board.alarms.get(alarmId);
    if (!alarm || alarmId !== this.#unansweredClaim) return;
    this.#unansweredClaim = null;
    if (byId !== work.me.id) return;
    listening.listenNow(alarm);
    work.showResult('accepted', m.claim_done({ number: alarm.number }));
  }

  /** The alarm before this person. */
  #changedHands(alarmId: string, type: 'AlarmClaimed' | 'AlarmTakenOver', byId: string): void {
    if (byId === this.#around.work.me.id) {
      this.#becameMine = alarmId;
    } else if (type === 'AlarmClaimed') {
      // From now on, and until somewhat after it is painted, a key may have been meant for it.
      this.#justTaken.took(alarmId, performance.now());
      requestAnimationFrame(() => this.#justTaken.took(alarmId, performance.now()));
    }
  }

  /** A colleague took what this person is looking at as the key went down: said as the server would. */
  #wasTooLate(at: number): boolean {
    const { selection, work } = this.#around;
    const { alarm } = selection;
    if (!alarm || !this.#justTaken.wasMeant(alarm.id, at)) return false;
    const refusal = whyNot(alarm, work.me, 'Claim');
    if (!refusal) return false;
    work.showResult('rejected', `#${alarm.number}: ${refusalText(refusal, alarm)}`);
    this.#goOnFrom(alarm.id);
    return true;
  }

  /** Somebody else was first: on to the next one that waits. */
  #goOnFrom(alarmId: string): void {
    const { board, queue, selection, work } = this.#around;
    const after = board.alarms.get(alarmId);
    if (after && ownerOf(after)?.id === work.me.id) return;
    const next = queue().waiting.find((candidate) => candidate.id !== alarmId);
    if (next && (!after || !isClaimable(after, work.me))) selection.select(next.id);
  }

  #target(): Alarm | null {
    const { queue, selection, work } = this.#around;
    if (selection.alarm && isClaimable(selection.alarm, work.me)) return selection.alarm;
    const { waiting, asked, tests } = queue();
    return waiting[0] ?? asked[0] ?? tests.find((alarm) => isClaimable(alarm, work.me)) ?? null;
  }
}

export const [useClaiming, provideClaiming] = createContext<Claiming>();
