// What stands behind a change, as people read it. That no field lacks words the types say; that none is the log's own
// name once it is put together, this.
import { expect, test } from 'vitest';
import { paperKind } from '@achterwacht/shared/member/kinds.ts';
import { overwriteGetLocale, type Locale } from '../paraglide/runtime.js';
import { fieldText, isSaid, valueText } from './field-words.ts';

const in_ = (locale: Locale) => overwriteGetLocale(() => locale);

test.each([
  ['nl', 'closed.by.name', 'Dirk', 'Afgesloten › Door', 'Dirk'],
  ['en', 'closed.by.name', 'Dirk', 'Closed › By', 'Dirk'],
  [
    'nl',
    'papers.diploma.expires',
    '2040-06-01',
    'Papieren › Diploma › Tot',
    '01-\u206006-\u20602040',
  ],
  ['en', 'papers.diploma.expires', '2040-06-01', 'Papers › Diploma › Until', '01/06/2040'],
  ['nl', 'scopes.0', 'system.read', 'Mag opvragen', 'Toestand van het systeem'],
  [
    'nl',
    'erasure.back-ups',
    'kept-until-term',
    undefined,
    'Blijft tot de bewaartermijn voorbij is',
  ],
  ['nl', 'status', 'suspended', 'Stand', 'geschorst'],
  ['nl', 'takenOver', 'true', 'Overgenomen van een eerdere versie', 'ja'],
  ['nl', 'kind', 'control-rooms', 'Soort', 'Meldkamers'],
  ['nl', 'reset.approved', null, 'Herstel van de tweede stap › Goedgekeurd', 'niets'],
] as const)('%s: %s %s', (locale, path, value, field, said) => {
  in_(locale);
  if (field !== undefined) expect(fieldText(path)).toBe(field);
  expect(valueText(path, value)).toBe(said);
});

test('every paper has its name in a path', () => {
  in_('nl');
  for (const kind of paperKind.options) expect(fieldText(`takenOut.${kind}`)).not.toContain(kind);
});

test('an id is not said, but for a municipality that nobody knows the name of', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  expect(isSaid({ name: 'by.id' }, id)).toBe(false);
  expect(isSaid({ name: 'by.name' }, 'Dirk')).toBe(true);
  expect(isSaid({ name: 'role' }, null, 'supervisor')).toBe(true);
  expect(isSaid({ name: 'municipalityId' }, null, id)).toBe(true);
});

test('what has no words is the log’s own', () => {
  expect(fieldText('loan.flavour')).toBe('loan › flavour');
  expect(valueText('loan.flavour', 'sweet')).toBe('sweet');
});
