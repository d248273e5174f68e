// What a protocol's event code means to us, and one event as read from a frame's data. One shape for
// Contact ID and SIA, so that nothing behind them knows which of the two a signal came over.
import type { SignalKind } from '@achterwacht/shared/signals.ts';

export type CodeMeaning = {
  kind: SignalKind;
  /** Of a restore: which call for help is over. */
  restores?: SignalKind;
  /** English name in the field's usual words, for logs and the code list in the documentation. */
  name: string;
};

export type ReadEvent = {
  kind: SignalKind;
  restores?: SignalKind;
  /** Two letters, or three digits. */
  code: string;
  /** Zone, user or unit as sent; null when the event names none. */
  zone: string | null;
  /** Free text that stood with the event. */
  text: string | null;
  /** False when the code is in no table. */
  isKnown: boolean;
  /** True when the sender says that the event happened earlier and is sent again or late. */
  isOld: boolean;
};
