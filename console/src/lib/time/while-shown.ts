// Work of a component that comes again for as long as it is on the screen.
import { onMount } from 'svelte';

/**
 * At once, then every so often and whenever somebody comes back to the page, until the component is gone; called while it
 * is made. It catches what it throws.
 * Never twice at a time: a server that does not answer would be asked anew before the last question is given up, and
 * nobody would hear that it does not answer.
 */
export function whileShown(everyMilliseconds: number, work: () => Promise<void>): void {
  onMount(() => {
    let isWorking = false;
    const round = async () => {
      if (isWorking) return;
      isWorking = true;
      await work().finally(() => (isWorking = false));
    };
    void round();
    const timer = setInterval(() => void round(), everyMilliseconds);
    const comeBack = () => void (document.visibilityState === 'visible' && round());
    document.addEventListener('visibilitychange', comeBack);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', comeBack);
    };
  });
}
