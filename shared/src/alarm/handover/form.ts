// What the desk's form for the police asks, as the rules will judge it: as which class, whether a reason goes with
// it, and what is left to tell. In no state may it ask for what cannot be given, or offer nothing that works.
import { adviseClass } from './advised-class.ts';
import type { Alarm } from '../state.ts';
import type { HandoverClass } from './state.ts';
import { isUpgradeOpen, passedOnClassOf } from './upgrade.ts';

export type HandoverForm = {
  /** `upgrade`: that it is verified now. `news`: all was told; what they say, and further messages. */
  asks: 'handover' | 'upgrade' | 'news';
  class: HandoverClass;
  /** Nobody chooses any more as what it goes. */
  isFixed: boolean;
  /** Why another class than what was verified calls for; never once it went as that. */
  needsReason: boolean;
};

/** `chosen` is what somebody picked himself; null while he did not. */
export function handoverFormOf(alarm: Alarm, chosen: HandoverClass | null): HandoverForm {
  const advised = adviseClass(alarm);
  const passedOn = passedOnClassOf(alarm);
  if (alarm.handover.status === 'sent') {
    // Verified while nobody over there answered: whoever does hears at once that it is Prio 1.
    const mayRise = passedOn === 'assistance' && advised === 'prio-1';
    const as = mayRise ? (chosen ?? advised) : (passedOn ?? advised);
    return { asks: 'handover', class: as, isFixed: !mayRise, needsReason: false };
  }
  if (passedOn === null) {
    const { handover } = alarm;
    const called = handover.status === 'calling' ? handover.class : null;
    // Verified during the call: it is said in the same breath.
    const as = chosen ?? (called === 'prio-1' ? called : advised);
    return {
      asks: 'handover',
      class: as,
      isFixed: false,
      needsReason: as !== advised && as !== called,
    };
  }
  return isUpgradeOpen(alarm)
    ? { asks: 'upgrade', class: 'prio-1', isFixed: true, needsReason: false }
    : { asks: 'news', class: passedOn, isFixed: true, needsReason: false };
}
