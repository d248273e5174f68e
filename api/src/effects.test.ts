import { expect, test } from 'vitest';
import { pageNobody } from './effects.ts';

const mail = { url: new URL('smtps://mail.example'), from: 'centrale@example.nl' };
const sms = { url: new URL('https://sms.example'), token: 'token', from: 'Achterwacht' };
const nothing = { mail: null, sms: null, supervisorContacts: [], onCallContacts: [] };

test.each([
  ['nothing set', nothing, ['supervisor', 'on-call']],
  [
    'contacts, and no gateway for any of them',
    { ...nothing, mail, supervisorContacts: ['+31612345678'], onCallContacts: ['+31612345679'] },
    ['supervisor', 'on-call'],
  ],
  ['a gateway, and nobody to page', { ...nothing, mail, sms }, ['supervisor', 'on-call']],
  [
    'one of the two lists',
    { ...nothing, mail, supervisorContacts: ['dienst@example.nl'] },
    ['on-call'],
  ],
  [
    'both, one by each way',
    { mail, sms, supervisorContacts: ['dienst@example.nl'], onCallContacts: ['+31612345679'] },
    [],
  ],
])('D8 a centre with %s knows whom it can page', (_what, ways, nobody) => {
  expect(pageNobody(ways)).toEqual(nobody);
});
