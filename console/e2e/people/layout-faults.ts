// What is wrong with how a page stands in its window: words cut off, words over each other, content that only a
// sideways scroll reaches, and what must be in sight and is not.
import type { Page } from '@playwright/test';

/** @param inSight Selectors of what must be wholly in the window and under nothing. */
export function layoutFaults(page: Page, inSight: readonly string[]): Promise<string[]> {
  return page.evaluate((mustBeSeen) => {
    type Box = { left: number; top: number; right: number; bottom: number };
    type Words = { element: Element; box: Box; text: string; layer: Element };
    /** The bearing of a letter, and what rounding makes of it. */
    const slack = 1.5;
    /** Between a word and the edge of what is pressed. */
    const least = 4;
    /** Lines of one paragraph share a few pixels of height. */
    const shared = { across: 3, down: 5 };
    const faults = new Set<string>();
    /** One that is a word only has no edge to keep off. */
    const edged = (button: Element | null) =>
      button && Number.parseFloat(getComputedStyle(button).borderLeftWidth) > 0
        ? button.getBoundingClientRect()
        : null;

    const isShown = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const isLeftOut = (element: Element) =>
      element.closest(
        '.visually-hidden, option, script, style, [popover]:not(:popover-open), .leaflet-container, [data-as-many-as-fit]',
      ) !== null;
    const named = (element: Element) => {
      const part = element.closest('[role="region"], header, footer, dialog');
      const where = part?.getAttribute('aria-label') ?? part?.tagName.toLowerCase() ?? 'page';
      return `${where}, ${element.tagName.toLowerCase()}.${element.className}`;
    };
    const isEmpty = ({ left, top, right, bottom }: Box) => right - left < 1 || bottom - top < 1;
    const shortOf = (text: string) => `“${text.slice(0, 60)}”`;

    /** What is left of the words after all around them cut off what sticks out; what they lose sideways is a fault. */
    function clipped(element: Element, whole: Box, text: string): Box {
      let seen = whole;
      for (let around: Element | null = element; around; around = around.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(around);
        if (overflowX !== 'visible' && !isEmpty(seen)) {
          const box = around.getBoundingClientRect();
          const across = Math.max(box.left - seen.left, seen.right - box.right);
          const down = Math.max(box.top - seen.top, seen.bottom - box.bottom);
          if (across > slack) faults.add(`cut off sideways in ${named(around)}: ${shortOf(text)}`);
          const scrolls = overflowY === 'auto' || overflowY === 'scroll';
          if (down > slack && !scrolls) faults.add(`cut off in ${named(around)}: ${shortOf(text)}`);
          seen = {
            left: Math.max(seen.left, box.left),
            top: Math.max(seen.top, box.top),
            right: Math.min(seen.right, box.right),
            bottom: Math.min(seen.bottom, box.bottom),
          };
        }
        if (position === 'fixed') break;
      }
      return seen;
    }

    /** A foot that stays and an open menu lie over what scrolls under them: only one layer is compared. */
    function layerOf(element: Element): Element {
      for (let around: Element | null = element; around; around = around.parentElement) {
        const { position, zIndex } = getComputedStyle(around);
        if (position === 'sticky' || position === 'fixed') return around;
        if (position === 'absolute' && zIndex !== 'auto') return around;
        if (around.matches(':popover-open, dialog')) return around;
      }
      return document.body;
    }

    const all: Words[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement!;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || !isShown(element) || isLeftOut(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        if (isEmpty(line)) continue;
        const button = edged(element.closest('button'));
        if (button && (line.left < button.left + least || line.right > button.right - least))
          faults.add(`no room on its button in ${named(element)}: ${shortOf(text)}`);
        const box = clipped(element, line, text);
        if (isEmpty(box)) continue;
        if (box.right > innerWidth + slack || box.left < -slack)
          faults.add(`beside the window in ${named(element)}: ${shortOf(text)}`);
        all.push({ element, box, text, layer: layerOf(element) });
      }
    }
    for (const [index, one] of all.entries())
      for (const other of all.slice(index + 1)) {
        if (one.layer !== other.layer || one.element === other.element) continue;
        const across =
          Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down =
          Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > shared.across && down > shared.down)
          faults.add(
            `over each other in ${named(one.element)}: ${shortOf(one.text)} and ${shortOf(other.text)}`,
          );
      }

    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    if (scrollWidth > clientWidth) faults.add('the page scrolls sideways');
    // A focus below would take the head of the desk, and what it warns of, out of sight.
    if (scrollHeight > clientHeight) faults.add('the page scrolls down');
    for (const element of document.querySelectorAll('*')) {
      if (element.scrollWidth - element.clientWidth <= 1 || element.clientWidth === 0) continue;
      const { overflowX } = getComputedStyle(element);
      if (overflowX !== 'auto' && overflowX !== 'scroll') continue;
      if (!isShown(element) || isLeftOut(element) || element.matches('input, textarea')) continue;
      faults.add(`scrolls sideways: ${named(element)}`);
    }

    for (const selector of mustBeSeen) {
      const found = [...document.querySelectorAll(selector)].filter(isShown);
      if (found.length === 0) faults.add(`not there: ${selector}`);
      for (const element of found) {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        const corners = [
          document.elementFromPoint(left + 3, top + 3),
          document.elementFromPoint(right - 3, bottom - 3),
        ];
        if (!corners.every((hit) => hit && (element.contains(hit) || hit.contains(element))))
          faults.add(`not in sight: ${selector}, ${shortOf(element.textContent)}`);
      }
    }
    return [...faults];
  }, inSight);
}
