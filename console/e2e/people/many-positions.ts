// A board of thousands that are all over the country: the server's own answer with one alarm of it many times over. It is
// what a desk has to draw; how thousands come about is another matter (`ten-hours.drill.ts`).
import type { Page } from '@playwright/test';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Board } from '@achterwacht/shared/routes/alarms.ts';
import places from '@achterwacht/shared/places/places.json' with { type: 'json' };

export type Many = {
  count: number;
  /** How many of them wait in the queue; the others are faults, which it has in one line. */
  waiting: number;
  /** How many stand around one market place. */
  inOneTown: number;
};

const priorities = ['urgent', 'high', 'low'] as const;
const market = { latitude: 52.38144, longitude: 4.63633 };

export async function withMany(page: Page, many: Many): Promise<void> {
  await page.route('**/api/board', async (route) => {
    const response = await route.fetch();
    const board = (await response.json()) as Board;
    const model = board.alarms.find(({ closed, personal }) => !closed && personal?.position);
    if (model)
      for (let index = 0; index < many.count; index += 1)
        board.alarms.push(copy(model, index, many));
    await route.fulfill({ response, json: board });
  });
}

function copy(model: Alarm, index: number, { waiting, inOneTown }: Many): Alarm {
  const { position } = model.personal!; // by it was it chosen
  return {
    ...model,
    id: `0190a000-0000-7000-9000-${String(index).padStart(12, '0')}`,
    number: 100_000 + index,
    ...(index < waiting ? { priority: priorities[index % 3]! } : { kind: 'fault' }),
    ownership: { status: 'unclaimed', since: model.updatedAt },
    deadlines: [],
    personal: {
      ...model.personal!,
      position: { ...position!, fix: { ...position!.fix, ...placeOf(index, inOneTown) } },
    },
  };
}

/** The same each time, and in no rows: by parts of irrational numbers. */
function placeOf(index: number, inOneTown: number) {
  const [, latitude, longitude] = places.places[(index * 7) % places.places.length] as [
    string,
    number,
    number,
  ];
  const centre = index < inOneTown ? market : { latitude, longitude };
  return {
    latitude: centre.latitude + (((index * Math.SQRT2) % 1) - 0.5) * 0.03,
    longitude: centre.longitude + (((index * Math.E) % 1) - 0.5) * 0.05,
  };
}
