import { expect, test } from 'vitest';
import type { SettingKind } from '@achterwacht/shared/setting/kinds.ts';
import type { Settings } from '../settings/settings.ts';
import { pageNobody } from './page-nobody.ts';

const none = { supervisor: [], onCall: [] };
const both = { supervisor: ['dienst@example.nl'], onCall: ['+31612345679'] };
const byMail = { mail: {}, sms: null };
const byBoth = { mail: {}, sms: {} };
const byNothing = { mail: null, sms: null };

type Centre = { [K in SettingKind]?: unknown };
const settingsOf = (centres: Centre[]): Settings => ({
  centreIds: () => centres.map((_, index) => String(index)),
  settingOf: (centreId, kind) => centres[Number(centreId)]![kind] as never,
});

test.each<[string, Centre[], string[]]>([
  ['nothing set', [{ ...byNothing, paging: none }], ['supervisor', 'on-call']],
  [
    'contacts, and no gateway for any of them',
    [{ ...byMail, paging: { supervisor: ['+31612345678'], onCall: ['+31612345679'] } }],
    ['supervisor', 'on-call'],
  ],
  ['a gateway, and nobody to page', [{ ...byBoth, paging: none }], ['supervisor', 'on-call']],
  [
    'one of the two lists',
    [{ ...byMail, paging: { ...none, supervisor: ['dienst@example.nl'] } }],
    ['on-call'],
  ],
  ['both, one by each way', [{ ...byBoth, paging: both }], []],
  [
    'both, beside one that has none',
    [
      { ...byBoth, paging: both },
      { ...byBoth, paging: none },
    ],
    ['supervisor', 'on-call'],
  ],
  [
    'both, beside one whose gateways are not its own',
    [
      { ...byBoth, paging: both },
      { ...byNothing, paging: both },
    ],
    ['supervisor', 'on-call'],
  ],
])('D8 a centre with %s knows whom it can page', (_what, centres, nobody) => {
  expect(pageNobody(settingsOf(centres))).toEqual(nobody);
});
