// One DC-09 frame: decode, make it durable, answer, tell the desks. What is not understood or refused is
// recorded too, and waits for the recovery.
import { randomUUID } from 'node:crypto';
import { callsForHelp } from '@achterwacht/shared/alarm/joining.ts';
import { placeOfAlarms } from '@achterwacht/shared/feed-view.ts';
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import type { Announce } from '../../announce.ts';
import type { FaultPoint } from '../../fault-points.ts';
import type { Logger } from '../../logger.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import type { AcceptedLimits } from '../../messages/limits/accepted-limits.ts';
import type { ButtonContacts } from '../../buttons/button-contacts.ts';
import type { ButtonDirectory } from '../../buttons/register/button-directory.ts';
import {
  decodeDc09,
  isLinkTest,
  type Dc09Context,
  type Dc09Decoded,
  type Dc09KeyAnswer,
} from './decoders/dc09-decode.ts';
import { asksRegister, replyTo } from './decoders/dc09-reply.ts';
import { foreignProtocolOf } from './decoders/foreign-protocol.ts';
import type { Intake, ReceivedFrame } from './server/intake.ts';
import type { Handled } from '../../messages/handled.ts';
import { isOfTest, sealContent, withoutPlaces } from '../../messages/record/message-content.ts';
import type { RecordAlone } from '../../messages/record/record-alone.ts';
import {
  contentHashOf,
  recoveryMilliseconds,
  refusedWaitMilliseconds,
  type Message,
} from '../../messages/record/record-message.ts';
import type { ForeignCounts } from '../../messages/limits/foreign-counts.ts';
import type { RefusedLimits } from '../../messages/limits/refused-limits.ts';
import type { TakeIn } from '../../messages/take-in.ts';

type Parts = {
  recordAlone: RecordAlone;
  keys: KeyRing;
  directory: ButtonDirectory;
  contacts: ButtonContacts;
  takeIn: TakeIn;
  announce: Announce;
  faultPoint: FaultPoint;
  log: Logger;
  accepted: AcceptedLimits;
  refused: RefusedLimits;
  foreign: ForeignCounts;
  /** A refused call for help that need not wait is on disk. */
  onRefusedCall: () => void;
  count: (what: { verdict: string; kind: SignalKind | 'none'; kept: string }) => void;
};

export function createDc09Intake(parts: Parts): Intake & { settled(): Promise<void> } {
  const { log, directory } = parts;
  const announcing = new Set<Promise<void>>();

  function keyFor(account: string): Dc09KeyAnswer {
    const button = directory.find(account);
    if (!button) return 'unknown';
    return button.key ? { key: button.key } : 'none';
  }

  /** What came in, and whether it is kept: of a refused frame beyond that neither register nor disk is asked. */
  async function decode(
    frame: ReceivedFrame,
    context: Dc09Context,
  ): Promise<{ decoded: Dc09Decoded; isKept: boolean; isSure: boolean }> {
    const first = decodeDc09(frame.raw, context);
    if (first.status === 'decoded' && !isAdmittedOf(parts, frame, first))
      return { decoded: first, isKept: false, isSure: false };
    if (first.status === 'decoded')
      return { decoded: first, isKept: !isLinkTest(first), isSure: true };
    if (isForeign(parts, frame, first)) return { decoded: first, isKept: false, isSure: true };
    const { account } = first;
    // What the register was not asked again may be true since a second ago: then silence, after which a device sends
    // the same again. A DUH is final.
    if (!isAdmitted(parts, frame, first))
      return { decoded: first, isKept: false, isSure: !asksRegister(first.failure) };
    if (account === null) return { decoded: first, isKept: true, isSure: true };
    // Before a frame is refused the register is asked again: its button may be a second old.
    try {
      await parts.directory.refresh(account);
    } catch (error) {
      // Kept as what it is so far, and not answered: whoever sent it sends it again, and it is raised if nobody does.
      log.error({ error }, 'the register could not be asked');
      return { decoded: first, isKept: true, isSure: false };
    }
    const decoded = decodeDc09(frame.raw, context);
    return { decoded, isKept: !isLinkTest(decoded), isSure: true };
  }

  /** The device first: its answer is on the wire before any desk is written to. */
  function announce({ centreId, events }: Handled): void {
    parts.faultPoint('committed');
    const work = answerIsOnTheWire()
      .then(() => {
        parts.faultPoint('answered');
        parts.announce(placeOfAlarms(centreId), events);
      })
      .finally(() => announcing.delete(work));
    announcing.add(work);
  }

  return {
    async receiveDc09(frame) {
      parts.faultPoint('received');
      const context = { now: frame.receivedAt, keyFor };
      const { decoded, isKept, isSure } = await decode(frame, context);
      const verdict = replyTo(decoded, context);
      const reply = isSure ? verdict.reply : null;
      const button = decoded.account === null ? null : parts.directory.find(decoded.account);
      parts.count({
        verdict: decoded.status === 'decoded' ? 'decoded' : decoded.failure,
        kind: decoded.signals[0]?.kind ?? 'none',
        kept: String(isKept),
      });
      if (button && decoded.status === 'decoded')
        parts.contacts.heard(button, frame.receivedAt, {
          test: decoded.signals.some((signal) => signal.kind === 'test'),
          batteryPercent: decoded.signals.at(-1)?.batteryPercent ?? null,
          sentAt: decoded.frameTime,
        });
      if (!isKept) return reply;

      const message = messageOf(parts, frame, decoded, button);
      parts.faultPoint('decoded');
      if (message.disposition === 'pending') await parts.takeIn(message, announce);
      else await parts.recordAlone.record(message);
      if (verdict.raise && !waits(decoded)) parts.onRefusedCall();
      return reply;
    },
    /** Resolves when every desk was told of what was answered; for a clean stop and for tests. */
    async settled() {
      while (announcing.size > 0) await Promise.all(announcing);
    },
  };
}

/**
 * Whether it is a line of another protocol, in which nobody calls for help; counted where so. Of those the register is
 * asked nothing, and one row an hour says how many there were.
 */
function isForeign(
  { foreign, directory }: Pick<Parts, 'foreign' | 'directory'>,
  { receivedAt, remoteAddress, opening }: ReceivedFrame,
  decoded: Dc09Decoded,
): boolean {
  if (decoded.status === 'decoded' || decoded.failure !== 'malformed') return false;
  if (decoded.signals.length > 0) return false;
  const protocol = foreignProtocolOf(opening);
  const { defaultCentreId: centreId } = directory;
  return (
    protocol !== null && foreign.add(protocol, { centreId, remoteAddress, receivedAt, opening })
  );
}

/** Whether this refused frame is kept; counted where not. */
function isAdmitted(
  { refused, directory }: Pick<Parts, 'refused' | 'directory'>,
  { receivedAt, remoteAddress }: ReceivedFrame,
  { account, signals }: Dc09Decoded,
): boolean {
  const button = account === null ? null : directory.find(account);
  const frame = {
    receivedAt,
    remoteAddress,
    account,
    isKnown: button !== null,
    isReadable: signals.length > 0,
    callsForHelp: signals.some(callsForHelp),
  };
  const isAdmitted = refused.admits(frame);
  if (!isAdmitted) refused.count(button?.centreId ?? directory.defaultCentreId, frame);
  return isAdmitted;
}

/** The same of an accepted one. A link test is no row, and is answered however often it comes. */
function isAdmittedOf(
  { accepted, refused, directory }: Pick<Parts, 'accepted' | 'refused' | 'directory'>,
  { receivedAt, remoteAddress }: ReceivedFrame,
  decoded: Dc09Decoded,
): boolean {
  const { account, signals } = decoded;
  const button = account === null ? null : directory.find(account);
  if (!button || account === null || isLinkTest(decoded)) return true;
  const frame = { receivedAt, remoteAddress, account, callsForHelp: signals.some(callsForHelp) };
  const isAdmitted = accepted.admits(frame);
  if (!isAdmitted) refused.count(button.centreId, frame, button.buttonId);
  return isAdmitted;
}

/**
 * Whether something better may follow: a button that is registered sets its clock, or sends undamaged what came
 * damaged. Of a whole frame of somebody nobody knows there is nothing to wait for.
 */
function waits(decoded: Dc09Decoded): boolean {
  return decoded.status === 'failed' && decoded.failure !== 'unknown-account';
}

/** One turn of the event loop: whoever waits for a record has written its answer by then. */
function answerIsOnTheWire(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function messageOf(
  { keys, directory }: Pick<Parts, 'keys' | 'directory'>,
  frame: ReceivedFrame,
  decoded: Dc09Decoded,
  button: ReturnType<ButtonDirectory['find']>,
): Message {
  const isRefused = decoded.status === 'failed';
  const wait = waits(decoded) ? refusedWaitMilliseconds : isRefused ? 0 : recoveryMilliseconds;
  const id = randomUUID();
  const heard = {
    raw: frame.raw,
    signals: decoded.signals.map((signal) => ({ id: randomUUID(), decoded: signal })),
  };
  // What was refused and calls for nobody needs nothing more than to be kept, and not where it was.
  const isOver = isRefused && !decoded.signals.some(callsForHelp);
  const content = isOver && !isOfTest(heard.signals) ? withoutPlaces(heard) : heard;
  return {
    ...content,
    id,
    centreId: button?.centreId ?? directory.defaultCentreId,
    buttonId: button?.buttonId ?? null,
    receivedAt: frame.receivedAt,
    protocol: frame.protocol,
    transport: frame.transport,
    remoteAddress: frame.remoteAddress,
    account: decoded.account,
    sequence: decoded.sequence,
    verdict: isRefused ? decoded.failure : 'decoded',
    contentHash: contentHashOf(keys, decoded),
    disposition: isRefused ? 'refused' : 'pending',
    handledAt: isOver ? frame.receivedAt : null,
    handleAt: new Date(frame.receivedAt.getTime() + wait),
    sealed: sealContent(keys, id, button?.subjectId ?? null, content),
  };
}
