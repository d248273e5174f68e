// A form of whoever answers for an alarm, at the moment that somebody else does: it would only be refused. What was typed in
// it stays (drafts/). What is read aloud stays before whoever is on the telephone with the police.
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import { whyNot } from '@achterwacht/shared/alarm/actions.ts';
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { m } from '../paraglide/messages.js';
import type { Opening } from './open-when-allowed.ts';
import type { Panel } from './selection.svelte.ts';

const asksFor: Partial<Record<NonNullable<Panel>, PersonCommand['type']>> = {
  close: 'Close',
  park: 'Park',
  withdraw: 'Unverify',
  decline: 'DeclineHandover',
};

/** To be told of everything that happens, after it is on the board. */
export function closeWhatWasTaken({ selection, work }: Opening, event: FeedEvent): void {
  if (event.type !== 'AlarmTakenOver' && event.type !== 'AlarmClaimed') return;
  const { alarm, panel } = selection;
  const { by } = event.data;
  if (alarm?.id !== event.alarmId || panel === null || by.id === work.me.id) return;
  const command = asksFor[panel];
  if (!command || whyNot(alarm, work.me, command) === null) return;
  selection.openPanel(null);
  work.showResult('rejected', m.panel_taken({ number: alarm.number, name: by.name }));
}
