// A newer version as a desk looks at it: what there would be to lose in this window and in the others of its person.
import { untouchedMilliseconds } from '../attended.ts';
import type { ListenIn } from '../listen-in/listen-in.svelte.ts';
import type { Board } from '../live/board.svelte.ts';
import type { Connection } from '../live/connection.svelte.ts';
import { tonePlayer } from '../sound/tone-player.svelte.ts';
import type { WindowsAtPost } from '../windows/windows-at-post.svelte.ts';
import { NewVersion } from './new-version.svelte.ts';
import { pages } from './pages.ts';
import { concerns, reloadWaitsFor } from './reload-rule.ts';

type Desk = {
  board: Board;
  connection: Connection;
  windows: WindowsAtPost;
  listenIn: ListenIn;
  personId: string;
  steady: () => number;
  isWriting: () => boolean;
  onFound: () => void;
};

export function versionAtDesk(desk: Desk): NewVersion {
  const { board, connection, windows, listenIn, personId } = desk;
  return new NewVersion({
    pages,
    steady: desk.steady,
    canSound: () => tonePlayer.running,
    untouchedMilliseconds,
    onFound: desk.onFound,
    waitsFor: (known) =>
      reloadWaitsFor({
        ...known,
        hasAlarm: board.open.some(
          (alarm) => concerns(alarm, personId) || listenIn.of(alarm.id) !== null,
        ),
        isLive: connection.link.status === 'live',
        isBusy: desk.isWriting() || windows.own.others.some(({ isBusy }) => isBusy),
        untouchedMilliseconds: untouchedMilliseconds(),
        isLeader: windows.leader.isLeader,
      }),
  });
}
