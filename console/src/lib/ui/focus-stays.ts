// Where the keys go on a page of forms when what had the focus is gone: to what stands in its place now, as the button
// that opened a form which was closed. (A desk has its own rule, keeps-focus.ts, for there digits do things.)
import type { Attachment } from 'svelte/attachments';

/** Something that is there, and at which place in what holds it. */
type Step = { element: Element; index: number };

const reachable = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** @param page Gets the focus itself where nothing else is left: it needs a `tabindex`. */
export const focusStays: Attachment<HTMLElement> = (page) => {
  let path: readonly Step[] = [];

  function changed(): void {
    const [had] = path;
    if (document.activeElement !== document.body || had?.element.isConnected !== false) return;
    const next = inPlaceOf(path) ?? page;
    path = [];
    next.focus({ preventScroll: true });
  }

  const moved = ({ target }: FocusEvent) => (path = pathOf(target as Element, page)); // of an event of this page
  const observer = new MutationObserver(changed);
  observer.observe(page, { childList: true, subtree: true });
  page.addEventListener('focusin', moved);
  return () => {
    observer.disconnect();
    page.removeEventListener('focusin', moved);
  };
};

/** From what has the focus up to the page, innermost first. */
function pathOf(target: Element, page: Element): Step[] {
  const path: Step[] = [];
  for (let element: Element | null = target; element; element = element.parentElement) {
    path.push({ element, index: [...(element.parentElement?.children ?? [])].indexOf(element) });
    if (element === page) break;
  }
  return path;
}

function inPlaceOf(path: readonly Step[]): HTMLElement | undefined {
  const holder = path.findIndex(({ element }) => element.isConnected);
  const gone = path[holder - 1];
  if (!gone) return undefined;
  const places = path[holder]!.element.children; // found above
  for (const place of [places[gone.index], places[gone.index - 1], path[holder]!.element]) {
    const next = place?.matches(reachable) ? place : place?.querySelector(reachable);
    if (next instanceof HTMLElement) return next;
  }
  return undefined;
}
