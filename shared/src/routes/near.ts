// What lies near an alarm, asked for whoever looks at it.
import { near } from '../places/near.ts';
import { alarmParams } from './alarms.ts';
import type { Route } from './route.ts';

export const nearRoutes = {
  alarmNear: {
    method: 'GET',
    path: '/api/alarms/:alarmId/near',
    summary: 'What lies near where the button is: the nearest address, hectometre post and roads',
    access: 'alarm.read',
    perMinute: 240,
    params: alarmParams,
    response: near,
  },
} satisfies Record<string, Route>;
