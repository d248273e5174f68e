// The columns that a list of persons can have, and of which part of a sheet each tells: by that it is known who may write
// it. What is not here is no column, and a file with one is not read: a name typed wrongly would lose what stands below it.
import { personFieldMatrix, type PersonField, type Role } from '../roles.ts';

/** Of each group as many as a sheet holds. */
const mostOfGroup = 20;

const single = {
  name: 'identity',
  function: 'identity',
  municipality: 'identity',
  /** What the file calls a person by, for `family_of`. */
  number: 'identity',
  family_of: 'identity',
  description: 'household',
  others_at_home: 'household',
  threat_context: 'threat-context',
  code_word: 'words',
  duress_word: 'words',
  special_instruction: 'agreements',
} as const satisfies Record<string, PersonField>;

export const groups = {
  phone: { of: 'reach', parts: ['number', 'label'] },
  place: { of: 'household', parts: ['label', 'address', 'floor', 'point'] },
  contact: {
    of: 'household',
    parts: ['name', 'relation', 'phone', 'same_address', 'may_be_involved'],
  },
  consent: { of: 'reach', parts: ['kind', 'given_on', 'withdrawn_on', 'words'] },
  aol: {
    of: 'agreements',
    parts: ['number', 'agreed_response', 'contact', 'valid_until', 'allowed_by', 'place', 'point'],
  },
} as const satisfies Record<string, { of: PersonField; parts: readonly string[] }>;
export type Group = keyof typeof groups;

/** `place_2_address`. */
export const columnOf = (group: Group, place: number, part: string) => `${group}_${place}_${part}`;

function fieldOf(column: string): PersonField | null {
  if (Object.hasOwn(single, column)) return single[column as keyof typeof single]; // it is one of its own
  const [, name = '', place = '', part = ''] =
    /^([a-z]+)_([1-9][0-9]?)_([a-z_]+)$/.exec(column) ?? [];
  if (!Object.hasOwn(groups, name) || Number(place) > mostOfGroup) return null;
  const group = groups[name as Group]; // it is one of its own
  return (group.parts as readonly string[]).includes(part) ? group.of : null;
}

/** Why whoever reads a list in cannot have this column in it; null: he can. */
export const whyNotFor =
  (role: Role) =>
  (column: string): 'unknown_column' | 'column_not_yours' | null => {
    const field = fieldOf(column);
    if (!field) return 'unknown_column';
    return personFieldMatrix[role][field].writes ? null : 'column_not_yours';
  };

/** Which of a group stand in a file, in their order. */
export function placesOf(group: Group, columns: readonly string[]): number[] {
  const places = columns.flatMap((column) => {
    const [, place] = new RegExp(`^${group}_([0-9]+)_`).exec(column) ?? [];
    return place === undefined ? [] : [Number(place)];
  });
  return [...new Set(places)].toSorted((one, other) => one - other);
}

/** Of each group as many as most need; whoever has more adds columns. */
const shownOfGroup = 2;

/** Those of a list to fill in: all that this role writes. */
export function columnsFor(role: Role): string[] {
  const writes = (field: PersonField) => personFieldMatrix[role][field].writes;
  const names = Object.entries(single).flatMap(([column, field]) =>
    writes(field) ? [column] : [],
  );
  const ofGroups = Object.entries(groups).flatMap(([group, { of, parts }]) =>
    writes(of)
      ? Array.from(
          { length: shownOfGroup },
          (_, at) => parts.map((part) => columnOf(group as Group, at + 1, part)), // it is one of its own
        ).flat()
      : [],
  );
  return [...names, ...ofGroups];
}
