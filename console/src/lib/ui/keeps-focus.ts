// Where the keys go when what had the focus is gone. A browser gives it to the page, where a digit means something
// else than it did a moment ago; here it goes back to the bar around what is gone: the nearest thing with a
// `tabindex`. What comes and goes beside the work, `data-passing` (a form, the six labels of a marker), gives it
// back to whatever had it before. `data-home` is the bar of an alarm where nothing nearer is left.
import type { Attachment } from 'svelte/attachments';

/** What has the focus and the bars around it, innermost first. */
type Path = readonly HTMLElement[];

export const keepsFocus: Attachment<HTMLElement> = (desk) => {
  let path: Path = [];
  const before = new WeakMap<HTMLElement, Path>();

  function moved({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return;
    const left = path;
    path = pathOf(target);
    for (const passing of path.filter(isPassing))
      if (!left[0] || !passing.contains(left[0])) before.set(passing, left);
  }

  function backFrom(gone: Path): HTMLElement | undefined {
    const seen = new Set<HTMLElement>();
    for (let lost = gone; ;) {
      const passed = lost.findLast((element) => isPassing(element) && !element.isConnected);
      if (!passed || seen.has(passed)) return lost.find((element) => element.isConnected);
      seen.add(passed);
      // Whoever came from the queue went to the alarm: back there, a digit would take him to another.
      lost = (before.get(passed) ?? []).filter((element) => !element.closest(queue));
    }
  }

  function changed(): void {
    if (document.activeElement !== document.body || path[0]?.isConnected !== false) return;
    const bar = backFrom(path);
    const home = desk.querySelector<HTMLElement>('[data-home]');
    const next = !bar || bar.matches(workspace) ? (home ?? bar) : bar;
    (next ?? desk.querySelector<HTMLElement>(workspace))?.focus({ preventScroll: true });
    // Whose digits work is in sight; anything larger would move what somebody reads.
    if (next?.matches('[data-home]')) next.scrollIntoView({ block: 'nearest' });
  }

  const observer = new MutationObserver(changed);
  observer.observe(desk, { childList: true, subtree: true });
  desk.addEventListener('focusin', moved);
  return () => {
    observer.disconnect();
    desk.removeEventListener('focusin', moved);
  };
};

const queue = '[data-region="queue"]';
const workspace = '[data-region="workspace"]';
const isPassing = (element: HTMLElement) => element.matches('[data-passing]');

function pathOf(target: HTMLElement): Path {
  const path = [target];
  for (let next: HTMLElement | null = target; next;) {
    next = next.parentElement?.closest<HTMLElement>('[tabindex]') ?? null;
    if (next) path.push(next);
  }
  return path;
}
