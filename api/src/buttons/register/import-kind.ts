// A list of buttons as something that can be read in on a screen.
import type { LineFate } from '@achterwacht/shared/routes/imports.ts';
import type { Clock } from '../../clock.ts';
import type { Database } from '../../db/connect.ts';
import type { ImportKind } from '../../imports/import-kind.ts';
import type { KeyRing } from '../../sealing/key-ring.ts';
import { importLines, type RefusedLine } from './import-lines.ts';
import { previewImport } from './import-preview.ts';

type Parts = { accounts: Database; keys: KeyRing; clock: Clock };

export const buttonLists = ({ accounts: system, keys, clock }: Parts): ImportKind => ({
  name: 'buttons',
  permission: 'button.change',
  async look({ visitor: { centreId }, content, said }) {
    const asked = { centreId, content, asked: said.municipalities };
    const { fates, unknownMunicipalities } = await previewImport({ system, keys }, asked);
    return { fates, unknownMunicipalities, unclearLines: [] };
  },
  async carryOut({ visitor, content, said }, { done: before, until, count }) {
    const { type, id, name, role, centreId } = visitor;
    const named = said.municipalities;
    const { lines, last } = await previewImport(
      { system, keys },
      { centreId, content, asked: named },
    );
    // It goes by the numbers that lines have in the file: which of them are refused may change meanwhile.
    const left = lines.filter(({ number }) => number > before);
    const numberOf = (carriedOut: number) => left[carriedOut - 1]?.number ?? before;
    const refused: RefusedLine[] = [];
    const { done, ...counts } = await importLines(
      { system, keys },
      {
        lines: left.map(({ line }) => line),
        centreId,
        now: clock.now(),
        actor: { type, id, name, role },
        named,
        refused,
        until,
        count: (tx, counted) =>
          count(tx, { before: numberOf(counted.before), done: numberOf(counted.done) }),
      },
    );
    return {
      ...counts,
      refused: refused.map(({ index, refusal }): LineFate => {
        const { number, line } = left[index]!;
        return {
          number,
          name: line.serial,
          fate: 'refused',
          why: { of: 'refusal', ...refusal },
        };
      }),
      done: done === left.length ? last : numberOf(done),
      of: last,
    };
  },
});
