// What of a sheet each role reads and writes, cell by cell.
import { describe, expect, test } from 'vitest';
import type { Person as Somebody } from '../actor.ts';
import { personFieldMatrix, personField, role, type PersonField, type Role } from '../roles.ts';
import { uuid } from '../testing/given.ts';
import type { PersonCommand } from './commands.ts';
import { add, agree, live, say, wim, written } from './test-story.ts';
import { sheetFor } from './view.ts';

/** r: reads it · d: since when alone · w: writes it · a, c, o: in an alarm, a claimed one, his own. */
const rights = {
  //                    identity reach household threat words agreements
  centralist: /*     */ '  a       a     c         c      c     c ',
  supervisor: /*     */ '  rw      rw    rw        rw     dw    rw',
  'oov-officer': /*  */ '  rw      rw    rw        rw     dw    - ',
  griffier: /*       */ '  -       -     -         -      -     - ',
  secretary: /*      */ '  -       -     -         -      -     - ',
  manager: /*        */ '  -       -     -         -      -     - ',
  holder: /*         */ '  o       o     o         -      -     - ',
  carer: /*          */ '  -       -     -         -      -     - ',
  administrator: /*  */ '  -       -     -         -      -     - ',
  supplier: /*       */ '  -       -     -         -      -     - ',
  auditor: /*        */ '  -       -     -         -      -     - ',
} satisfies Record<Role, string>;
const letters = { sheet: 'r', 'agreed-on': 'd', alarm: 'a', claimed: 'c', own: 'o', none: '' };

describe.each(role.options)('%s', (name) => {
  const cells = rights[name].trim().split(/\s+/);
  test.each(personField.options.map((field, index) => [field, cells[index]!] as const))(
    '%s: %s',
    (field: PersonField, cell) => {
      const { reads, writes } = personFieldMatrix[name][field];
      expect(`${letters[reads]}${writes ? 'w' : ''}` || '-').toBe(cell);
    },
  );

  const actor: Somebody = { type: 'person', id: uuid(9), name: 'X', role: name };
  const parts: [PersonField, PersonCommand][] = [
    ['identity', add],
    [
      'identity',
      {
        type: 'ChangeIdentity',
        expectedVersion: 4,
        belongsTo: null,
        identity: { ...wim, name: 'Y' },
      },
    ],
    ['reach', live(4, { consents: [] })],
    ['household', live(4, { description: null })],
    ['threat-context', live(4, { threatContext: null })],
    ['words', say(4, { codeWord: 'stoel' })],
    [
      'agreements',
      { ...agree(4), agreements: { aols: [], specialInstruction: null } } as PersonCommand,
    ],
  ];
  test.each(parts)('writes of it what the matrix says (%s)', (field, command) => {
    const answered = written().when(command, actor);
    const isRefused = 'code' in answered && answered.code === 'rol-mag-niet';
    expect(isRefused).toBe(!personFieldMatrix[name][field].writes);
  });

  test('is shown the fields that the matrix says, and nothing that tells of the others', () => {
    const shown = sheetFor(name, written().person, true);
    const { identity: ofIdentity, reach, household, words: ofWords } = personFieldMatrix[name];
    const { 'threat-context': threat, agreements: ofAgreements } = personFieldMatrix[name];
    const isShown = ({ reads }: { reads: string }) => ['sheet', 'own'].includes(reads);
    expect(shown !== null).toBe(isShown(ofIdentity));
    if (!shown) return;
    expect('phones' in shown && 'consents' in shown).toBe(isShown(reach));
    for (const field of ['description', 'othersAtHome', 'places', 'contacts'])
      expect(field in shown).toBe(isShown(household));
    expect('threatContext' in shown && 'reportedIn' in shown).toBe(isShown(threat));
    expect('agreed' in shown).toBe(ofWords.reads === 'agreed-on');
    expect('aols' in shown || 'specialInstruction' in shown).toBe(isShown(ofAgreements));
    expect(JSON.stringify(shown)).not.toMatch(/appeltaart|theepot/);
    // Before he said why, who it is and how he is called.
    const closed = sheetFor(name, written().person, false)!;
    const kept = ['id', 'municipalityId', 'belongsTo', 'accountId', 'version', 'emptiedAt'];
    const named = ['name', 'function', 'isOpened', 'phones'];
    expect(Object.keys(closed)).toEqual([...kept, ...named]);
    if (!isShown(ofAgreements)) expect(JSON.stringify(shown)).not.toMatch(/2026-0417|piket/);
  });
});
