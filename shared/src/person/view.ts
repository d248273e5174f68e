// What of a sheet somebody gets to see, by his role alone. The one place where the matrix is read: what a role does not
// read is not left empty but is not there, so that nobody tells *nothing* from *not for you*.
import { personFieldMatrix, type PersonField, type Role } from '../roles.ts';
import { nothingKnown, type Identity, type Person, type Restricted } from './state.ts';

export type PersonView = {
  id: string;
  municipalityId: string;
  belongsTo: string | null;
  accountId: string | null;
  version: number;
  emptiedAt: string | null;
  isOpened: boolean;
  name: string | null;
  function: string | null;
} & Partial<
  Pick<Identity, 'phones'> &
    Omit<Restricted, 'codeWord' | 'duressWord'> & { agreed: Person['agreed'] }
>;

/**
 * Null: his role sees no sheets.
 * @param isOpened Whether whoever asks said why: before that he is told who it is and how he is called, and no more.
 */
export function sheetFor(role: Role, person: Person, isOpened: boolean): PersonView | null {
  const rights = personFieldMatrix[role];
  const reads = (field: PersonField) => ['sheet', 'own'].includes(rights[field].reads);
  const shows = (field: PersonField) => isOpened && reads(field);
  if (!reads('identity')) return null;
  const { id, municipalityId, belongsTo, accountId, version, emptiedAt, agreed, personal } = person;
  const { identity } = personal;
  const known = personal.restricted ?? nothingKnown;
  const { description, othersAtHome, places, contacts, consents, threatContext } = known;
  const { aols, specialInstruction, reportedIn } = known;
  return {
    id,
    municipalityId,
    belongsTo,
    accountId,
    version,
    emptiedAt,
    name: identity?.name ?? null,
    function: identity?.function ?? null,
    isOpened,
    ...(reads('reach') && { phones: identity?.phones ?? [] }),
    ...(shows('reach') && { consents }),
    ...(shows('household') && { description, othersAtHome, places, contacts }),
    ...(shows('threat-context') && { threatContext, reportedIn }),
    ...(isOpened && rights.words.reads === 'agreed-on' && { agreed }),
    ...(shows('agreements') && { aols, specialInstruction }),
  };
}
