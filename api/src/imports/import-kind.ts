// What a list is that can be read in: who may, what would become of each line, and how the lines are carried out. What is
// the same of every list is in `serve-imports.ts`.
import type { Permission } from '@achterwacht/shared/roles.ts';
import type { LineFate, UnclearLine } from '@achterwacht/shared/routes/imports.ts';
import type { Visitor } from '../access/as-actor.ts';
import type { Transaction } from '../db/connect.ts';

/** What whoever reads a file in said of what it leaves open. */
export type Said = {
  /** Which municipality each name stands for, in lower case. */
  municipalities: ReadonlyMap<string, string>;
  /** Whom the line of a number is about. */
  persons: ReadonlyMap<number, string>;
};

export const nothingSaid: Said = { municipalities: new Map(), persons: new Map() };

export type ListFile = { id: string; visitor: Visitor; content: string; said: Said };

export type Looked = {
  fates: LineFate[];
  unknownMunicipalities: string[];
  unclearLines: UnclearLine[];
};

export type Going = {
  /** How many were done before. */
  done: number;
  /** When it stops, although there is more: by `performance.now()`. */
  until: number;
  /** In the transaction of each line or batch, so that none is done twice. */
  count: (tx: Transaction, counted: { before: number; done: number }) => Promise<void>;
};

export type Part = {
  added: number;
  changed: number;
  unchanged: number;
  refused: LineFate[];
  done: number;
  of: number;
};

export type ImportKind = {
  name: 'buttons' | 'persons';
  permission: Permission;
  /** @throws `WrongFile` where it is no such list at all. */
  look: (file: ListFile) => Promise<Looked>;
  carryOut: (file: ListFile, going: Going) => Promise<Part>;
};
