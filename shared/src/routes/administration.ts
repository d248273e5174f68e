// Running a centre: what has to be done.
import * as z from 'zod';
import { task } from '../administration/tasks.ts';
import type { Route } from './route.ts';

export const administrationRoutes = {
  tasks: {
    method: 'GET',
    path: '/api/administration/tasks',
    summary: 'What has to be done to run the centre, as far as the asker may do it',
    access: 'task.read',
    response: z.object({ tasks: z.array(task) }),
  },
} satisfies Record<string, Route>;
