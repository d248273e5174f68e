// Work of a component that comes again for as long as it is on the screen.
import { onMount } from 'svelte';

/**
 * At once and then every so often, until the component is gone; called while it is made. It catches what it throws.
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
    return () => clearInterval(timer);
  });
}
