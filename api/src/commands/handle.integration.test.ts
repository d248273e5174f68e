// What every subject gets from the one handler, whichever it is.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAlarmCentre, type AlarmCentre } from '../testing/alarm-centre.ts';
import { nothingLookedUp } from '@achterwacht/shared/button/rule.ts';
import { buttonRows } from '../buttons/row/button-row.ts';
import { takeOverButtons } from '../buttons/row/take-over-buttons.ts';
import { createHandler } from './handle.ts';

let centre: AlarmCentre;
beforeAll(async () => {
  centre = await openAlarmCentre({ buttons: 1 });
});
afterAll(() => centre.end());

test('what is announced says of which subject it is, so that no desk takes it for an alarm', async () => {
  const announced: unknown[] = [];
  const handler = createHandler(
    {
      ...buttonRows,
      permission: 'setting.change',
      lookUp: () => Promise.resolve(nothingLookedUp),
      nothingLookedUp,
      refusedBy: {},
      unreadable: { code: 'uitleen-onbekend', details: {} },
    },
    { ...centre, announce: (place) => announced.push(place) },
  );
  const { id } = centre.buttons[0]!;
  const { keys, clock, system } = centre;
  await takeOverButtons(system, () => keys, clock);
  const [loan] = await system.sql<{ id: string }[]>`select id from loans where button_id = ${id}`;
  const command = { type: 'Return', loanId: loan!.id } as const;

  const returned = await handler.forSystem({ part: 'import' }, id, command);
  expect(returned.status).toBe('accepted');
  expect(announced).toEqual([{ centreId: centre.centreId, streamType: 'button' }]);
});
