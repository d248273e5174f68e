import { expect, test } from 'vitest';
import type { SettingValue } from '@achterwacht/shared/setting/state.ts';
import { pageNobody } from './page-nobody.ts';
import type { Settings } from '../settings/settings.ts';

const mail = { url: new URL('smtps://mail.example'), from: 'centrale@example.nl' };
const sms = { url: new URL('https://sms.example'), token: 'token', from: 'Achterwacht' };
const none = { supervisor: [], onCall: [] };
const both = { supervisor: ['dienst@example.nl'], onCall: ['+31612345679'] };

const settingsOf = (centres: SettingValue<'paging'>[]): Settings => ({
  centreIds: () => centres.map((_, index) => String(index)),
  settingOf: (centreId) => centres[Number(centreId)] as never,
});

test.each([
  ['nothing set', { mail: null, sms: null }, [none], ['supervisor', 'on-call']],
  [
    'contacts, and no gateway for any of them',
    { mail, sms: null },
    [{ supervisor: ['+31612345678'], onCall: ['+31612345679'] }],
    ['supervisor', 'on-call'],
  ],
  ['a gateway, and nobody to page', { mail, sms }, [none], ['supervisor', 'on-call']],
  [
    'one of the two lists',
    { mail, sms: null },
    [{ ...none, supervisor: ['dienst@example.nl'] }],
    ['on-call'],
  ],
  ['both, one by each way', { mail, sms }, [both], []],
  ['both, beside one that has none', { mail, sms }, [both, none], ['supervisor', 'on-call']],
])('D8 a centre with %s knows whom it can page', (_what, ways, centres, nobody) => {
  expect(pageNobody(ways, settingsOf(centres))).toEqual(nobody);
});
