// The seam between the servers that listen to devices and the part that makes their frames durable.
// A server knows sockets and nothing of alarms; an intake knows alarms and nothing of sockets.

export type ReceivedFrame = {
  protocol: 'dc09';
  transport: 'tcp' | 'udp';
  /** Without port. */
  remoteAddress: string;
  receivedAt: Date;
  /** Exactly the bytes that came in, line feed and carriage return included where they were sent. */
  raw: Uint8Array;
  /** How this connection began, its first bytes; of a datagram they are its own. */
  opening: Uint8Array;
};

export type Intake = {
  /**
   * Resolves once the frame is durable (or is one that needs not be): with the bytes to answer, or
   * null for silence. Rejecting means that nothing is promised: the device gets no answer, loses its
   * connection, and sends again.
   */
  receiveDc09: (frame: ReceivedFrame) => Promise<Uint8Array | null>;
};
