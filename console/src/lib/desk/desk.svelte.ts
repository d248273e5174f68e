// The desk of one person: its parts are made here and told of each other, of what comes in and of the time. What a
// part does stands with the part; the parts of the screen use those and never this.
import { isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import { isTest } from '../alarms/describe.ts';
import { call } from '../api.ts';
import { Dialling } from '../calling/dialling.ts';
import { Changes } from '../changes/changes.svelte.ts';
import { Claiming } from '../claiming/claiming.ts';
import { AlarmCommands } from '../commands/alarm-commands.svelte.ts';
import { Dossiers } from '../dossier/dossiers.svelte.ts';
import { EarlierAlarms } from '../earlier/earlier.svelte.ts';
import { Finder } from '../finder/finder.svelte.ts';
import { ListenInWork } from '../listen-in/listen-in-work.svelte.ts';
import { Board } from '../live/board.svelte.ts';
import { KeyWork } from '../keys/key-work.ts';
import { isKeyAction, keyActions } from '../keys/key-actions.ts';
import { keyText } from '../keys/own-keys.svelte.ts';
import { Connection } from '../live/connection.svelte.ts';
import { Ticker } from '../live/ticker.svelte.ts';
import { NearAlarms } from '../location/near-alarms.svelte.ts';
import { Notes } from '../notes/notes.svelte.ts';
import { m } from '../paraglide/messages.js';
import { crowdMinutes } from '../queue/crowd.ts';
import { QueueView } from '../queue/queue-view.svelte.ts';
import { Selection } from '../selection/selection.svelte.ts';
import { ServerTime } from '../server-time.ts';
import { settings } from '../settings.svelte.ts';
import { AlarmSound } from '../sound/alarm-sound.svelte.ts';
import { HeadsetTones } from '../sound/headset-tones.ts';
import { tonePlayer } from '../sound/tone-player.svelte.ts';
import { Timers } from '../timer/timers.svelte.ts';
import { Announcer } from '../ui/announcer.svelte.ts';
import { SituationEntry } from '../verification/situation-entry.ts';
import { errorText } from '../words.ts';
import type { WindowKind } from '../windows/window-kinds.ts';
import { WindowsAtPost } from '../windows/windows-at-post.svelte.ts';
import { announce } from './announcements.ts';
import { DeskTones } from './desk-tones.svelte.ts';
import { LinkNews } from './link-news.ts';

/** Milliseconds that only go forward. */
const steady = () => performance.now();
const loadAgainMilliseconds = 2_000;
/** A desk stands open for days, and hears of another number; what was said while it had no line it asks for. */
const centreMilliseconds = 60_000;
const forgetMilliseconds = 10_000;

export class Desk {
  readonly session: Session;
  readonly board = new Board();
  readonly dialling = new Dialling();
  readonly dossiers = new Dossiers();
  readonly earlier = new EarlierAlarms();
  readonly near = new NearAlarms();
  readonly finder = new Finder();
  readonly serverTime = new ServerTime();
  readonly ticker = new Ticker(() => this.serverTime.now());
  readonly announcer = new Announcer(() => this.queue.isCrowd);
  readonly connection: Connection;
  readonly work: AlarmWork;
  readonly listening: ListenInWork;
  readonly selection: Selection;
  readonly queue: QueueView;
  readonly changes: Changes;
  readonly claiming: Claiming;
  readonly notes: Notes;
  readonly situation: SituationEntry;
  readonly keys: KeyWork;
  readonly tones: DeskTones;
  readonly windows: WindowsAtPost;
  readonly timers: Timers;

  /** As it was last asked for; what it says of the centre and of its own end may have changed. */
  #session = $state.raw<Session>();
  #centreAskedAt = performance.now();
  #forgotAt = performance.now();
  #loadProblem = $state.raw<(() => string) | null>(null);
  readonly #linkNews: LinkNews;
  #hasLoggedIn = false;
  #loggedOut = $state<'expired' | 'ended' | null>(null);

  readonly waitingUrgent = $derived(
    this.board.open.filter(
      (alarm) => isWaiting(alarm) && alarm.priority === 'urgent' && !isTest(alarm),
    ),
  );
  readonly mine = $derived.by(() =>
    this.board.open.filter((alarm) => ownerOf(alarm)?.id === this.work.me.id),
  );

  constructor(session: Session, kind: WindowKind) {
    this.session = session;
    const { board, serverTime, ticker } = this;
    const { user, role } = session;
    serverTime.seed(Date.parse(session.serverTime));
    const now = () => ticker.now;
    this.connection = new Connection({
      board,
      serverTime,
      steady,
      loadBoard: () => this.#loadBoard(),
      onEvents: (events) => this.#happened(events),
      onSettings: () => void this.#loadCentre(),
    });
    this.#linkNews = new LinkNews(this.connection, this.announcer, () => this.#cameBack());
    const commands = new AlarmCommands({
      onEvents: (events) => this.connection.receiveAnswer(events),
      alarmNow: (alarmId) => board.alarms.get(alarmId),
      whyNot: (alarm, type) => this.work.whyNot(alarm, type),
    });
    const work = new AlarmWork({
      me: { type: 'person', id: user.id, name: user.name, role },
      centre: () => this.centre,
      now,
      uncertaintyMilliseconds: () => serverTime.uncertaintyMilliseconds,
      offReason: () => (this.connection.isBroken ? m.off_broken() : null),
      commands,
      onResult: ({ kind, text }) => {
        this.tones.sound.cue(kind);
        this.announcer.polite.say(() => text);
      },
    });
    this.work = work;
    this.changes = new Changes({
      myId: user.id,
      steady,
      say: (sentence, subject) =>
        this.announcer.polite.say(() => sentence, { subject, topic: 'changes', isOwn: true }),
      cue: () => this.tones.sound.cueOfOthers(),
    });
    this.notes = new Notes(commands, sessionStorage, user.id);
    this.situation = new SituationEntry(work);
    this.keys = new KeyWork((id) => {
      if (this.windows.passKey(id)) return;
      work.showResult('rejected', m.key_nothing({ key: keyText(id), what: keyActions[id].what() }));
    });
    this.queue = new QueueView(board, work);
    const serverNow = () => serverTime.now();
    this.listening = new ListenInWork({
      board,
      work,
      commands,
      steady,
      serverNow,
      hearsBy: (event) =>
        this.windows.hearsByItself && (event !== 'AlarmClaimed' || kind === 'alarm'),
    });
    this.selection = new Selection(board, {
      onSelected: (alarmId) => {
        // Whoever turns to another alarm that he has a line to hears that one.
        if (alarmId) this.listening.listenIn.hear(alarmId);
        this.#forgetDossiers();
      },
      onShown: (shown) => this.windows.tellShown(shown),
    });
    this.claiming = new Claiming({
      board,
      work,
      commands,
      selection: this.selection,
      listening: this.listening,
      hearsHere: () => this.windows.hearsHere,
      queue: () => this.queue.shown,
    });
    this.windows = new WindowsAtPost({
      kind,
      personId: user.id,
      canSound: () => tonePlayer.running,
      canHear: () => this.listening.listenIn.output.isPlaying,
      isBusy: () => this.selection.panel !== null,
      shown: () => (this.selection.id === null ? null : this.selection.shown),
      onShown: (shown) => this.selection.follow(shown),
      onSilenced: (silence) => this.tones.adopt(silence),
      onKey: (action) => isKeyAction(action) && this.keys.do(action),
      onNotPlaced: () => work.showResult('rejected', m.window_not_placed()),
    });
    const headset = new HeadsetTones(tonePlayer, () => settings.choices);
    const sound = new AlarmSound(
      { loudspeaker: tonePlayer, headset },
      steady,
      () => settings.volumeDecibels,
      () => this.windows.leader.isLeader,
    );
    this.tones = new DeskTones(sound, {
      alarms: () => board.alarms.values(),
      myId: user.id,
      now,
      isBroken: () => this.connection.isBroken,
      unheard: () => this.listening.unheard,
      onSilenced: (silence) => this.windows.tellSilenced(silence),
    });
    this.timers = new Timers({
      now,
      onEnded: ({ text }) => {
        sound.cueOfReminder();
        this.announcer.polite.say(() => m.timer_spoken({ text }));
      },
    });
  }

  /** Why the board is not there yet; null once it is. */
  get loadProblem() {
    return this.#loadProblem?.() ?? null;
  }

  /** When the session ends, whatever is done at it. */
  get endsAt(): string {
    return (this.#session ?? this.session).endsAt;
  }

  /**
   * Why nothing of the desk may be seen until its person has logged in again; null: he is. `expired`: he only stayed too long, so that
   * what he needs for his own alarms is left to him; `ended`: somebody or something ended it, and nothing is.
   */
  get loggedOut() {
    return this.#loggedOut;
  }

  /** Whether the person of this desk is logged in, wherever he did that. */
  async isHisAgain(): Promise<boolean> {
    const session = await call('session').catch(() => null);
    return session?.user.id === this.session.user.id;
  }

  /** The same person has logged in: everything goes on where it was. */
  async loggedInAgain(): Promise<void> {
    this.#hasLoggedIn = true;
    await this.#loadCentre();
    this.#loggedOut = null;
    this.connection.resume();
    this.listening.listenIn.line.retryNow();
  }

  /** Until when what is shown was true, by the server's clock; null while it is. */
  get knownAt(): number | null {
    const { link, isBroken } = this.connection;
    if (!isBroken) return null;
    const at = link.status === 'broken' ? (link.lastDataAt ?? link.since) : steady();
    return this.ticker.now - (steady() - at);
  }

  start(): void {
    void tonePlayer.useOutput(settings.choices.toneOutput);
    this.tones.sound.start();
    this.windows.start();
    // On a map alone nobody hears anybody.
    if (this.windows.kind !== 'map') this.listening.listenIn.start();
    this.timers.start();
    this.ticker.start(() => this.#tick());
    void this.#begin();
    window.addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
  }

  stop(): void {
    window.removeEventListener('online', this.#wake);
    document.removeEventListener('visibilitychange', this.#wake);
    this.ticker.stop();
    this.timers.stop();
    this.connection.close();
    this.tones.sound.close();
    this.windows.close();
    this.listening.listenIn.close();
    this.announcer.stop();
  }

  /** F7. */
  silence(): void {
    if (this.tones.silence()) this.announcer.polite.say(m.silence_done);
    else this.work.showResult('rejected', m.silence_not_now());
  }

  async #begin(): Promise<void> {
    for (;;) {
      try {
        await this.#loadBoard();
        this.#loadProblem = null;
        break;
      } catch (cause) {
        this.#loadProblem = () => errorText(cause);
        await new Promise((resolve) => setTimeout(resolve, loadAgainMilliseconds));
      }
    }
    const { waiting, mine } = this.queue.shown;
    // Another window of the same person may have said already what is before him.
    if (this.selection.id === null)
      this.selection.follow({ alarmId: waiting[0]?.id ?? mine[0]?.id ?? null, panel: null });
    this.connection.open();
  }

  /** What the centre runs by, as it is asked for again now and then. */
  get centre(): Session['centre'] {
    return (this.#session ?? this.session).centre;
  }

  async #loadCentre(): Promise<void> {
    this.#centreAskedAt = performance.now();
    // Without an answer what is known stays: numbers that were right a minute ago.
    const session = await call('session').catch(() => null);
    if (!session) return;
    // Logged in at another window of this browser: this desk is not his.
    if (session.user.id === this.session.user.id) this.#session = session;
    else this.connection.endSession();
  }

  async #loadBoard(): Promise<void> {
    this.board.start(await call('board'));
  }

  #tick(): void {
    const { connection, selection } = this;
    connection.tick();
    this.windows.tick();
    connection.setPresence(this.mine.length > 0 ? 'busy' : 'free');
    this.notes.tick(performance.now(), connection.link.status === 'live');
    this.#linkNews.tick();
    this.#lookWhetherLoggedOut();
    if (!connection.isBroken) selection.log.keepWhole(performance.now());
    this.listening.tick(selection.alarm, this.queue.shown.waiting);
    this.changes.tick(selection.panel === null && !document.hidden ? selection.id : null);
    this.tones.update();
    this.timers.tick();
    if (this.queue.watchCrowd())
      this.announcer.assertive.say(() =>
        m.spoken_crowd({ count: this.queue.cameLately, minutes: crowdMinutes }),
      );
    if (performance.now() - this.#centreAskedAt > centreMilliseconds) void this.#loadCentre();
    if (performance.now() - this.#forgotAt > forgetMilliseconds) this.#forget();
  }

  #forget(): void {
    this.#forgotAt = performance.now();
    this.board.forget(this.ticker.now, this.selection.id);
  }

  /** Judged once, when it ends: what was taken away does not come back by the passing of time. */
  #lookWhetherLoggedOut(): void {
    if (this.connection.ended !== 'session-ended' || this.#loggedOut !== null) return;
    const isOver = this.connection.isExpired || this.serverTime.now() >= Date.parse(this.endsAt);
    this.#loggedOut = isOver ? 'expired' : 'ended';
    if (isOver) return;
    this.dossiers.keepOnly(new Set());
    this.earlier.keepOnly(new Set());
  }

  /** What could not be had without a line can be had now. */
  #cameBack(): void {
    const { log } = this.selection;
    if (log.problem !== null) void log.load();
    this.work.cameBack();
    void this.#loadCentre();
    if (!this.#hasLoggedIn) return;
    this.#hasLoggedIn = false;
    // The centre ended what this log-in listened to, and whoever has an alarm hears it.
    for (const alarm of this.mine) this.listening.listenNow(alarm);
  }

  #happened(events: readonly FeedEvent[]): void {
    const { board, selection } = this;
    this.notes.happened(events);
    this.#forgetDossiers();
    this.listening.listenIn.keepOnly(new Set(board.open.map(({ id }) => id)));
    this.changes.keepOnly((alarmId) => board.alarms.has(alarmId));
    this.tones.update();
    for (const event of events) {
      this.changes.happened(event, board.alarms.get(event.alarmId));
      announce(event, board.alarms.get(event.alarmId), this.work.me.id, this.announcer, {
        waiting: () => this.waitingUrgent.length,
        isCrowd: this.queue.isCrowd,
      });
      this.claiming.happened(event);
      this.listening.happened(event);
      const isUrgent = event.type === 'AlarmRaised' && event.data.priority === 'urgent';
      if (isUrgent && selection.id === null) selection.select(event.alarmId);
    }
  }

  /** What somebody only looked at is forgotten when he looks away. */
  #forgetDossiers(): void {
    const kept = new Set(this.mine.map(({ id }) => id));
    if (this.selection.id) kept.add(this.selection.id);
    this.dossiers.keepOnly(kept);
    this.earlier.keepOnly(kept);
    this.near.keepOnly(kept);
  }

  readonly #wake = () => void this.connection.ping(6);
}
