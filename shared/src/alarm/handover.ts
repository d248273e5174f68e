// The part of the fold that is about the police and about who does what for them: how far the handover
// is, who telephones, what was called and checked, and the steps of the plan.
import type { AlarmEvent } from './events.ts';

import { unstarted } from './plan/evolve.ts';
import { uncalled } from './calling/evolve.ts';

import { unreported, changed } from './handover/evolve.ts';

import { unanswered } from './police-reports/evolve.ts';
import type { Alarm } from './state.ts';

type Of<T extends AlarmEvent['type']> = Extract<AlarmEvent, { type: T }>;

export type HandoverEvent = Of<'ClosingProposed'>;

type Untouched = Pick<
  Alarm,
  | 'handover'
  | 'upgrade'
  | 'dataNotice'
  | 'caller'
  | 'declined'
  | 'readBack'
  | 'policeReports'
  | 'policeMessages'
  | 'policeLinks'
  | 'calling'
  | 'callAttempts'
  | 'words'
  | 'steps'
  | 'closingProposed'
>;

/** An alarm of which nobody was told yet; also what one is that the release before wrote down. */
export function untold(
  { kind, plan }: Pick<Alarm, 'kind' | 'plan'>,
  receivedAt: string,
): Untouched {
  return {
    ...unreported,
    caller: null,
    readBack: [],
    ...unanswered,
    policeLinks: [],
    ...uncalled({ kind }, receivedAt),
    steps: unstarted(plan),
    closingProposed: null,
  };
}

export function applyHandover(alarm: Alarm, event: HandoverEvent): Alarm {
  switch (event.type) {
    case 'ClosingProposed':
      return { ...alarm, closingProposed: { ...event.data, at: event.at } };
  }
}

/**
 * Somebody presses again: what was said to be safe a moment ago no longer counts, and police who were done
 * are not done with this.
 */
export function pressedAgain(alarm: Alarm, event: AlarmEvent): Alarm {
  const again = {
    ...alarm,
    words: { ...alarm.words, codeWordAt: null },
    closingProposed: null,
    declined: null,
  };
  return alarm.handover.status === 'done'
    ? {
        ...changed(again, event, { status: 'none', since: event.at }),
        upgrade: null,
        readBack: [],
        dataNotice: null,
      }
    : again;
}
