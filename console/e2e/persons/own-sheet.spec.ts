// Whoever wears a button reads what is kept of him and who looked at it: by role and organisation, and by no name.
import { expectAccessible } from '../people/accessible.ts';
import { newPassword } from '../people/new-member.ts';
import { expect, origin, test } from '../story.ts';

test('a holder with a log-in of his own', async ({ people }) => {
  const els = await people.asks('Els Bakker');
  const dirk = await people.asks('Dirk Mulder');
  const found = await dirk.get('/api/persons?search=lotte');
  const { persons } = (await found.json()) as {
    persons: { id: string; municipality: { id: string } }[];
  };
  const { id, municipality } = persons[0]!;
  const invited = await els.post('/api/members', {
    data: {
      role: 'holder',
      name: 'Lotte Brandsma',
      email: `lotte.${Date.now()}@zwolle.example`,
      municipalityId: municipality.id,
      way: 'printed',
    },
  });
  expect(invited.status(), await invited.text()).toBe(200);
  const { id: accountId, link } = (await invited.json()) as { id: string; link: string };
  const page = await people.strangersWindow({ viewport: { width: 320, height: 640 } });
  const accepted = await page.request.post('/api/invitation/accept', {
    data: { secret: new URL(link).hash.slice(1), password: newPassword },
    headers: { origin: origin() },
  });
  expect(accepted.status(), await accepted.text()).toBe(200);

  await page.goto('/mijn-knop');
  await expect(page.getByText('Er is nog niet vastgelegd wie u bent.')).toBeVisible();
  const { version } = (await (await dirk.get(`/api/persons/${id}`)).json()) as { version: number };
  const tied = await dirk.post(`/api/persons/${id}/account`, {
    data: { expectedVersion: version, accountId },
  });
  expect(tied.status(), await tied.text()).toBe(200);
  await page.reload();
  await expect(page.getByText('vrouw, 36, blond, fiets')).toBeVisible();
  const looks = page.getByRole('region', { name: 'Wie keek er naar mijn gegevens' });
  await expect(looks.getByRole('listitem').first()).toContainText('Alarmcentrale');
  await expect(looks).not.toContainText('Dirk');
  await expect(page.getByText(/zonnebloem|distel/)).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(page, 'own sheet at 320');
});
