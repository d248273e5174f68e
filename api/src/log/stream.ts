// A subject as the log keeps it: its rules, and the row that holds its fold. Every such row has the same columns for
// that (`id, version, state, personal, head_hash, subject_id, fold_version`); what stands beside them is for looking up
// and its own affair.
import type { Subject, SubjectTypes } from '@achterwacht/shared/subject.ts';
import type { Sql, TransactionSql } from '../db/connect.ts';
import type { ClassKeys } from '../sealing/data-keys.ts';

/** A subject as it stands now. */
export type Stored<T extends SubjectTypes> = {
  state: T['State'];
  /** Hash of its last event. */
  headHash: string;
  /** Whose key its own is wrapped under. */
  subjectId: string;
  /** Its own key, wrapped; null before anything was sealed, and once it was erased. */
  dataKey: string | null;
  /** Those of its parts that end apart; missing where it has none. */
  classKeys?: ClassKeys;
};

/** The columns of a row that hold its fold, and beside them its key, as they are read. */
export type FoldRow = {
  id: string;
  /** What was typed into it stands sealed in `typed`. */
  state: object & { typed?: string };
  personal: string | null;
  head_hash: string;
  subject_id: string;
  /** Of `log.data_keys`: `dataKeyOf`. */
  data_key: string | null;
  /** The same, of its parts; missing where it has none: `keysOf`. */
  class_keys?: ClassKeys | null;
};

/** The same as they are to be written: `state` is JSON. */
export type FoldColumns = {
  state: string;
  personal: string | null;
  headHash: string;
  subjectId: string;
  /** What `beside` gives, sealed under the subject's own key; null where nothing is to be written. */
  beside: string | null;
};

export type Stream<T extends SubjectTypes> = {
  subject: Subject<T>;
  row: {
    table: string;
    /** As people call it, by what its row says; nothing personal. */
    nameOf(state: object): string;
    /** What stands beside the fold for looking up, by column, as the state says it; moments as ISO 8601. */
    columnsOf(state: T['State']): Record<string, string | number | boolean | null>;
    /** What the releases before left out is filled in. @throws where it is none that was ever written. */
    read(state: object, personal: object | null): T['State'];
    /** What of it is said again for whoever opens it without its history. Null: nothing is left to say. */
    beside?(state: T['State']): { purpose: string; clear: string } | null;
    /**
     * Its part of the statement that stores a change, `subject as (…)`: an insert, or an update of the row that is
     * there; and after a comma whatever says a part of it again for those who look it up elsewhere.
     */
    write(sql: TransactionSql, state: T['State'], columns: FoldColumns): ReturnType<Sql>;
    /** All that a fold says, written over what the row says; no more than that happened. */
    correct(sql: TransactionSql, state: T['State'], columns: FoldColumns): ReturnType<Sql>;
  };
};
