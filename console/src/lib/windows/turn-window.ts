// By its key or from the menu: a part of the desk into a window of its own, or back; and what a browser says to that.
import type { AlarmWork } from '../alarms/alarm-work.svelte.ts';
import { m } from '../paraglide/messages.js';
import { windowWords, type TakenOut } from './window-kinds.ts';
import type { WindowsAtPost } from './windows-at-post.svelte.ts';

type Around = { windows: WindowsAtPost; work: AlarmWork };

export async function turnWindow({ windows, work }: Around, kind: TakenOut): Promise<void> {
  if (await windows.turn(kind)) return;
  work.showResult('rejected', m.window_refused({ window: windowWords[kind]() }));
}
