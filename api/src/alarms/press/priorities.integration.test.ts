// A centre says which priority what gets: it counts for the next press, in whichever process that comes in, and what was
// raised before keeps its own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualPriorities } from '@achterwacht/shared/alarm/raising/priorities.ts';
import type { SignalKind } from '@achterwacht/shared/signals.ts';
import { createToAlarm } from './to-alarm.ts';
import { openAlarmCentre, type AlarmCentre } from '../../testing/alarm-centre.ts';
import { decoded, delivery } from '../../testing/messages.ts';
import { set } from '../../testing/settings.ts';

let centre: AlarmCentre;
let sequence = 0;
beforeAll(async () => {
  centre = await openAlarmCentre();
});
afterAll(() => centre.end());

/** Of the newest alarm, with no other open that would take the signal in. */
async function raisedBy(kind: SignalKind, toAlarm = centre.toAlarm): Promise<string> {
  const { keys, centreId, clock, buttons, system } = centre;
  await system.sql`update alarms set open = false`;
  clock.advance(60_000);
  sequence += 1;
  const message = delivery(keys, buttons[0]!, centreId, clock.now(), sequence, [decoded(kind)]);
  await toAlarm(message, { record: true });
  const [raised] = await system.sql<{ text: string }[]>`
    select kind || ' ' || (state ->> 'priority') as text from alarms where open`;
  return raised!.text;
}

test('what is set counts for the next one everywhere; what was raised keeps its own', async () => {
  expect(await raisedBy('low-battery')).toBe('fault low');
  expect(await raisedBy('medical')).toBe('medical urgent');
  const chosen = { ...usualPriorities, fault: 'high', medical: 'high' } as const;
  expect(await set(centre, 'priorities', chosen)).toBeNull();
  const another = createToAlarm({ ...centre, faultPoint: () => undefined });
  expect(await raisedBy('tamper')).toBe('fault high');
  expect(await raisedBy('medical', another)).toBe('medical high');
  expect(await raisedBy('panic', another)).toBe('duress urgent');
  const first = await centre.system.sql<{ priority: string }[]>`
    select state ->> 'priority' as priority from alarms order by number limit 2`;
  expect(first.map(({ priority }) => priority)).toEqual(['low', 'urgent']);
});

test('a press cannot be lowered, by whatever stands in its setting', async () => {
  const lowered = { ...usualPriorities, duress: 'low' } as const;
  expect(await set(centre, 'priorities', lowered)).toMatchObject({
    code: 'instelling-ongeldig',
    details: { problems: [{ path: 'duress', code: 'not-one-of', why: 'press-never-waits' }] },
  });
  for (const value of [lowered, { ...usualPriorities, medical: 'low' }, null, 'low']) {
    await centre.system.sql`
      update settings set state = jsonb_set(state, '{value}', ${JSON.stringify(value)}::text::jsonb)
      where kind = 'priorities'`;
    expect(await raisedBy('panic')).toBe('duress urgent');
    expect(await raisedBy('medical')).toBe('medical urgent');
  }
});
