// The desk of one person: its parts are made here and told of each other, of what comes in and of the time. What a
// part does stands with the part; the parts of the screen use those and never this.
import { isWaiting, ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';
import { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import { isTest } from '../alarms/describe.ts';
import { call } from '../api.ts';
import { untouchedMilliseconds } from '../attended.ts';
import { Dialling } from '../calling/dialling.ts';
import { Changes } from '../changes/changes.svelte.ts';
import { Claiming } from '../claiming/claiming.ts';
import { AlarmCommands } from '../commands/alarm-commands.svelte.ts';
import { Dossiers } from '../dossier/dossiers.svelte.ts';
import { Drafts } from '../drafts/drafts.svelte.ts';
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
import { ScreenMessages } from '../screen-message/screen-messages.svelte.ts';
import { Selection } from '../selection/selection.svelte.ts';
import { closeWhatWasTaken } from '../selection/taken-away.ts';
import { ServerTime } from '../server-time.ts';
import { settings } from '../settings.svelte.ts';
import { AlarmSound } from '../sound/alarm-sound.svelte.ts';
import { HeadsetTones } from '../sound/headset-tones.ts';
import { tonePlayer } from '../sound/tone-player.svelte.ts';
import { Timers } from '../timer/timers.svelte.ts';
import { Announcer } from '../ui/announcer.svelte.ts';
import { isWritingOn } from '../ui/typing.ts';
import type { NewVersion } from '../update/new-version.svelte.ts';
import { touchedMilliseconds } from '../update/reload-rule.ts';
import { versionAtDesk } from '../update/version-at-desk.ts';
import { SituationEntry } from '../verification/situation-entry.ts';
import { errorText } from '../words.ts';
import { WakeLock } from '../windows/wake-lock.svelte.ts';
import type { WindowKind } from '../windows/window-kinds.ts';
import { WindowsAtPost } from '../windows/windows-at-post.svelte.ts';
import { announce } from './announcements.ts';
import { DeskSession } from './desk-session.svelte.ts';
import { DeskTones } from './desk-tones.svelte.ts';
import { LinkNews } from './link-news.ts';

/** Milliseconds that only go forward. */
const steady = () => performance.now();
const loadAgainMilliseconds = 2_000;
const forgetMilliseconds = 10_000;

export class Desk {
  readonly session: DeskSession;
  readonly board = new Board();
  readonly dialling = new Dialling();
  readonly dossiers = new Dossiers();
  readonly drafts = new Drafts();
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
  readonly newVersion: NewVersion;
  readonly screenMessages: ScreenMessages;
  readonly wakeLock = new WakeLock();

  #forgotAt = performance.now();
  #loadProblem = $state.raw<(() => string) | null>(null);
  readonly #linkNews: LinkNews;

  readonly waiting = $derived(
    this.board.open.filter((alarm) => isWaiting(alarm) && !isTest(alarm)),
  );
  readonly waitingUrgent = $derived(this.waiting.filter(({ priority }) => priority === 'urgent'));
  readonly mine = $derived.by(() =>
    this.board.open.filter((alarm) => ownerOf(alarm)?.id === this.work.me.id),
  );

  constructor(session: Session, kind: WindowKind) {
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
      onSettings: () => void this.session.load(),
    });
    this.session = new DeskSession(session, {
      connection: this.connection,
      serverNow: () => serverTime.now(),
      onLoggedIn: () => {
        this.connection.resume();
        this.listening.listenIn.line.retryNow();
      },
      onTakenAway: () => {
        this.dossiers.keepOnly(new Set());
        this.drafts.keepOnly(new Set());
        this.earlier.keepOnly(new Set());
      },
    });
    this.#linkNews = new LinkNews(this.connection, this.announcer, () => this.#cameBack());
    const commands = new AlarmCommands({
      onEvents: (events) => this.connection.receiveAnswer(events),
      alarmNow: (alarmId) => board.alarms.get(alarmId),
      whyNot: (alarm, type) => this.work.whyNot(alarm, type),
    });
    const work = new AlarmWork({
      me: { type: 'person', id: user.id, name: user.name, role },
      centre: () => this.session.centre,
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
      onTaken: (alarmId) => this.windows.tellHears(alarmId),
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
      isBusy: () => this.isWriting || untouchedMilliseconds() < touchedMilliseconds,
      shown: () => (this.selection.id === null ? null : this.selection.shown),
      onShown: (shown) => this.selection.follow(shown),
      onSilenced: (silence) => this.tones.adopt(silence),
      onHeardElsewhere: (alarmId) => this.listening.heardElsewhere(alarmId),
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
    this.screenMessages = new ScreenMessages({
      alarms: () => board.alarms.values(),
      isSeen: () => this.windows.isSeen,
      isLeader: () => this.windows.leader.isLeader,
      sounds: () => tonePlayer.running,
      onChosen: (alarmId) => this.selection.select(alarmId),
    });
    this.newVersion = versionAtDesk({
      board,
      connection: this.connection,
      windows: this.windows,
      listenIn: this.listening.listenIn,
      personId: user.id,
      steady,
      isWriting: () => this.isWriting,
      onFound: () => this.announcer.polite.say(m.update_waits),
    });
  }

  /** Something of this window is open, typed or not sent. */
  get isWriting(): boolean {
    return this.selection.panel !== null || this.notes.unsentCount > 0 || isWritingOn(document);
  }

  /** Why the board is not there yet; null once it is. */
  get loadProblem() {
    return this.#loadProblem?.() ?? null;
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
    this.wakeLock.start();
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
    this.wakeLock.stop();
    this.screenMessages.close();
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

  async #loadBoard(): Promise<void> {
    this.board.start(await call('board'));
  }

  #tick(): void {
    const { connection, selection } = this;
    connection.tick();
    this.windows.tick();
    this.screenMessages.update();
    this.newVersion.tick();
    connection.setPresence(this.mine.length > 0 ? 'busy' : 'free');
    this.notes.tick(performance.now(), connection.link.status === 'live');
    this.#linkNews.tick();
    this.session.tick();
    if (!connection.isBroken) selection.log.keepWhole(performance.now());
    this.listening.tick(selection.alarm, this.queue.shown.waiting);
    this.changes.tick(selection.panel === null && !document.hidden ? selection.id : null);
    this.tones.update();
    this.timers.tick();
    if (this.queue.watchCrowd())
      this.announcer.assertive.say(() =>
        m.spoken_crowd({ count: this.queue.cameLately, minutes: crowdMinutes }),
      );
    if (performance.now() - this.#forgotAt > forgetMilliseconds) this.#forget();
  }

  #forget(): void {
    this.#forgotAt = performance.now();
    this.drafts.keepOnly(new Set(this.board.open.map(({ id }) => id)));
    this.board.forget(this.ticker.now, this.selection.id);
  }

  /** What could not be had without a line can be had now. */
  #cameBack(): void {
    const { log } = this.selection;
    if (log.problem !== null) void log.load();
    this.work.cameBack();
    this.newVersion.cameBack();
    if (this.session.cameBack() === 'logged-in')
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
    this.screenMessages.update();
    for (const event of events) {
      this.changes.happened(event, board.alarms.get(event.alarmId));
      announce(event, board.alarms.get(event.alarmId), this.work.me.id, this.announcer, {
        waiting: () => this.waitingUrgent.length,
        isCrowd: this.queue.isCrowd,
      });
      this.claiming.happened(event);
      closeWhatWasTaken(this, event);
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

  readonly #wake = () => {
    if (document.hidden) return;
    this.connection.wake();
    this.listening.listenIn.line.retryNow();
  };
}
