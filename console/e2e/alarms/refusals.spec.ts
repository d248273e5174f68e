// Whatever the rules say no to is said to who asked, in a sentence, once. The answers are put in place of the
// server's, for most of these are only reached when two people are at it at the same moment.
import type { RefusalCode } from '@achterwacht/shared/alarm/refusal.ts';
import dutch from '@achterwacht/shared/messages/nl.json' with { type: 'json' };
import { claimed } from '../people/at-work.ts';
import { expect, press, test } from '../story.ts';

/** Every one, with what its sentence tells besides; the compiler asks for a new one. */
const refusals = {
  'al-aangenomen': { owner: 'Bram Jansen', at: '2026-03-02T08:00:00.000Z' },
  'al-van-u': {},
  'niet-van-u': { owner: 'Bram Jansen' },
  gesloten: {},
  'niet-gesloten': {},
  'niet-geparkeerd': {},
  'spoed-niet-parkeren': {},
  'einde-in-verleden': {},
  'geen-eigenaar': {},
  'tussentijds-gewijzigd': { version: 12 },
  'verificatie-ontbreekt': {},
  'verificatie-niet-nodig': {},
  'doormelding-ontbreekt': {},
  'tweede-persoon-nodig': { proposer: 'Bram Jansen' },
  'minimale-luistertijd': { seconds: 17 },
  'geen-codewoord': {},
  'uitkomst-past-niet': {},
  'toelichting-ontbreekt': {},
  'knop-heeft-alarm': {},
  'alarm-onleesbaar': {},
  'codewoord-afgesproken': {},
  'knop-zonder-geluid': {},
  'luistert-niet': {},
  'geen-opname': {},
  'opname-gewist': {},
  'niet-opgenomen': {},
  'opname-vastgehouden': { by: 'Dirk Mulder' },
  'inhoud-gewist': {},
  'opname-niet-vastgehouden': {},
  'moment-buiten-opname': {},
  'afspeelreden-ontbreekt': {},
  'al-doorgemeld': { by: 'Bram Jansen' },
  'al-bevestigd': {},
  'nog-niet-doorgemeld': {},
  'test-niet-doormelden': {},
  'niet-geverifieerd': {},
  'niet-onverifieerbaar': {},
  'geen-andere-hulpverlener': {},
  'moment-klopt-niet': {},
  'link-onbekend': {},
  'oefening-niet-naar-buiten': {},
  'al-van-collega': { owner: 'Bram Jansen' },
  'collega-afwezig': {},
  'niet-toegewezen': {},
  'niet-aan-u-toegewezen': { to: 'Bram Jansen' },
  'beller-bezet': { caller: 'Bram Jansen' },
  'geen-beller': {},
  'niet-beller': {},
  'niet-bellen': {},
  'niet-bellen-thuis': {},
  'contact-onbekend': {},
  'codewoord-niet-gehoord': {},
  'dwangwoord-gehoord': {},
  'stap-onbekend': {},
  'stap-verplicht': { step: 'after', count: 2 },
  'stap-wacht-nog': { seconds: 17 },
  'niet-gevonden-wachten': { seconds: 17 },
  'politie-nog-bezig': {},
  'politiestatus-onbekend': {},
  'notitie-onbekend': {},
  'notitie-van-ander': { by: 'Bram Jansen' },
  'rol-mag-niet': {},
} satisfies Record<RefusalCode, Record<string, string | number>>;

/** The sentence as it is written down, with what it tells filled in; a moment is Amsterdam's. */
function sentenceOf(code: string, details: Record<string, string | number>): string {
  const written: unknown = (dutch as Record<string, unknown>)[
    `refusal_${code.replaceAll('-', '_')}`
  ];
  if (typeof written !== 'string') throw new Error(`${code} has no sentence`);
  const at = '09:00:00';
  // A refusal names a step by its id, the desk by what its plan says.
  const step = 'Leg vast wie opvang nodig heeft, en zeg het de OOV-piket';
  return written.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    String({ ...details, at, step }[name]),
  );
}

test('every refusal is shown once, in Dutch, to who asked', async ({ desk }) => {
  const anna = await desk('Anna de Wit');
  const { page, workspace } = anna;
  await press('231');
  await claimed(anna, 'Joke van Dam');
  const gives = workspace.getByRole('button', { name: 'Teruggeven' });
  const answer = page.getByRole('contentinfo');
  let next: { code: string; details: object } | null = null;
  await page.route('**/api/alarms/*/commands', async (route) => {
    const { type } = route.request().postDataJSON() as { type: string };
    if (type !== 'Release' || !next) return route.continue();
    const { code, details } = next;
    return route.fulfill({ status: 409, json: { error: { code, message: code, details } } });
  });
  // Seen by a person: what only a screen reader gets, and what hangs on a button that is off, is not counted.
  const timesShown = (sentences: string[]) =>
    page.evaluate((wanted) => {
      const hidden = '.visually-hidden, [role="tooltip"]';
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const counts = wanted.map(() => 0);
      while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode;
        const found = wanted.flatMap((sentence, index) =>
          textContent?.includes(sentence) ? [index] : [],
        );
        if (
          found.length > 0 &&
          parentElement?.checkVisibility({ visibilityProperty: true }) &&
          !parentElement.closest(hidden)
        )
          for (const index of found) counts[index]! += 1;
      }
      return counts;
    }, sentences);

  const sentences = Object.entries(refusals).map(([code, details]) => sentenceOf(code, details));
  expect(new Set(sentences).size).toBe(sentences.length);
  expect(await timesShown(sentences)).toEqual(sentences.map(() => 0));
  for (const [index, [code, details]] of Object.entries(refusals).entries()) {
    const sentence = sentences[index]!; // one for each
    next = { code, details };
    await gives.dispatchEvent('click');
    await expect(answer).toContainText(sentence);
    expect(await timesShown([sentence]), code).toEqual([1]);
  }

  // What it said no to did not happen.
  await expect(gives).toBeVisible();
});
