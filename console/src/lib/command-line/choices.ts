// What stands to be chosen behind a command at this moment, from what is on the board and before this person.
import { isClaimable } from '@achterwacht/shared/alarm/actions.ts';
import { ownerOf } from '@achterwacht/shared/alarm/ownership/state.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { sentenceOf } from '../alarms/describe.ts';
import { isNoCall } from '../calling/calls.ts';
import { markerLabels } from '../listen-in/listen-back/markers.svelte.ts';
import { outcomeWords } from '../words.ts';
import type { CommandId, Vocabulary } from './commands.ts';
import type { Choice } from './complete.ts';
import type { DeskParts } from './effects.ts';

type Parts = Pick<DeskParts, 'board' | 'dossiers' | 'queue' | 'selection' | 'work'>;

export function choicesOf(id: CommandId, parts: Parts, words: Vocabulary): Choice[] {
  const { board, queue, selection, work } = parts;
  const whole = queue.whole;
  const numbersOf = (alarms: readonly Alarm[]) =>
    alarms.map((alarm) => ({ value: String(alarm.number), detail: sentenceOf(alarm) }));
  switch (id) {
    case 'claim':
      return numbersOf(
        [...whole.waiting, ...whole.faults, ...whole.tests].filter((alarm) =>
          isClaimable(alarm, work.me),
        ),
      );
    case 'go':
      return numbersOf(board.open);
    case 'take-over':
      return numbersOf([...whole.colleagues, ...whole.parked]);
    case 'finish':
    case 'handover':
      return numbersOf(whole.mine);
    case 'park':
      return numbersOf(whole.mine.filter((alarm) => work.whyNot(alarm, 'Park') === null));
    case 'call':
      return contactsOf(selection.alarm, parts, words);
    case 'give':
      return callerOf(selection.alarm, work.me.id);
    case 'harmless':
      return Object.entries(words.harmless).map(([outcome, value]) => ({
        value,
        detail: outcomeWords[outcome as keyof typeof words.harmless](), // its keys are outcomes
      }));
    case 'marker':
      return markerLabels.map((label) => ({ value: label(), detail: '' }));
    case 'note':
    case 'search':
    case 'timer':
      return [];
  }
}

function contactsOf(alarm: Alarm | null, { dossiers }: Parts, { holder }: Vocabulary): Choice[] {
  if (!alarm) return [];
  const opened = dossiers.of(alarm.id);
  const contacts = opened?.status === 'open' ? opened.dossier.contacts : [];
  const { holder: worn } = alarm.personal ?? {};
  return [
    ...contacts.map(({ name, relation }, index) => ({
      value: String(index + 1),
      detail: [name, relation].join(', '),
    })),
    ...(worn?.phone && !isNoCall(alarm) ? [{ value: holder, detail: worn.name }] : []),
  ];
}

function callerOf(alarm: Alarm | null, myId: string): Choice[] {
  if (!alarm) return [];
  const owner = ownerOf(alarm);
  const other = owner?.id === myId ? alarm.caller : owner;
  return other ? [{ value: other.name, detail: '' }] : [];
}
