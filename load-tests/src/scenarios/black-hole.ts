// S2 with every way out dead: mail, SMS and the control room's system take a connection and never answer.
// Two products with the same presses, the same centre and the same effects waiting; only what stands outside
// differs. A press must reach every desk as if nothing were wrong.
import { randomBytes } from 'node:crypto';
import { controlRoomCode } from '@achterwacht/shared/police/control-rooms.ts';
import { startInstance, type TestInstance } from '../../../tools/testing/instance.ts';
import type { DeskSession } from '../target/desk-session.ts';
import { openOutside, waysOf, type Outside } from '../harness/outside-world.ts';
import { progressOf, type MeasureOptions } from '../harness/options.ts';
import { streamButtons } from '../harness/presses/press-stream.ts';
import { exactly, ratioChecks, type Check, type Result } from '../harness/result.ts';
import { interleave, type System } from '../harness/rounds.ts';
import { findTarget, registerButtons } from '../target/target.ts';
import { FanOut, fanOutChecks } from './fan-out/fan-out-measure.ts';
import { deskOf } from './fan-out/press-to-consoles.ts';

const consoles = 10;
const ratePerSecond = 10;
/** Unchanged: what two equal products differ by from round to round on a machine that does other things too. */
const limits = { p50: 1.1, p99: 1.5 };
/** So that pages and notices wait, hang and are tried again in every round. */
const soon = { unclaimedSupervisorSeconds: 1, unclaimedOnCallSeconds: 10 };
const handedOver = 3;

export async function blackHole(options: MeasureOptions): Promise<Result> {
  const name = `S2 ${consoles} consoles, ${ratePerSecond}/s, ways out dead`;
  const sides: Side[] = [];
  try {
    for (const how of ['answers', 'swallows'] as const) sides.push(await Side.open(how));
    options.reportProgress(name);
    for (const side of sides) await side.warmUp();
    const systems = await interleave(
      sides.map((side) => side.system(options.seconds)),
      options.rounds,
      progressOf(name, options),
    );
    const [open, dead] = systems;
    return {
      scenario: 'black-hole',
      measured: [{ name, systems }],
      checks: [
        ...(open && dead ? ratioChecks(name, dead, open, limits) : []),
        ...fanOutChecks(
          name,
          sides.map(({ fanOut }) => fanOut),
        ),
        ...sides.flatMap((side) => side.checks()),
      ],
    };
  } finally {
    for (const side of sides) await side.close();
  }
}

/** One product with its world outside and its audience. */
class Side {
  readonly fanOut: FanOut;
  readonly #outside: Outside;
  readonly #instance: TestInstance;
  readonly #desk: DeskSession;
  readonly #alarms: string[] = [];

  private constructor(outside: Outside, instance: TestInstance, desk: DeskSession, fanOut: FanOut) {
    this.#outside = outside;
    this.#instance = instance;
    this.#desk = desk;
    this.fanOut = fanOut;
  }

  static async open(how: Outside['how']): Promise<Side> {
    const outside = await openOutside(how);
    const instance = await startInstance();
    const target = await findTarget(instance.describe().env);
    await setCentre(instance, outside);
    const accounts = await registerButtons(target, streamButtons.count, streamButtons.series);
    const desk = await deskOf(target);
    const { sequence } = await desk.board();
    const audience = {
      kind: 'product' as const,
      origins: [target.api.origin],
      count: consoles,
      cookie: desk.cookie,
      afterSequence: sequence,
    };
    const label = how === 'answers' ? 'ways out open' : 'ways out dead';
    const fanOut = await FanOut.open(label, target.api.devices, audience, accounts);
    return new Side(outside, instance, desk, fanOut);
  }

  /** Some are with the police afterwards, so that every round has something to tell them. */
  async warmUp(): Promise<void> {
    await this.fanOut.warmUp();
    const { alarms } = await this.#desk.board();
    for (const { id } of alarms.filter(({ kind }) => kind === 'duress').slice(0, handedOver)) {
      await this.#desk.handOver(id);
      this.#alarms.push(id);
    }
  }

  system(seconds: number): System {
    const system = this.fanOut.system(ratePerSecond, seconds);
    return {
      name: system.name,
      measure: async (seed) => {
        for (const alarmId of this.#alarms)
          await this.#desk.sendPoliceMessage(alarmId, `ronde ${seed}`);
        return system.measure(seed);
      },
    };
  }

  /** A hole that nothing fell into would prove nothing. */
  checks(): Check[] {
    return Object.entries(this.#outside.reached()).map(([way, count]) =>
      exactly(`${this.#outside.how} ${way}: was reached`, count > 0 ? 1 : 0, 1),
    );
  }

  async close(): Promise<void> {
    await this.fanOut.close();
    await this.#outside.close();
    await this.#instance.stop();
  }
}

/** Short times, whom the centre pages, and the control rooms' system: every one of them has it. */
async function setCentre(instance: TestInstance, outside: Outside): Promise<void> {
  const timings = (await instance.command('settings', 'get', 'timings')) as object;
  const settings = {
    timings: { ...timings, ...soon },
    ...waysOf(outside),
    paging: { supervisor: ['+31612345678', 'dienst@voorbeeld.test'], onCall: ['+31612345679'] },
    webhooks: {
      webhooks: [
        {
          name: 'Meldkamer',
          url: `http://127.0.0.1:${outside.ports.webhook}/`,
          format: 'json',
          rooms: controlRoomCode.options,
          secrets: [`whsec_${randomBytes(32).toString('base64')}`],
        },
      ],
    },
  };
  for (const [kind, value] of Object.entries(settings))
    await instance.command('settings', 'set', kind, JSON.stringify(value));
}
