// One simulated shift: devices that press and retry, people who claim and close, the sweep, the outbox,
// the recovery, a desk that draws; everything in an order that the dice decide, over a real database,
// with a clock that only the dice move. Any of it may be cut off at any moment.
import { randomUUID } from 'node:crypto';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { evolve } from '@achterwacht/shared/alarm/evolve.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { isReadable, type FeedEvent } from '@achterwacht/shared/feed.ts';
import { placed, placeOfAlarms, viewOf, type Place } from '@achterwacht/shared/feed-view.ts';
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Outcome } from '../alarms/commands/handle-command.ts';
import type { Message } from '../messages/record/record-message.ts';
import type { Handled } from '../messages/handled.ts';
import { createEventSource } from '../live/feed/event-source.ts';
import { createFollower } from '../live/feed/follower.ts';
import { createDraftIncident } from '../municipality/incidents/draft-incident.ts';
import { createOutbox, type DueEffect, type Handlers } from '../outbox/outbox.ts';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { decoded, delivery } from '../testing/messages.ts';
import { reach, type Due } from '../timers/sweep.ts';
import { chooseCommand } from './test-choice.ts';
import { Crash, crashing, type Crashes } from './test-crashes.ts';
import { createDice, type Dice } from './test-dice.ts';
import { recoverMessages, sweep } from '../testing/rounds.ts';

/** What a device wants heard: it sends until it is acknowledged, and now and then once more. */
type Press = { button: number; sequence: number; kinds: SignalKind[]; acknowledged: boolean };
type Command = {
  person: Visitor;
  alarmId: string;
  command: PersonCommand;
  commandId: ReturnType<typeof randomUUID>;
};

export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld(seed: number) {
  const dice = createDice(seed);
  const crashes: Crashes = { enabled: false, count: 0 };
  const centre = await openAlarmCentre({
    buttons: 4,
    through: (database) => crashing(database, dice, crashes),
  });
  const world = new Shift(dice, crashes, centre);
  await world.open();
  return world;
}

class Shift {
  readonly centre: AlarmCentre;
  readonly presses: Press[] = [];
  /** What the receiver of pages got, by effect. */
  readonly received = new Map<string, DueEffect['mode']>();
  /** What one desk drew, from nothing but the events it was sent. */
  readonly drawn = new Map<string, Alarm>();
  readonly sequences: number[] = [];
  /** Notes that were answered with yes. */
  readonly notes = new Set<string>();
  readonly log: string[] = [];

  /** The receiver of pages takes nothing, for as long as this shift lasts. */
  readonly receiverIsAway: boolean;

  readonly #dice: Dice;
  readonly #crashes: Crashes;
  readonly #messages: Message[] = [];
  readonly #unanswered: Command[] = [];
  readonly #answered: { asked: Command; outcome: Outcome }[] = [];
  readonly #armed: Due[] = [];
  readonly #follower;

  constructor(dice: Dice, crashes: Crashes, centre: AlarmCentre) {
    this.#dice = dice;
    this.receiverIsAway = dice.happens(25);
    this.#crashes = crashes;
    this.centre = centre;
    this.#follower = createFollower(
      createEventSource(centre.database.system, centre.keys),
      {
        events: (centreId, items) =>
          items
            .map((item) => viewOf({ centreId }, item))
            .filter(isReadable)
            .forEach((event) => this.#draw(event)),
        canary() {},
      },
      (error) => {
        throw error;
      },
    );
  }

  async open(): Promise<void> {
    await this.#follower.ask();
  }

  /** So many things happen, one after another. */
  async live(steps: number): Promise<void> {
    this.#crashes.enabled = true;
    for (let step = 0; step < steps; step += 1) await this.#step();
    this.#crashes.enabled = false;
  }

  /**
   * Nothing is cut off any more: what was left undone comes right by itself. Three rounds are longer
   * than any lease and any back-off; after ten, whatever was on its way is given up.
   */
  async comeToRest(): Promise<void> {
    for (const press of this.presses) if (!press.acknowledged) await this.#deliver(press);
    for (const asked of this.#unanswered.splice(0)) await this.#ask(asked);
    for (let minute = 0; minute < (this.receiverIsAway ? 10 : 3); minute += 1) {
      this.centre.clock.advance(61_000);
      await this.#recover();
      await this.#sweep();
      // A round takes some twenty; the program has one every second.
      while ((await this.#send()) > 0);
    }
    await this.#follower.ask();
  }

  async end(): Promise<void> {
    this.#follower.stop();
    await this.centre.end();
  }

  get crashed(): number {
    return this.#crashes.count;
  }

  async #step(): Promise<void> {
    const steps = {
      press: () => this.#press(),
      retry: () => this.#retry(),
      again: () => this.#decideAgain(),
      command: () => this.#command(),
      repeat: () => this.#repeat(),
      time: () => this.#pass(),
      sweep: () => this.#sweep(),
      wake: () => this.#wake(),
      outbox: () => this.#send(),
      recover: () => this.#recover(),
      desks: () => this.#follower.ask(),
      present: () => this.#present(),
    };
    const name = this.#dice.weighted({
      press: 14,
      retry: 8,
      again: 4,
      command: 30,
      repeat: 5,
      time: 14,
      sweep: 9,
      wake: 5,
      outbox: 6,
      recover: 8,
      desks: 3,
      present: 4,
    });
    try {
      await steps[name]();
      this.log.push(name);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.log.push(`${name}, cut off ${error.message}`);
    }
  }

  // --- devices ---

  async #press(): Promise<void> {
    const kinds = this.#dice.weighted({
      panic: 10,
      'no-activity': 2,
      medical: 3,
      'low-battery': 3,
      test: 2,
      cancel: 2,
      position: 1,
    });
    const second = this.#dice.happens(15) ? ['panic' as const] : [];
    const press = {
      button: this.#dice.number(this.centre.buttons.length),
      sequence: this.presses.length + 1,
      kinds: [kinds, ...second],
      acknowledged: false,
    };
    this.presses.push(press);
    await this.#deliver(press);
  }

  async #retry(): Promise<void> {
    const impatient = this.presses.filter(({ acknowledged }) => !acknowledged);
    if (impatient.length > 0) await this.#deliver(this.#dice.pick(impatient));
    else if (this.presses.length > 0) await this.#deliver(this.#dice.pick(this.presses));
  }

  /**
   * The process dies on the way and the device hears nothing; or only one of the two ways to the disk
   * is cut off, and the answer stands.
   */
  async #deliver(press: Press): Promise<void> {
    const { centre } = this;
    const message = delivery(
      centre.keys,
      centre.buttons[press.button]!,
      centre.centreId,
      centre.clock.now(),
      press.sequence,
      press.kinds.map((kind) => decoded(kind)),
    );
    if (this.#dice.happens(50))
      this.#announceHandled(await centre.toAlarm(message, { record: true }));
    else await centre.takeIn(message, (handled) => this.#announceHandled(handled));
    this.#messages.push(message);
    press.acknowledged = true;
  }

  #announceHandled({ centreId, events }: Handled): void {
    this.#announce(placeOfAlarms(centreId), events);
  }

  /** The same message once more, as a second process does that took it up meanwhile. */
  async #decideAgain(): Promise<void> {
    if (this.#messages.length > 0)
      this.#announceHandled(await this.centre.toAlarm(this.#dice.pick(this.#messages)));
  }

  async #recover(): Promise<void> {
    const { system, keys, toAlarm, raiseBare, log, clock } = this.centre;
    const announce = (place: Place, events: FeedEvent[]) => this.#announce(place, events);
    await recoverMessages({ system, keys, toAlarm, raiseBare, announce, log }, clock.now());
  }

  // --- people ---

  async #command(): Promise<void> {
    if (this.drawn.size === 0) return;
    const open = [...this.drawn.values()].filter(({ closed }) => closed === null);
    const alarm = this.#dice.pick(
      open.length > 0 && this.#dice.happens(85) ? open : [...this.drawn.values()],
    );
    const { anna, bram, dirk } = this.centre;
    const owner = [anna, bram, dirk].find(
      ({ id }) => alarm.ownership.status === 'owned' && alarm.ownership.by.id === id,
    );
    const command = chooseCommand(this.#dice, alarm, this.centre.clock.now());
    const person =
      command.type === 'Reopen'
        ? dirk
        : owner && alarm.verification.status !== 'false-pending' && this.#dice.happens(70)
          ? owner
          : this.#dice.pick([anna, bram, dirk]);
    await this.#ask({
      person,
      alarmId: alarm.id,
      command,
      commandId: randomUUID(),
    });
  }

  async #ask(asked: Command): Promise<void> {
    const { person, alarmId, command, commandId } = asked;
    try {
      const outcome = await this.centre.ask(person, alarmId, command, commandId);
      if (outcome.status === 'accepted') {
        this.#announce(placeOfAlarms(outcome.alarm.centreId), outcome.events);
        if (command.type === 'AddNote') this.notes.add(command.noteId);
      }
      this.#answered.push({ asked, outcome });
    } catch (error) {
      // No answer came: the browser asks the same again, later.
      if (error instanceof Crash) this.#unanswered.push(asked);
      throw error;
    }
  }

  async #repeat(): Promise<void> {
    const unanswered = this.#unanswered.shift();
    if (unanswered) return this.#ask(unanswered);
    if (this.#answered.length === 0) return;
    const { asked, outcome } = this.#dice.pick(this.#answered);
    const { person, alarmId, command, commandId } = asked;
    const again = await this.centre.ask(person, alarmId, command, commandId);
    const isSame =
      again.status === outcome.status &&
      (again.status !== 'refused' ||
        outcome.status !== 'refused' ||
        again.refusal.code === outcome.refusal.code ||
        // Said by an index and not by a rule, so it is not remembered but found again or not.
        outcome.refusal.code === 'knop-heeft-alarm');
    if (!isSame) throw new Error(`${command.type}: ${outcome.status} became ${again.status}`);
  }

  async #present(): Promise<void> {
    const { anna, bram, presence, clock } = this.centre;
    const desks = [anna, bram].map(({ id, name, centreId }) => ({
      // One desk a person: which one it is plays no part here.
      deskId: id,
      userId: id,
      centreId,
      name,
      role: 'centralist' as const,
      state: 'free' as const,
    }));
    await presence.renew(desks, clock.now());
  }

  // --- the system itself ---

  async #pass(): Promise<void> {
    const seconds = this.#dice.weighted({ '1': 4, '3': 4, '12': 5, '31': 3, '95': 1, '620': 1 });
    this.centre.clock.advance(Number(seconds) * 1000);
  }

  async #sweep(): Promise<void> {
    const { system, clock, handleCommand, presence, log, reachDue } = this.centre;
    const announced = this.centre.announced.length;
    const arm = async (due: Due[]) => void this.#armed.push(...due);
    await sweep({ system, clock, handleCommand, presence, log, reachDue, arm });
    this.#flush(announced);
  }

  /** Any wake-up ever set may come, early, late or twice. */
  async #wake(): Promise<void> {
    if (this.#armed.length === 0) return;
    const announced = this.centre.announced.length;
    await reach(this.centre.reachDue, [this.#dice.pick(this.#armed)]);
    this.#flush(announced);
  }

  async #send(): Promise<number> {
    const { system, keys, clock, handleCommand, log } = this.centre;
    const receive: Handlers['page-supervisor'] = async (effect) => {
      if (this.receiverIsAway || (this.#crashes.enabled && this.#dice.happens(30)))
        throw new Error('bezet');
      this.received.set(effect.id, effect.mode);
      return { status: 'sent' };
    };
    const draft = createDraftIncident({ system, keys, clock });
    const handlers: Handlers = {
      'page-supervisor': receive,
      'page-on-call': receive,
      'police-webhook': receive,
      'tell-administrator': receive,
      'mail-invitation': receive,
      'tell-papers-end': receive,
      'tell-factor-reset': receive,
      'tell-no-administrator': receive,
      // Called twice, as whoever died before writing down that it was done is followed by another.
      'draft-incident': async (effect, signal) => {
        await draft(effect, signal);
        const again = await receive(effect, signal);
        await draft(effect, signal);
        return again;
      },
    };
    const announced = this.centre.announced.length;
    const outbox = createOutbox({ system, clock, handlers, handleCommand, log });
    const tried = await outbox.round();
    await outbox.settled();
    this.#flush(announced);
    return tried;
  }

  // --- what a desk sees ---

  /** News reaches the follower late, twice, or not at all: then Postgres has it. */
  #announce(place: Place, events: FeedEvent[]): void {
    if (this.#dice.happens(20)) return;
    const news = placed(place, events);
    this.#follower.accept(place.centreId, news);
    if (this.#dice.happens(20)) this.#follower.accept(place.centreId, news);
  }

  #flush(from: number): void {
    const { announced, centreId } = this.centre;
    for (const event of announced.slice(from)) this.#announce(placeOfAlarms(centreId), [event]);
  }

  #draw(event: FeedEvent): void {
    this.sequences.push(event.sequence);
    this.drawn.set(event.alarmId, evolve(this.drawn.get(event.alarmId) ?? null, event));
  }
}
