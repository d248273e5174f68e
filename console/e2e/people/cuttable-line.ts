// The way from a desk to the centre, cut and mended by a story.
import type { Page, WebSocketRoute } from '@playwright/test';

/** A browser that is told to be offline refuses new lines and leaves the socket's own as it is. */
export function cuttableLine() {
  const open = new Set<WebSocketRoute>();
  return {
    through: (page: Page) =>
      page.routeWebSocket(/socket\.io/, (client) => {
        client.connectToServer();
        open.add(client);
      }),
    async cut(page: Page) {
      await page.context().setOffline(true);
      for (const client of open) await client.close();
      open.clear();
    },
    mend: (page: Page) => page.context().setOffline(false),
  };
}
