import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import { claimed } from '@achterwacht/shared/testing/facts.ts';
import { anna, at, given, pressed } from '@achterwacht/shared/testing/given.ts';
import { expect, test } from 'vitest';
import { SituationEntry } from './situation-entry.ts';

function asking() {
  const story = given(pressed(), at(5, anna, claimed(anna)));
  const asked: PersonCommand[] = [];
  const entry = new SituationEntry({
    async act(_alarm: Alarm, command: PersonCommand) {
      asked.push(command);
      await Promise.resolve();
      if (command.type === 'EnterSituation') story.when(command, anna, 6).accepted();
      return true;
    },
  });
  return { story, entry, heard: () => asked.map((each) => ('heard' in each ? each.heard : each)) };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('D4 a key turns unknown into yes, no, and unknown again', async () => {
  const { story, entry, heard } = asking();
  for (let presses = 0; presses < 3; presses++) {
    entry.turn(story.alarm, 'weapon');
    await settled();
  }
  expect(heard()).toEqual([{ weapon: 'yes' }, { weapon: 'no' }, { weapon: 'unknown' }]);
});

test('D4 keys that are quicker than the answers count each, in their order', async () => {
  const { story, entry, heard } = asking();
  const { alarm } = story;
  entry.turn(alarm, 'weapon');
  entry.turn(alarm, 'children');
  entry.turn(alarm, 'weapon');
  entry.setPersons(alarm, 3);
  await settled();
  expect(heard()).toEqual([
    { weapon: 'yes' },
    { children: 'yes' },
    { weapon: 'no' },
    { persons: 3 },
  ]);
  expect(story.alarm.personal?.situation).toEqual({ weapon: 'no', children: 'yes', persons: 3 });
});
