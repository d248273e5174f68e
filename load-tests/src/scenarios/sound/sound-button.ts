// A button that presses and is heard, over and over, for scenarios that look at what comes of it at a desk:
// each time is an alarm of its own, which a supervisor ends when it was looked at.
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { Dc09Button } from '../../button/dc09-button.ts';
import { RtpDevice } from '../../button/rtp-device.ts';
import { playSound } from '../../button/sound/play-sound.ts';
import type { Frame, Sound } from '../../button/sound/sound.ts';
import type { DeskSession } from '../../target/desk-session.ts';
import { keyOf, messageOf, readArguments, type Credentials } from '../../press/arguments.ts';
import { credentialsOf, registerSoundButton, type Target } from '../../target/target.ts';

/** Beyond this no alarm came of a press. */
const patienceMilliseconds = 10_000;

export class SoundButton {
  readonly #target: Target;
  readonly #credentials: Credentials;

  private constructor(target: Target, credentials: Credentials) {
    this.#target = target;
    this.#credentials = credentials;
  }

  /** One of the demo's own, with somebody who carries it and a place where it is. */
  static async of(target: Target, serial: string): Promise<SoundButton> {
    return new SoundButton(target, await credentialsOf(target, serial));
  }

  static async register(target: Target): Promise<SoundButton> {
    const account = `70AE${randomBytes(4).toString('hex').toUpperCase()}`;
    const credentials = await registerSoundButton(target, account);
    // The media-server is told of new buttons every two seconds.
    await wait(2_500);
    return new SoundButton(target, credentials);
  }

  /** Resolves once the centre has acknowledged. */
  async press(): Promise<void> {
    const values = readArguments([]);
    const { account } = this.#credentials;
    const key = keyOf(this.#credentials, values);
    const button = new Dc09Button({ ...this.#target.api.devices, account, key });
    const { acknowledged } = await button.send(messageOf(this.#credentials, values));
    button.close();
    if (!acknowledged) throw new Error('the press was not acknowledged');
  }

  /**
   * @param sound What it hears meanwhile; null: it presses and sends none.
   * @param onSent Told as each frame leaves.
   */
  async raise(
    supervisor: DeskSession,
    sound: Sound | null,
    meanwhile: (alarm: Alarm) => Promise<void>,
    onSent?: (frame: Frame) => void,
  ): Promise<void> {
    const raised = async (hangUp?: () => Promise<void>): Promise<void> => {
      await this.press();
      const alarm = await this.openAlarm(supervisor, { isSounding: sound !== null });
      try {
        await meanwhile(alarm);
      } finally {
        await hangUp?.();
        await supervisor.close(alarm.id);
      }
    };
    if (!sound) return raised();
    const device = new RtpDevice({
      url: `${this.#target.publicOrigin}/rtp`,
      token: this.#credentials.sound?.token ?? '',
      codec: sound.codec,
      isEncrypted: true,
    });
    await withSound(device, sound, () => raised(() => device.hangUp()), onSent);
  }

  /** Its alarm, as everybody sees it on the board. */
  async openAlarm(desk: DeskSession, { isSounding = false } = {}): Promise<Alarm> {
    const until = performance.now() + patienceMilliseconds;
    while (performance.now() < until) {
      const { alarms } = await desk.board();
      const open = alarms.find(
        ({ button, closed }) => button.serial === this.#credentials.serial && !closed,
      );
      if (open && (!isSounding || open.sound.status === 'receiving')) return open;
      await wait(100);
    }
    throw new Error(`the press raised no alarm${isSounding ? ' with sound' : ''}`);
  }
}

export async function withSound(
  device: RtpDevice,
  sound: Sound,
  work: () => Promise<void>,
  onSent?: (frame: Frame) => void,
): Promise<void> {
  const stop = new AbortController();
  await device.open();
  const send = (frame: Frame): void => {
    onSent?.(frame);
    device.send(frame);
  };
  const playing = playSound(sound, Infinity, send, stop.signal);
  try {
    await work();
  } finally {
    stop.abort();
    await playing;
    await device.vanish();
  }
}
