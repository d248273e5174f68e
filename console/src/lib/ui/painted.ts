// Runs something once an element has really been painted: two frames after it was put in the page. A
// hidden tab paints nothing, so there it does not run until the tab is looked at.
import type { Attachment } from 'svelte/attachments';

export function painted(report: () => void, jitterMilliseconds: number): Attachment {
  return () => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        timer = setTimeout(report, Math.random() * jitterMilliseconds);
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  };
}
