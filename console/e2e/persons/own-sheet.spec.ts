// Whoever wears a button reads of it, of his alarms that are over, of what is kept of him and of who looked at it, and
// why: by role and organisation, and by no name.
import { expectAccessible } from '../people/accessible.ts';
import { act } from '../people/colleague.ts';
import { newPassword } from '../people/new-member.ts';
import { expect, origin, press, test } from '../story.ts';

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
  const said = { why: 'other', words: 'vraag over de clip' };
  expect((await dirk.post(`/api/persons/${id}/open`, { data: said })).status()).toBe(200);
  await page.reload();
  await expect(page.getByText('vrouw, 36, blond, fiets')).toBeVisible();
  const button = page.getByRole('region', { name: 'Mijn knop' });
  await expect(button.getByRole('heading', { name: '244' })).toBeVisible();
  await expect(button.getByText(/^tot /)).toBeVisible();
  await expect(button.getByText('Wat gebeurt er als u drukt?')).toBeVisible();
  await expect(button.getByRole('link').first()).toHaveAttribute('href', /^tel:/);

  // Nothing while it goes on; once it is over, what it was, without a word that blames.
  const alarms = page.getByRole('region', { name: 'Mijn alarmen' });
  const over = alarms.getByRole('listitem');
  const areThere = alarms.getByText('Nog geen afgehandeld alarm.').or(over.first());
  await expect(areThere).toBeVisible();
  // Another story may have pressed the same button.
  const before = await over.count();
  await press('244');
  await act(people, 'Anna de Wit', { type: 'Claim' });
  await page.reload();
  await expect(areThere).toBeVisible();
  await expect(over).toHaveCount(before);
  await act(people, 'Anna de Wit', { type: 'ProposeFalse', ground: 'trusted-person', note: 'x' });
  const outcome = 'false-accident';
  await act(people, 'Dirk Mulder', { type: 'Close', outcome, needless: false, summary: 'clip' });
  await page.reload();
  await expect(over).toHaveCount(before + 1);
  await expect(over.first()).toContainText('Per ongeluk / geen gevaar');
  await expect(over.first()).toContainText(/aangenomen .*, afgehandeld /);
  await expect(alarms.getByText(/Dat is niet erg/)).toBeVisible();
  await expect(page.getByText(/Loos|in behandeling/)).toHaveCount(0);

  const looks = page.getByRole('region', { name: 'Wie keek er naar mijn gegevens' });
  await expect(looks.getByRole('listitem').first()).toContainText('Alarmcentrale');
  await expect(looks).toContainText('vraag over de clip');
  await expect(looks).not.toContainText(/Dirk|Anna/);
  await expect(page.getByText(/zonnebloem|distel/)).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await expectAccessible(page, 'own sheet at 320');

  await page.evaluate(() => localStorage.setItem('achterwacht.language', 'en'));
  await page.reload();
  await expect(page.getByRole('region', { name: 'My alarms' })).toContainText(
    'By accident / no danger',
  );
  await expect(page.getByText('What happens when you press?')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
