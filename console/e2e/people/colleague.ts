// What somebody does at a desk that the story need not see: asked of the centre by his own session, for a
// window costs more than all that happens in it.
import { expect } from '@playwright/test';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { People, Person } from './people.ts';

/** The one open alarm, as this person sees it, once there is one; or the one of this holder. */
export async function openAlarm(people: People, person: Person, holder?: string): Promise<Alarm> {
  const request = await people.asks(person);
  let found: Alarm[] = [];
  await expect
    .poll(async () => {
      const { alarms } = (await (await request.get('/api/board')).json()) as { alarms: Alarm[] };
      found = alarms.filter(
        ({ closed, personal }) =>
          closed === null && (holder === undefined || personal?.holder?.name === holder),
      );
      return found.length;
    })
    .toBe(1);
  return found[0]!; // just counted
}

type Unversioned<Command> = Command extends unknown ? Omit<Command, 'expectedVersion'> : never;

/** Of the one open alarm, at the version that it has. */
export async function act(
  people: People,
  person: Person,
  command: Unversioned<PersonCommand>,
  holder?: string,
): Promise<void> {
  await post(people, person, 'commands', command, holder);
}

/** @returns what the centre answered. */
export async function post<Answer>(
  people: People,
  person: Person,
  path: string,
  data: object,
  holder?: string,
): Promise<Answer> {
  const request = await people.asks(person);
  const ask = async () => {
    const { id, version: expectedVersion } = await openAlarm(people, person, holder);
    return request.post(`/api/alarms/${id}/${path}`, {
      data: { commandId: crypto.randomUUID(), expectedVersion, ...data },
    });
  };
  let answer = await ask();
  // Desks report by themselves what they hear; whoever comes a moment later asks once more, as a person would.
  if (answer.status() === 409 && (await answer.text()).includes('tussentijds-gewijzigd'))
    answer = await ask();
  expect(answer.status(), await answer.text()).toBe(200);
  return (await answer.json()) as Answer;
}
