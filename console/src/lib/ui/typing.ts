// Whether the keys of the page are somebody's text now: then they are no shortcuts.

export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLInputElement
    ? !['radio', 'checkbox', 'range', 'button'].includes(target.type)
    : target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

export const isInSearch = (target: EventTarget | null) =>
  target instanceof HTMLInputElement && target.type === 'search';
