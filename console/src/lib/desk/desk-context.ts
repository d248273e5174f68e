// What the parts of the screen below a desk use of it. Only the page and the desk's own parts get the desk itself.
import { createContext } from 'svelte';
import { provideAlarmWork } from '../alarms/alarm-work.svelte.ts';
import { provideDialling } from '../calling/dialling.ts';
import { provideChanges } from '../changes/changes.svelte.ts';
import { provideClaiming } from '../claiming/claiming.ts';
import { provideDossiers } from '../dossier/dossiers.svelte.ts';
import { provideDrafts } from '../drafts/drafts.svelte.ts';
import { provideEarlierAlarms } from '../earlier/earlier.svelte.ts';
import { provideFinder } from '../finder/finder.svelte.ts';
import { provideKeyWork } from '../keys/key-work.ts';
import { provideListenIn } from '../listen-in/listen-in-work.svelte.ts';
import { provideBoard } from '../live/board.svelte.ts';
import { provideConnection } from '../live/connection.svelte.ts';
import { provideNearAlarms } from '../location/near-alarms.svelte.ts';
import { provideNotes } from '../notes/notes.svelte.ts';
import { provideQueueView } from '../queue/queue-view.svelte.ts';
import { provideScreenMessages } from '../screen-message/screen-messages.svelte.ts';
import { provideSelection } from '../selection/selection.svelte.ts';
import { provideNewVersion } from '../update/new-version.svelte.ts';
import { provideTimers } from '../timer/timers.svelte.ts';
import { provideSituationEntry } from '../verification/situation-entry.ts';
import { provideWakeLock } from '../windows/wake-lock.svelte.ts';
import { provideWindowsAtPost } from '../windows/windows-at-post.svelte.ts';
import type { Desk } from './desk.svelte.ts';

const [useDesk, provide] = createContext<Desk>();
export { useDesk };

export function provideDesk(desk: Desk): void {
  provide(desk);
  provideAlarmWork(desk.work);
  provideBoard(desk.board);
  provideChanges(desk.changes);
  provideClaiming(desk.claiming);
  provideConnection(desk.connection);
  provideDialling(desk.dialling);
  provideDossiers(desk.dossiers);
  provideEarlierAlarms(desk.earlier);
  provideFinder(desk.finder);
  provideDrafts(desk.drafts);
  provideKeyWork(desk.keys);
  provideListenIn(desk.listening);
  provideNearAlarms(desk.near);
  provideNewVersion(desk.newVersion);
  provideNotes(desk.notes);
  provideQueueView(desk.queue);
  provideScreenMessages(desk.screenMessages);
  provideSelection(desk.selection);
  provideTimers(desk.timers);
  provideSituationEntry(desk.situation);
  provideWakeLock(desk.wakeLock);
  provideWindowsAtPost(desk.windows);
}
