// A list to fill in: what its columns mean in the language of whoever downloads it, and their names. With semicolons and a
// byte order mark, as a Dutch office opens it at a double click; the remarks have neither commas nor semicolons in them,
// so that a spreadsheet gives them back as they were.
import { columnsFor } from '@achterwacht/shared/person/list-columns.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { m } from '../paraglide/messages.js';
import type { ListKind } from './import-text.ts';

const buttonColumns = [
  'serial',
  'protocol',
  'account',
  'key',
  'model',
  'municipality',
  'holder',
  'sim',
  'firmware',
  'sound',
];

const remarks = {
  buttons: () => [],
  persons: () => [
    m.import_template_line(),
    m.import_template_family(),
    m.import_template_place(),
    m.import_template_contact(),
    m.import_template_consent(),
    m.import_template_more(),
  ],
} satisfies Record<ListKind, () => string[]>;

export function templateOf(kind: ListKind, role: Role): string {
  const columns = kind === 'buttons' ? buttonColumns : columnsFor(role);
  const said = remarks[kind]().map((line) => `# ${line.replaceAll(/[,;"]/g, ' ')}`);
  return `\uFEFF${[...said, columns.join(';')].join('\r\n')}\r\n`;
}

/** As an address that a link downloads from. */
export const templateAddress = (kind: ListKind, role: Role) =>
  `data:text/csv;charset=utf-8,${encodeURIComponent(templateOf(kind, role))}`;
