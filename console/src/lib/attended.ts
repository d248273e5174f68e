// Whether somebody is at this page. One that is only open goes on asking the server what is new, and that must not keep
// alive a session that everybody walked away from (30 minutes): what is asked while nobody is there says so.

const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'input'];
/** As often as the server notes that a session is in use. */
const attendedMilliseconds = 60_000;

let isWatched = false;
let signAt = 0;

/** True where nobody watches: of a page without a log-in there is nothing to prolong. */
export function isAttended(): boolean {
  return !isWatched || performance.now() - signAt < attendedMilliseconds;
}

/** From now on, for whoever opened the page is there. `onSign` hears each sign of him. Gives the way to stop. */
export function watchAttendance(onSign: () => void): () => void {
  const sign = () => {
    signAt = performance.now();
    onSign();
  };
  isWatched = true;
  signAt = performance.now();
  for (const type of signs) addEventListener(type, sign, { capture: true, passive: true });
  return () => {
    isWatched = false;
    for (const type of signs) removeEventListener(type, sign, { capture: true });
  };
}

/** Since somebody last touched this page, or opened it. */
export const untouchedMilliseconds = () => performance.now() - signAt;
