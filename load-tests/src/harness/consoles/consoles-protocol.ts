// What the generator and its console processes say to each other over Node's own channel.

export type ConsolesOrder =
  | {
      type: 'open';
      kind: 'bare' | 'socket.io' | 'product';
      /** Used in turn, so that consoles stand evenly on two api processes. */
      origins: string[];
      count: number;
      cookie?: string;
      afterSequence?: number;
    }
  /** Report what was seen since the last report; forget it when `andForget`. */
  | { type: 'report'; andForget: boolean }
  | { type: 'close' };

export type Seen = {
  index: number;
  /** How many sockets saw it, each once. */
  sockets: number;
  /** When the last of them had it parsed. */
  lastAtMicroseconds: number;
};

/** What a real desk would have noticed and started anew for, by kind and over all sockets. */
export type Disorders = {
  /** A sequence was left out. */
  holes: number;
  /** A sequence came that had been there. */
  repeats: number;
  /** The server said goodbye. */
  goodbyes: number;
  /** A socket closed that nobody closed here. */
  closed: number;
};

export const noDisorders: Disorders = { holes: 0, repeats: 0, goodbyes: 0, closed: 0 };

export type ConsolesAnswer =
  | { type: 'opened' }
  | { type: 'failed'; reason: string }
  | { type: 'report'; seen: Seen[]; disorders: Disorders }
  | { type: 'closed' };

/** What floors send: the frame as it came in, and ballast up to the size of an event. */
export type FloorMessage = { frame: string; ballast: string };
