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

export type ConsolesAnswer =
  | { type: 'opened' }
  | { type: 'failed'; reason: string }
  | { type: 'report'; seen: Seen[]; disorders: number }
  | { type: 'closed' };

/** What floors send: the frame as it came in, and ballast up to the size of an event. */
export type FloorMessage = { frame: string; ballast: string };
