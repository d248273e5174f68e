import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { parked } from '../../testing/facts.ts';
import { anna, at, bram, pressed, system, type Happened } from '../../testing/given.ts';
import {
  confirmed,
  incidentNumber,
  operator,
  policeReported,
  policeWrote,
  sent,
} from '../../testing/handover-facts.ts';
import { alarmFact, eventSchemaVersion, type AlarmEvent } from '../events.ts';
import { fold } from '../evolve.ts';
import { alarm } from '../state.ts';
import {
  joinRow,
  sealedMark,
  splitData,
  splitRow,
  typedFields,
  typedRowFields,
} from './typed-fields.ts';

/** Texts of events that stand in clear, and why they may: none is typed while an alarm is worked on. */
const inClear = [
  // Who works at the centre: who did what must be told after the holder was erased, too.
  /\.(by|to|from|owner|caller|confirmedBy)\.name$/,
  // A firm that the municipality has an agreement with; the municipality's own row names it as well.
  /^(AlarmRaised\.plan|HandoverDeclined)\.otherResponder$/,
  // Names of things.
  /^AlarmRaised\.(municipality\.name|button\.serial)$/,
  /\.stepId$/,
  // From tables of ours, or of a protocol.
  /\.signal\.code$/,
  /^EffectFailed\.effectKind$/,
  /\.route\.regionCode$/,
  /^SegmentStored\.sha256$/,
];

/** Where a text of any content can stand; what has a format (an id, a moment) is no place for words. */
function texts(schema: z.core.$ZodType, path: string): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.entries(def.shape).flatMap(([name, field]) => texts(field, `${path}.${name}`));
    case 'array':
      return texts(def.element, path);
    case 'nullable':
    case 'optional':
    case 'default':
      return texts(def.innerType, path);
    case 'union':
      return def.options.flatMap((option) => texts(option, path));
    case 'record':
      return [...texts(def.keyType, path), ...texts(def.valueType, path)];
    case 'string':
      return 'format' in def ? [] : [path];
    case 'enum':
    case 'literal':
    case 'number':
    case 'boolean':
      return [];
    default:
      throw new Error(`nobody has looked at a field of type ${def.type} yet: ${path}`);
  }
}

const sealed = Object.entries(typedFields).flatMap(([type, fields]) =>
  fields.map((field) => `${type}.${field}`),
);

describe('A13 the texts of events', () => {
  const all = alarmFact.options.flatMap(({ shape }) => texts(shape.data, shape.type.value));

  it.each([...new Set(all)])('%s is sealed, or known to be no word of anybody', (path) => {
    expect(sealed.includes(path) || inClear.some((known) => known.test(path))).toBe(true);
  });

  it('are all that is said to be sealed', () =>
    expect(all).toEqual(expect.arrayContaining(sealed)));
});

describe('A13 the texts of a row', () => {
  const { personal: _sealedApart, ...parts } = alarm.shape;
  const all = Object.entries(parts).flatMap(([name, schema]) => texts(schema, name));
  const sealedInRow = Object.entries(typedRowFields).flatMap(([part, fields]) =>
    fields.map((field) => `${part}.${field}`),
  );
  /** What an event may say in clear, as the fold keeps it. */
  const rowInClear = [
    /(^|\.)(by|from|to|caller)\.name$/,
    /^(municipality\.name|button\.serial)$/,
    /\.stepId$/,
    /egionCode$/,
    /^(plan|declined)\.otherResponder$/,
  ];

  it.each([...new Set(all)])('%s is sealed, or known to be no word of anybody', (path) => {
    expect(sealedInRow.includes(path) || rowInClear.some((known) => known.test(path))).toBe(true);
  });

  it('are all that is said to be sealed', () =>
    expect(all).toEqual(expect.arrayContaining(sealedInRow)));
});

const history: Happened[] = [
  pressed(),
  at(5, anna, parked(anna, 600)),
  at(10, anna, sent(anna)),
  at(20, anna, confirmed(anna)),
  at(30, bram, policeReported('under-way', 30, bram, 'PL1100')),
  at(40, system('police-link'), policeReported('on-scene', 40), policeWrote),
  at(50, bram, policeReported('received', 50, bram, 'PL1200')),
];

/** As the log has them. */
function log(): AlarmEvent[] {
  let version = 0;
  return history.flatMap(({ second, actor, facts }) =>
    facts.map((fact): AlarmEvent => {
      version += 1;
      const moment = new Date(Date.parse('2026-03-02T08:00:00.000Z') + second * 1000);
      const alarmId = '00000000-0000-4000-8000-000000000001';
      const schemaVersion = eventSchemaVersion;
      return { ...fact, alarmId, version, schemaVersion, at: moment.toISOString(), actor };
    }),
  );
}

describe('A13 what was typed', () => {
  it('stands in no clear part, and is all there again', () => {
    for (const event of log()) {
      const { clear, typed } = splitData(event);
      for (const word of Object.values(typed ?? {}))
        expect(JSON.stringify(clear)).not.toContain(word);
      expect({ ...clear, ...typed }).toEqual(event.data);
    }
    const whole = fold(log())!;
    const { clear, typed } = splitRow(whole);
    for (const word of [operator, incidentNumber, 'PL1100', 'monteur komt'])
      expect([JSON.stringify(whole).includes(word), JSON.stringify(clear).includes(word)]).toEqual([
        true,
        false,
      ]);
    expect(joinRow(clear, typed!)).toEqual(whole);
  });

  it('is a mark once it was erased: the log folds to what the row says', () => {
    const erased = log().map((event) => ({ ...event, data: splitData(event).clear }) as AlarmEvent);
    expect(fold(erased)).toEqual(splitRow(fold(log())!).clear);
    expect(JSON.stringify(erased)).toContain(sealedMark);
  });
});
