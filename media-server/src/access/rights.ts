// Who may hear a room by which alarm, as the api's last word has it. A right is named by the alarm's version
// when it was given, so that what is older is known as older whatever the clocks say: a token that was made
// before its listener stopped opens nothing afterwards, however late it comes.
import type { RightsRequest } from '@achterwacht/shared/listen-in/control.ts';
import { tokenSeconds, type Right } from '@achterwacht/shared/listen-in/tokens.ts';

export type Rights = {
  /** @returns false for a word that is older than one that came before it. */
  take: (word: RightsRequest, now: number) => boolean;
  holds: (listenerId: string, right: Right) => boolean;
  /** Nothing that was made for it opens anything any more. */
  end: (listenerId: string, now: number) => void;
  isEnded: (listenerId: string) => boolean;
};

/** No token lives longer; half a minute for whoever signs late, or by another clock. */
const rememberMilliseconds = (tokenSeconds + 30) * 1000;

export function createRights(): Rights {
  const words = new Map<string, { version: number; listeners: ReadonlySet<string>; at: number }>();
  const ended = new Map<string, number>();

  function forget(now: number): void {
    for (const [alarmId, { at }] of words)
      if (now - at > rememberMilliseconds) words.delete(alarmId);
    for (const [listenerId, at] of ended)
      if (now - at > rememberMilliseconds) ended.delete(listenerId);
  }

  return {
    take: ({ alarmId, version, listeners }, now) => {
      forget(now);
      if ((words.get(alarmId)?.version ?? 0) > version) return false;
      words.set(alarmId, { version, listeners: new Set(listeners), at: now });
      return true;
    },
    holds: (listenerId, { alarmId, version }) => {
      const word = words.get(alarmId);
      return !word || word.version <= version || word.listeners.has(listenerId);
    },
    end: (listenerId, now) => {
      forget(now);
      ended.set(listenerId, now);
    },
    isEnded: (listenerId) => ended.has(listenerId),
  };
}
