// Whether the keys of the page are somebody's text now: then they are no shortcuts.

export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement
    ? !['radio', 'checkbox', 'range', 'button'].includes(target.type)
    : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

export const isInSearch = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === 'search';

/** Something is written here, or a form lies over the page: what a page that is loaded anew would lose. */
export const isWritingOn = (page: ParentNode): boolean =>
  page.querySelector('[role="dialog"]') !== null ||
  [...page.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some(
    (field) => isTyping(field) && field.value.trim() !== '',
  );
