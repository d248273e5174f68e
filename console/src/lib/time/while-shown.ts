// Work of a component that comes again for as long as it is on the screen.
import { onMount } from 'svelte';

/** At once and then every so often, until the component is gone; called while it is made. It catches what it throws. */
export function whileShown(everyMilliseconds: number, work: () => Promise<void>): void {
  onMount(() => {
    void work();
    const timer = setInterval(() => void work(), everyMilliseconds);
    return () => clearInterval(timer);
  });
}
