// A centre that listens in, for tests: a real database, a clock that is moved, a real media-server, and whoever
// speaks to it. Where it matters when something was heard, the fact is given as the media-server words it.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { SoundFact } from '@achterwacht/shared/listen-in/facts.ts';
import { segment } from '@achterwacht/shared/testing/facts.ts';
import type { Visitor } from '../access/as-actor.ts';
import { openAlarmCentre, startsAt, type AlarmCentre } from '../testing/alarm-centre.ts';
import { startMediaServer, type MediaServer, type Way } from '../testing/media-server.ts';
import { followFacts } from './facts/follow-facts.ts';
import { createSoundFacts } from './facts/take-fact.ts';
import { connectMediaControl, type MediaControl } from './media-control.ts';

/** Without a mediasoup worker there is nobody to be heard. */
export const workerBin = inject('mediaWorker');

/** Beyond this something hangs; nothing here is timed by it. */
export const patience = { timeout: 20_000 };

export const wholeCall = ['sound-started', 'sound-lost', 'segment-stored', 'sound-ended'];

export const at = (second: number) => new Date(Date.parse(startsAt) + second * 1000).toISOString();

/** One media-server for the file that asks, and a centre for each of its tests. */
export function withSound(): Sound {
  const sound = new Sound();
  beforeAll(() => sound.startMedia());
  afterAll(() => sound.endMedia());
  beforeEach(() => sound.begin());
  afterEach(() => sound.end());
  return sound;
}

class Sound {
  centre!: AlarmCentre;
  media!: MediaServer;
  control!: MediaControl;
  readonly token = randomBytes(32).toString('base64url');
  readonly tokenSha256 = createHash('sha256').update(this.token).digest('hex');
  readonly #folder = mkdtempSync(join(realpathSync(tmpdir()), 'achterwacht-sound-'));
  readonly #recordingId = randomUUID();
  readonly #journal = randomUUID();
  #number = 0;
  /** Of the tests before. */
  #earlierFiles = new Set<string>();
  readonly #stopping: AbortController[] = [];

  async startMedia(): Promise<void> {
    const keysFolder = join(this.#folder, 'keys');
    const secret = randomBytes(32).toString('hex');
    mkdirSync(keysFolder);
    for (const name of ['media-control.secret', 'listen-in.key', 'recordings.key'])
      writeFileSync(join(keysFolder, name), secret);
    const folder = join(this.#folder, 'media');
    this.media = await startMediaServer({ folder, keysFolder, workerBin });
    this.control = connectMediaControl({ url: this.media.url, secret });
  }

  async endMedia(): Promise<void> {
    await this.media.close();
    rmSync(this.#folder, { recursive: true });
  }

  async begin(): Promise<void> {
    this.centre = await openAlarmCentre();
    this.#earlierFiles = new Set();
    if (this.media) this.#earlierFiles = new Set(this.keptFiles());
    await this.centre.system.sql`update buttons set sound = true`;
  }

  async end(): Promise<void> {
    for (const one of this.#stopping.splice(0)) one.abort();
    await this.centre.end();
  }

  /** What of its sound is on the media-server's disk, and the keys to it. */
  keptFiles = (): string[] => {
    const found = readdirSync(this.#folder, { recursive: true, encoding: 'utf8' });
    const own = this.#earlierFiles;
    return found.filter(
      (name) => /\.(segment|key$|ndjson$)/.test(name) && /recordings/.test(name) && !own.has(name),
    );
  };

  parts() {
    return { ...this.centre, control: this.control, facts: createSoundFacts(this.centre) };
  }

  button() {
    return this.centre.buttons[0]!;
  }

  /** One fact as it comes out of the media-server's journal. */
  async report(type: SoundFact['type'], second: number, more: object = {}): Promise<void> {
    this.#number += 1;
    const fact = {
      type,
      at: at(second),
      number: this.#number,
      deviceId: this.button().id,
      recordingId: this.#recordingId,
      ...more,
    };
    await createSoundFacts(this.centre).take(this.#journal, fact as unknown as SoundFact);
  }

  started(second: number, more: object = {}): Promise<void> {
    return this.report('sound-started', second, { transport: 'whip', codec: 'opus', ...more });
  }

  stored(index: number, second: number): Promise<void> {
    return this.report('segment-stored', second, segment(index, second));
  }

  /** The centre's button, heard from now on; the centre's clock goes with the media-server's. */
  async speak(way?: Way) {
    this.centre.clock.set(new Date().toISOString());
    const { tokenSha256 } = this;
    await this.control.replaceDevices({ devices: [{ deviceId: this.button().id, tokenSha256 }] });
    return this.media.speak(this.token, way);
  }

  /** Follows as a process does, until it is stopped or the test is over; tells what is of this button. */
  follow() {
    const stop = new AbortController();
    this.#stopping.push(stop);
    const seen: SoundFact[] = [];
    const onFact = (fact: SoundFact) => fact.deviceId === this.button().id && seen.push(fact);
    const ended = followFacts({ ...this.parts(), onFact }, stop.signal);
    ended.catch(() => {});
    return {
      seen,
      types: () => seen.map(({ type }) => type),
      ended,
      async stop() {
        stop.abort();
        await ended;
      },
    };
  }

  async alarmOf(alarmId: string): Promise<Alarm> {
    const [row] = await this.centre.system.sql<{ state: Alarm }[]>`
      select state from alarms where id = ${alarmId}`;
    return row!.state;
  }

  async typesOf(alarmId: string): Promise<string[]> {
    const rows = await this.centre.system.sql<{ type: string }[]>`
      select type from log.events where stream_id = ${alarmId} order by version`;
    return rows.map(({ type }) => type);
  }

  openAlarms() {
    return this.centre.system.sql<{ id: string; state: Alarm }[]>`
      select id, state from alarms where open`;
  }

  async ask(person: Visitor, alarmId: string, command: PersonCommand): Promise<void> {
    expect(await this.centre.ask(person, alarmId, command)).toMatchObject({ status: 'accepted' });
  }

  /** Anna calls it harmless, or nobody does; Dirk closes it. */
  async close(alarmId: string, outcome: 'false-accident' | 'unknown'): Promise<void> {
    const { anna, dirk } = this.centre;
    const version = async () => ({ expectedVersion: (await this.alarmOf(alarmId)).version });
    const owner = outcome === 'unknown' ? dirk : anna;
    await this.ask(owner, alarmId, { type: 'Claim', ...(await version()) });
    if (outcome !== 'unknown')
      await this.ask(anna, alarmId, {
        type: 'ProposeFalse',
        ground: 'trusted-person',
        note: 'in de tas',
        ...(await version()),
      });
    const closing = { outcome, needless: false, summary: 'voorbij' };
    await this.ask(dirk, alarmId, { type: 'Close', ...closing, ...(await version()) });
  }
}
