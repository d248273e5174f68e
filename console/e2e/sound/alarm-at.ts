import type { Alarm } from '@achterwacht/shared/alarm/state.ts';
import type { Desk } from '../story.ts';

/** The one open alarm, as this desk is told of it. */
export async function alarmAt({ page }: Desk): Promise<Alarm> {
  const { alarms } = (await (await page.request.get('/api/board')).json()) as { alarms: Alarm[] };
  return alarms.find(({ closed }) => !closed)!;
}
