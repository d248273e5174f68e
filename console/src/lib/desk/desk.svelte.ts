// The desk of one person: board, connection, clock, sound and what is selected, brought together in one
// place so that components only draw and ask.
import type { Person } from '@achterwacht/shared/actor.ts';
import { whyNot, isClaimable } from '@achterwacht/shared/alarm/actions.ts';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Session } from '@achterwacht/shared/routes.ts';
import { getContext, setContext } from 'svelte';
import { AlarmCommands } from '../commands/alarm-commands.svelte.ts';
import { Dossiers } from '../dossier/dossiers.svelte.ts';
import { JustTaken } from '../claiming/just-taken.ts';
import { Notes } from '../notes/notes.svelte.ts';
import { SelectedLog } from '../selection/selected-log.svelte.ts';
import { isTest, matches, queueOf, searched, walkOf } from '../queue/queue.ts';
import { mostWaiting, type Sent } from '../commands/turns.ts';
import { call, isUnanswered } from '../api.ts';
import { noSoundWords } from '../listen-in/hearing/heard-words.ts';
import { ListenIn } from '../listen-in/listen-in.svelte.ts';
import { Markers } from '../listen-in/listen-back/markers.svelte.ts';
import { Unheard } from '../listen-in/hearing/unheard.ts';
import { Board } from '../live/board.svelte.ts';
import { Connection } from '../live/connection.svelte.ts';
import { Ticker } from '../live/ticker.svelte.ts';
import { m } from '../paraglide/messages.js';
import { ServerTime } from '../server-time.ts';
import { settings } from '../settings.svelte.ts';
import { AlarmSound } from '../sound/alarm-sound.svelte.ts';
import { tonePlayer } from '../sound/tone-player.svelte.ts';
import { silenceNow, wantedSound, type Silence } from '../sound/which-sound.ts';
import { clockTime } from '../time/format.ts';
import { Announcer } from '../ui/announcer.svelte.ts';
import { SituationEntry } from '../verification/situation-entry.ts';
import { errorText, refusalText } from '../words.ts';
import { announce } from './announcements.ts';

/** Who takes them in order needs one; two more for whoever picks. */
const mostPrepared = 3;

/** A form that is open in the workspace; one at a time. */
export type Panel =
  | 'handover'
  | 'close'
  | 'park'
  | 'take-over'
  | 'reopen'
  | 'withdraw'
  | 'lift-no-call'
  | 'decline'
  | null;
/** The last answer to something this person asked. */
export type Result = { kind: 'accepted' | 'rejected'; text: string; at: number };

export class Desk {
  readonly session: Session;
  readonly me: Person;
  readonly board = new Board();
  readonly log = new SelectedLog(this.board);
  readonly dossiers = new Dossiers();
  readonly serverTime = new ServerTime();
  readonly ticker = new Ticker(() => this.serverTime.now());
  readonly announcer = new Announcer();
  readonly connection: Connection;
  readonly commands: AlarmCommands;
  readonly notes: Notes;
  readonly sound: AlarmSound;
  readonly listenIn: ListenIn;
  readonly markers: Markers;
  readonly situation = new SituationEntry(this);

  #selectedId = $state<string | null>(null);
  #panel = $state<Panel>(null);
  #silence = $state.raw<Silence | null>(null);
  #result = $state.raw<Result | null>(null);
  #loadProblem = $state<string | null>(null);
  #wasBroken = false;
  #wasDelayed = false;
  readonly #heardOrNot = new Unheard();
  #unheard = $state.raw<readonly Alarm[]>([]);
  readonly #justTaken = new JustTaken();
  /** Nobody said whether it became this person's own. */
  #unansweredClaim: string | null = null;
  /** Became this person's own while it was before him, and nobody has been shown what comes next. */
  #becameMine: string | null = null;
  filter = $state('');
  faultsOpen = $state(false);
  closedOpen = $state(false);

  /** All there is, whatever is searched for. */
  readonly wholeQueue = $derived.by(() => {
    const alarms = [...this.board.alarms.values()].filter((alarm) => alarm.mode !== 'synthetic');
    // Seconds are enough: "late" is the only thing in the order that time changes.
    return queueOf(alarms, this.me.id, this.#second);
  });
  readonly queue = $derived(searched(this.wholeQueue, this.filter));
  /** The first card that answers to the search, whether a search may hide it or not. */
  readonly found = $derived(
    walkOf(this.wholeQueue, { faults: true, closed: true }).find((alarm) =>
      matches(alarm, this.filter),
    ),
  );
  readonly #second = $derived(Math.floor(this.ticker.now / 1000) * 1000);
  readonly walk = $derived(
    walkOf(this.queue, { faults: this.faultsOpen, closed: this.closedOpen }),
  );
  readonly selected = $derived(
    this.#selectedId === null ? null : (this.board.alarms.get(this.#selectedId) ?? null),
  );
  readonly open = $derived(
    [...this.board.alarms.values()].filter(
      (alarm) => alarm.closed === null && alarm.mode !== 'synthetic',
    ),
  );
  readonly waitingUrgent = $derived(
    this.open.filter((alarm) => isWaiting(alarm) && alarm.priority === 'urgent' && !isTest(alarm)),
  );
  readonly mine = $derived(this.open.filter((alarm) => ownerOf(alarm)?.id === this.me.id));
  /** Why nothing that changes an alarm can be done now; null when it can. */
  readonly offReason = $derived.by(() => (this.connection.isBroken ? m.off_broken() : null));

  constructor(session: Session) {
    this.session = session;
    this.me = {
      type: 'person',
      id: session.user.id,
      name: session.user.name,
      role: session.role,
    };
    this.serverTime.seed(Date.parse(session.serverTime));
    const steady = () => performance.now();
    this.connection = new Connection({
      board: this.board,
      serverTime: this.serverTime,
      steady,
      loadBoard: () => this.#loadBoard(),
      onEvents: (events) => this.#happened(events),
    });
    this.commands = new AlarmCommands({
      took: (events) => this.connection.took(this.board.applyAnswer(events)),
      alarmNow: (alarmId) => this.board.alarms.get(alarmId),
      whyNot: (alarm, type) => this.whyNot(alarm, type),
    });
    this.notes = new Notes(this.commands, sessionStorage, session.user.id);
    this.sound = new AlarmSound(tonePlayer, steady, () => settings.volumeDecibels);
    this.listenIn = new ListenIn({
      steady,
      now: () => this.serverTime.now(),
      chosenOutput: () => settings.choices.voiceOutput,
      chosenShape: () => settings.choices,
      soundGoneAt: (alarmId) => {
        const { status, since } = this.board.alarms.get(alarmId)?.sound ?? {
          status: 'none',
          since: null,
        };
        return (status === 'lost' || status === 'ended') && since ? Date.parse(since) : null;
      },
      tell: (alarmId, command) => this.#tell(alarmId, command),
      onRefused: (alarmId, cause) => {
        const number = this.board.alarms.get(alarmId)?.number;
        this.say('rejected', `#${number}: ${errorText(cause)}`);
      },
      onDismissed: (alarmId) => {
        const number = this.board.alarms.get(alarmId)?.number ?? '';
        this.say('rejected', m.listen_dismissed({ number }));
      },
      onPlaybackFailed: () => this.say('rejected', m.playback_failed()),
    });
    this.markers = new Markers((alarmId, markerId, moment, label) => {
      const alarm = this.board.alarms.get(alarmId);
      const audioMoment = moment.toISOString();
      if (alarm) void this.#addMarker(alarm, { type: 'AddMarker', markerId, audioMoment, label });
    });
  }

  get selectedId() {
    return this.#selectedId;
  }
  get panel() {
    return this.#panel;
  }
  get result() {
    return this.#result;
  }
  get loadProblem() {
    return this.#loadProblem;
  }
  /** Whose sound arrives while nobody in the centre has a line to it. */
  get unheard() {
    return this.#unheard;
  }
  get silencedUntil() {
    return this.#silence && this.#silence.until > this.ticker.now ? this.#silence.until : null;
  }

  start(): void {
    void tonePlayer.useOutput(settings.choices.toneOutput);
    this.sound.start();
    this.listenIn.start();
    this.ticker.start(() => this.#tick());
    void this.#begin();
    window.addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
  }

  stop(): void {
    window.removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.ticker.stop();
    this.connection.close();
    this.sound.close();
    this.listenIn.close();
    this.announcer.stop();
  }

  select(alarmId: string | null): void {
    if (alarmId !== this.#selectedId) this.#panel = null;
    this.#selectedId = alarmId;
    this.log.open(alarmId);
    // Whoever turns to another alarm that he has a line to hears that one.
    if (alarmId) this.listenIn.hear(alarmId);
    this.#forgetDossiers();
  }

  openPanel(panel: Panel): void {
    this.#panel = panel;
  }

  /** What was filled in there was answered; whoever went on to something else meanwhile stays with that. */
  closePanelOf(alarm: Alarm, panel: Panel): void {
    if (this.#selectedId === alarm.id && this.#panel === panel) this.#panel = null;
  }

  say(kind: Result['kind'], text: string): void {
    this.#result = { kind, text, at: this.ticker.now };
    this.sound.cue(kind);
    this.announcer.polite.say(text);
  }

  /** The sentence that disables a button; null when it may be pressed. */
  whyNot(alarm: Alarm, type: PersonCommand['type']): string | null {
    if (this.offReason) return this.offReason;
    const refusal = whyNot(alarm, this.me, type);
    return refusal && refusalText(refusal, alarm);
  }

  act(alarm: Alarm, command: PersonCommand): Promise<boolean> {
    return this.#carryOut(alarm, command.type, () => this.commands.send(alarm, command));
  }

  /** What leaves the building: goes once, however often the line falls away. */
  actOnce(alarm: Alarm, command: PersonCommand): Promise<boolean> {
    return this.#carryOut(alarm, command.type, () =>
      this.commands.sendUntilAnswered(alarm, command),
    );
  }

  async #carryOut(
    alarm: Alarm,
    type: PersonCommand['type'],
    send: () => Promise<Sent>,
  ): Promise<boolean> {
    // What is under way may be what it needs: the rules are asked in its turn.
    const off = this.commands.isUnderWay(alarm.id) ? this.offReason : this.whyNot(alarm, type);
    if (off) {
      this.say('rejected', off);
      return false;
    }
    const sent = await send();
    const problem = problemOf(sent, alarm);
    if (problem) this.say('rejected', `#${alarm.number}: ${problem}`);
    if (type === 'Claim' && sent.status === 'failed' && isUnanswered(sent.error))
      this.#wasUnanswered(alarm.id);
    return sent.status === 'done';
  }

  /** The log answers instead: it may have come in already. */
  #wasUnanswered(alarmId: string): void {
    const alarm = this.board.alarms.get(alarmId);
    if (alarm && ownerOf(alarm)?.id === this.me.id) this.#listenNow(alarm);
    else this.#unansweredClaim = alarmId;
  }

  /** F2: the selected alarm when it can be taken, else the first that can. `at` is when the key went down. */
  async claimNext(at: number): Promise<void> {
    if (this.#wasTooLate(at)) return;
    // What cannot be taken now takes nobody from the alarm that he is at.
    if (this.offReason) return this.say('rejected', this.offReason);
    const alarm = this.#claimTarget();
    if (alarm) await this.claim(alarm);
    else this.say('rejected', m.claim_nothing());
  }

  async claim(alarm: Alarm): Promise<void> {
    this.select(alarm.id);
    if (await this.#take(alarm)) {
      this.say('accepted', m.claim_done({ number: alarm.number }));
      return;
    }
    this.#goOnFrom(alarm.id);
  }

  /** Whoever answers for it from now on hears it from now on, whoever of the two asked for that. */
  #mayListenNow({ type, alarmId, actor, data }: FeedEvent): void {
    const alarm = this.board.alarms.get(alarmId);
    if (alarm && type === 'AlarmClaimed') return this.#mayBeMineNow(alarm, data.by.id);
    if (!alarm || (type !== 'RolesSwapped' && type !== 'AlarmTakenOver')) return;
    const owner = type === 'RolesSwapped' ? data.owner : data.by;
    const isMine = owner.id === this.me.id;
    if (isMine) this.#listenNow(alarm);
    if (type !== 'RolesSwapped' || (!isMine && data.caller.id !== this.me.id)) return;
    const by = actor.type === 'person' ? actor.name : '';
    const swapped = isMine ? m.swapped_listener : m.swapped_caller;
    this.say('accepted', swapped({ number: alarm.number, name: by }));
  }

  /** A claim that was asked here and never answered. */
  #mayBeMineNow(alarm: Alarm, byId: string): void {
    if (alarm.id !== this.#unansweredClaim) return;
    this.#unansweredClaim = null;
    if (byId !== this.me.id) return;
    this.#listenNow(alarm);
    this.say('accepted', m.claim_done({ number: alarm.number }));
  }

  #listenNow({ id, button }: Alarm): void {
    if (button.sound && this.listenIn.line.state.status !== 'none') void this.listenIn.listenTo(id);
  }

  /** The alarm before this person. */
  #changedHands({ type, alarmId, data }: FeedEvent): void {
    if (type !== 'AlarmClaimed' && type !== 'AlarmTakenOver') return;
    if (data.by.id === this.me.id) {
      this.#becameMine = alarmId;
    } else if (type === 'AlarmClaimed') {
      // From now on, and until somewhat after it is painted, a key may have been meant for it.
      this.#justTaken.took(alarmId, performance.now());
      requestAnimationFrame(() => this.#justTaken.took(alarmId, performance.now()));
    }
  }

  /** Whether it was just taken here, be it before anything of it was drawn. Answers once. */
  wasJustTaken(alarmId: string): boolean {
    const taken = this.#becameMine === alarmId;
    this.#becameMine = null;
    return taken;
  }

  /** A colleague took what this person is looking at as the key went down: said as the server would. */
  #wasTooLate(at: number): boolean {
    const alarm = this.selected;
    if (!alarm || !this.#justTaken.wasMeant(alarm.id, at)) return false;
    const refusal = whyNot(alarm, this.me, 'Claim');
    if (!refusal) return false;
    this.say('rejected', `#${alarm.number}: ${refusalText(refusal, alarm)}`);
    this.#goOnFrom(alarm.id);
    return true;
  }

  /** Somebody else was first: on to the next one that waits. */
  #goOnFrom(alarmId: string): void {
    const after = this.board.alarms.get(alarmId);
    if (after && ownerOf(after)?.id === this.me.id) return;
    const next = this.queue.waiting.find((candidate) => candidate.id !== alarmId);
    if (next && (!after || !isClaimable(after, this.me))) this.select(next.id);
  }

  /** Hears it by the same question, for the first word counts; without a sound line the claim goes alone. */
  async #take(alarm: Alarm): Promise<boolean> {
    const { listenIn } = this;
    const { listener } = listenIn.line;
    if (alarm.button.sound && listener)
      return this.#carryOut(alarm, 'Claim', async () => {
        const sent = await this.commands.claimListening(alarm, listener, {
          onAsk: () => listenIn.expect(alarm.id),
          onKey: (key) => listenIn.enter(alarm.id, key),
        });
        if (sent.status === 'failed') listenIn.leave(alarm.id, { tell: false });
        return sent;
      });
    const done = await this.act(alarm, { type: 'Claim', expectedVersion: alarm.version });
    if (done && alarm.button.sound) void listenIn.listenTo(alarm.id);
    return done;
  }

  /** F4: takes a line to the selected alarm, or gives it back. */
  async toggleListening(wanted?: Alarm): Promise<void> {
    const alarm = wanted ?? this.selected;
    if (!alarm) return;
    if (this.listenIn.of(alarm.id)) return this.listenIn.leave(alarm.id, { tell: true });
    const { state } = this.listenIn.line;
    if (state.status === 'none') return this.say('rejected', noSoundWords[state.why]());
    const off = this.whyNot(alarm, 'StartListening');
    if (off) this.say('rejected', off);
    else await this.listenIn.listenTo(alarm.id);
  }

  /** Ctrl+M: the moment that is heard now, be it live or listened back to. */
  mark(wanted?: Alarm): void {
    const alarm = wanted ?? this.selected;
    if (!alarm) return;
    const off = this.whyNot(alarm, 'AddMarker');
    if (off) this.say('rejected', off);
    else this.markers.begin(alarm, this.listenIn.back.heardAt, this.ticker.now);
  }

  /** A moment that is marked waits for nothing else that is asked at that moment. */
  async #addMarker(alarm: Alarm, command: PersonCommand): Promise<void> {
    const off = this.whyNot(alarm, command.type);
    if (off) return this.say('rejected', off);
    const sent = await this.commands.sendBeside(alarm.id, crypto.randomUUID(), command);
    if (sent.status === 'failed')
      this.say('rejected', `#${alarm.number}: ${errorText(sent.error, alarm)}`);
  }

  #claimTarget(): Alarm | null {
    if (this.selected && isClaimable(this.selected, this.me)) return this.selected;
    return (
      this.queue.waiting[0] ?? this.queue.tests.find((alarm) => isClaimable(alarm, this.me)) ?? null
    );
  }

  step(by: 1 | -1): void {
    const index = this.walk.findIndex((alarm) => alarm.id === this.#selectedId);
    const next = this.walk[index < 0 ? 0 : Math.min(this.walk.length - 1, Math.max(0, index + by))];
    if (next) this.select(next.id);
  }

  /** F7. */
  silence(): void {
    const silence = silenceNow(this.board.alarms.values(), this.me.id, this.ticker.now);
    if (!silence) {
      this.say('rejected', m.silence_not_now());
      return;
    }
    this.#silence = silence;
    this.#sound();
    this.announcer.polite.say(m.silence_done());
  }

  async #begin(): Promise<void> {
    for (;;) {
      try {
        await this.#loadBoard();
        this.#loadProblem = null;
        break;
      } catch (cause) {
        this.#loadProblem = errorText(cause);
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
    }
    this.select(this.queue.waiting[0]?.id ?? this.queue.mine[0]?.id ?? null);
    this.connection.open();
  }

  async #loadBoard(): Promise<void> {
    this.board.start(await call('board'));
  }

  #tick(): void {
    this.connection.tick();
    this.connection.setPresence(this.mine.length > 0 ? 'busy' : 'free');
    const broken = this.connection.isBroken;
    this.notes.tick(performance.now(), this.connection.link.status === 'live');
    if (broken !== this.#wasBroken) {
      this.#wasBroken = broken;
      this.announcer.assertive.say(broken ? m.broken_spoken() : m.restored_spoken());
      if (!broken) this.#cameBack();
    }
    const isDelayed = this.connection.link.status === 'delayed';
    if (isDelayed && !this.#wasDelayed) this.announcer.polite.say(m.delayed_spoken());
    this.#wasDelayed = isDelayed;
    this.markers.tick(this.ticker.now);
    if (!broken) this.log.keepWhole(performance.now());
    this.listenIn.prepare(this.#heardNext());
    const unheard = this.#heardOrNot.of(this.board.alarms.values(), this.ticker.now);
    // Nothing is drawn anew for nothing.
    if (unheard.length + this.#unheard.length > 0) this.#unheard = unheard;
    this.#sound();
  }

  /** What could not be had without a line can be had now, and what could not be done no longer cannot. */
  #cameBack(): void {
    if (this.log.problem !== null) void this.log.load();
    if (this.#result?.text === m.off_broken()) this.#result = null;
  }

  /** What F4 or F2 would bring to the headset: the selected alarm, and the first that wait. */
  #heardNext(): string[] {
    return [this.selected, ...this.queue.waiting.slice(0, mostPrepared)]
      .filter((alarm) => alarm !== null)
      .filter(
        ({ id, closed, sound }) => !closed && sound.status === 'receiving' && !this.listenIn.of(id),
      )
      .map(({ id }) => id);
  }

  #happened(events: readonly FeedEvent[]): void {
    this.notes.seen(events);
    this.#forgetDossiers();
    this.listenIn.keepOnly(new Set(this.open.map(({ id }) => id)));
    this.#sound();
    for (const event of events) {
      announce(event, this.board.alarms.get(event.alarmId), this.me.id, this.announcer, {
        waiting: this.waitingUrgent.length,
      });
      if (event.alarmId === this.#selectedId) this.#changedHands(event);
      this.#mayListenNow(event);
      if (
        event.type === 'AlarmRaised' &&
        this.#selectedId === null &&
        event.data.priority === 'urgent'
      )
        this.select(event.alarmId);
    }
  }

  /** What this desk says of itself, beside whatever its person is doing; false when it did not arrive. */
  async #tell(alarmId: string, command: PersonCommand): Promise<boolean> {
    const sent = await this.commands.sendBeside(alarmId, crypto.randomUUID(), command);
    return sent.status === 'done';
  }

  #forgetDossiers(): void {
    const kept = new Set(this.mine.map(({ id }) => id));
    if (this.#selectedId) kept.add(this.#selectedId);
    this.dossiers.keepOnly(kept);
  }

  #sound(): void {
    this.sound.want(
      wantedSound({
        alarms: this.board.alarms.values(),
        myId: this.me.id,
        now: this.ticker.now,
        silence: this.#silence,
        broken: this.connection.isBroken,
        unheard: this.#unheard,
      }),
    );
  }

  readonly #wake = () => void this.connection.ping(6);
}

/** Why it was not done; null for what was, or what somebody was told of already. */
function problemOf(sent: Sent, alarm: Alarm): string | null {
  switch (sent.status) {
    case 'done':
    case 'repeated':
    case 'unsent':
      return null;
    case 'too-many':
      return m.command_too_many({ count: mostWaiting });
    case 'failed':
      return withUnsent(errorText(sent.error, alarm), sent.unsent);
    case 'refused':
      return withUnsent(sent.why, sent.unsent);
  }
}

const withUnsent = (why: string, unsent: number) =>
  unsent === 0 ? why : `${why} · ${m.command_unsent({ count: unsent })}`;

/** "14:02:04 #1042 aangenomen" */
export const resultText = (result: Result) => `${clockTime(result.at)} ${result.text}`;

const key = Symbol('desk');
export const provideDesk = (desk: Desk) => setContext(key, desk);
export const useDesk = () => getContext<Desk>(key);
