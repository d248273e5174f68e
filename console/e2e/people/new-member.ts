// Somebody who was not of the cast, let in as anybody is: for stories in which a log-in does not stay as it was.
import type { BrowserContextOptions, Page } from '@playwright/test';
import { codesOf } from '../../../load-tests/src/target/desk-session.ts';
import { expect, origin } from '../story.ts';
import type { People } from './people.ts';

export const newPassword = 'paraplu zeven kastanje trein';

type NewMember = { id: string; name: string; email: string; secret: string; page: Page };

/** A centralist with a password and codes of an app, in a browser of his own; nothing of it by hand. */
export async function newCentralist(
  people: People,
  name: string,
  options: BrowserContextOptions = {},
): Promise<NewMember> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}.${Date.now()}@noord.example`;
  const els = await people.asks('Els Bakker');
  const data = { role: 'centralist', name, email, municipalityId: null, way: 'printed' };
  const invited = await els.post('/api/members', { data });
  expect(invited.status(), await invited.text()).toBe(200);
  const { id, link } = (await invited.json()) as { id: string; link: string };

  const page = await people.strangersWindow(options);
  const post = async (path: string, body: object) => {
    const answer = await page.request.post(`/api/${path}`, {
      data: body,
      headers: { origin: origin() },
    });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json() as Promise<{ secret: string }>;
  };
  const hash = new URL(link).hash.slice(1);
  await post('invitation/accept', { secret: hash, password: newPassword });
  const { secret } = await post('profile/codes/secret', {});
  await post('profile/codes', { code: codesOf(secret)[0] });
  return { id, name, email, secret, page };
}
