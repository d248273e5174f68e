// Opening a form by its key: nobody who is quick waits for the answer to what he did before.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import type { Panel, Selection } from './selection.svelte.ts';

export type Opening = { selection: Selection; work: AlarmWork };

/** @param type What the form asks for in the end: why that cannot be is said, and then nothing opens. */
export async function openWhenAllowed(
  { selection, work }: Opening,
  alarm: Alarm,
  panel: Panel,
  type: PersonCommand['type'],
): Promise<void> {
  // What is under way may be what it needs: whoever takes an alarm has F8 under his next finger. When that does
  // not land, it is said there.
  const isAllowed = () =>
    selection.alarm?.id === alarm.id && work.whyNot(selection.alarm, type) === null;
  if (!isAllowed() && !(await work.landed(alarm.id))) return;
  if (selection.alarm?.id !== alarm.id) return;
  const off = work.whyNot(selection.alarm, type);
  if (off) work.showResult('rejected', off);
  else selection.openPanel(panel);
}
