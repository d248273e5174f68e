/** Puts the keys there. False: it is not on the screen, or lies behind something else. */
export function reach(element: HTMLElement | null | undefined): boolean {
  if (!element?.checkVisibility({ visibilityProperty: true })) return false;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'nearest' });
  return true;
}
