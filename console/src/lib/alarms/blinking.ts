// All that blinks goes on and off together, by one timer: 1.6 Hz, half of it on, under three flashes a second. As an
// animation of each it would have the browser draw sixty times a second for what changes three times.
import type { Attachment } from 'svelte/attachments';

const halfMilliseconds = 312.5;
let blinkingNow = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** On whatever blinks; its style says how, by `:root[data-blink='off']`. */
export const blinking: Attachment = () => {
  blinkingNow += 1;
  timer ??= setInterval(() => {
    const { dataset } = document.documentElement;
    if (dataset.blink) delete dataset.blink;
    else dataset.blink = 'off';
  }, halfMilliseconds);
  return () => {
    blinkingNow -= 1;
    if (blinkingNow > 0) return;
    clearInterval(timer);
    timer = undefined;
    delete document.documentElement.dataset.blink;
  };
};
