// How a browser with a window treats a page that nobody touched: no tone, no voice. One without
// a window lets every page sound, and whatever a story does to a page counts as a touch.
import type { BrowserContext } from '@playwright/test';

/** In every window of this browser that opens from now on. */
export const refuseSound = (context: BrowserContext) =>
  context.addInitScript(() => {
    const { play } = HTMLMediaElement.prototype;
    let touched = false;
    const touch = ({ isTrusted }: Event) => (touched ||= isTrusted);
    for (const type of ['pointerdown', 'keydown']) addEventListener(type, touch, { capture: true });
    HTMLMediaElement.prototype.play = function () {
      return touched ? play.call(this) : Promise.reject(new DOMException('', 'NotAllowedError'));
    };
    class Refusing extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        void super.suspend();
      }
      override resume(): Promise<void> {
        return touched ? super.resume() : new Promise(() => {});
      }
    }
    Object.assign(window, { AudioContext: Refusing });
  });
