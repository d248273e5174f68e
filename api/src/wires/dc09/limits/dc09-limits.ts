// What a DC-09 device may ask of us before we stop it, each number with its reason. None of them may
// cost a press: too many connections close the one that was silent longest, never the newest.
import { longestFrameBytes } from '../decoders/frame/dc09-frame.ts';

export type Dc09Limits = {
  /** Longer than the protocol can state is a mistake or an attack. */
  frameBytes: number;
  /** First byte of a frame to its last. A slow radio link needs seconds, a slowloris for ever. */
  frameSeconds: number;
  /** Without any byte: a device polled every 90 s that missed two polls and part of a third. */
  idleSeconds: number;
  /** A mobile operator may put all its devices behind one address, so this is generous. Of IPv6 a /64 is one. */
  connectionsPerAddress: number;
  /** Well below the open files a process is commonly allowed once Node has raised its limit (4,096). */
  connections: number;
  /** Answers are under a hundred bytes; a device that leaves this much unread has stopped reading. */
  unreadAnswerBytes: number;
  /** For our last answers to get through where we hang up; a device that takes not a byte would keep its line for ever. */
  hangUpSeconds: number;
  /** Datagrams being made durable at once. One more gets no answer, and its sender sends it again. */
  datagramsInHand: number;
  /** Of one sender: a tenth, so that nine more can be as loud. */
  datagramsInHandPerSender: number;
  /**
   * Frames read in a second from datagrams of one sender, a long one as several (turns.ts): a refused one costs a
   * tenth of a millisecond. An operator's thousand devices, polled every 90 s, send a dozen.
   */
  datagramsPerSecondPerSender: number;
  /** Frames read in one turn of the event loop, a long one as several: it lasts some milliseconds, never twenty. */
  readATurn: number;
  /** Of one sender, over all its connections and datagrams. */
  readATurnOfSender: number;
  /**
   * DUHs to one address. A public sender answers a DUH by sending the same again after half a second,
   * for ever; silence it takes for a lost answer, and waits. The frames are recorded all the same.
   */
  duhsPerMinute: number;
};

export const dc09Limits: Dc09Limits = {
  frameBytes: longestFrameBytes,
  frameSeconds: 10,
  idleSeconds: 300,
  connectionsPerAddress: 1_000,
  connections: 3_000,
  unreadAnswerBytes: 64 * 1024,
  hangUpSeconds: 5,
  datagramsInHand: 1_000,
  datagramsInHandPerSender: 100,
  datagramsPerSecondPerSender: 500,
  readATurn: 24,
  readATurnOfSender: 8,
  duhsPerMinute: 6,
};
