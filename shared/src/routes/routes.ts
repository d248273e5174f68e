// Every HTTP route once, put together from its subjects: method, path, who may, what goes in and what comes out. The
// server registers from this table, the console's client is derived from it, the OpenAPI document is printed from it.
import { administrationRoutes } from './administration.ts';
import { alarmRoutes } from './alarms.ts';
import { answerTimeRoutes } from './answer-times.ts';
import { buttonRoutes } from './buttons.ts';
import { controlRoomRoutes } from './control-rooms.ts';
import { auditRoutes } from './audit.ts';
import { deskSearchRoutes } from './desk-search.ts';
import { dossierRoutes } from './dossier.ts';
import { earlierRoutes } from './earlier.ts';
import { importRoutes } from './imports.ts';
import { incidentRoutes } from './incidents.ts';
import { listenInRoutes } from './listen-in.ts';
import { loanRoutes } from './loans.ts';
import { mapRoutes } from './map-file.ts';
import { nearRoutes } from './near.ts';
import { peopleRoutes } from './people.ts';
import { municipalityRoutes } from './municipalities.ts';
import { planRoutes } from './plans.ts';
import { personRoutes } from './persons.ts';
import { policeRoutes } from './police.ts';
import { profileRoutes } from './profile.ts';
import { privacyRoutes } from './privacy.ts';
import type { Route } from './route.ts';
import { serviceAccountRoutes } from './service-accounts.ts';
import { workAccountRoutes } from './work-account.ts';
import { sessionRoutes } from './session.ts';
import { settingRoutes } from './settings.ts';
import { settingTestRoutes } from './setting-tests.ts';
import { systemRoutes } from './system.ts';
import { timerRoutes } from './timers.ts';

export const routes = {
  ...alarmRoutes,
  ...deskSearchRoutes,
  ...dossierRoutes,
  ...earlierRoutes,
  ...nearRoutes,
  ...listenInRoutes,
  ...policeRoutes,
  ...incidentRoutes,
  ...municipalityRoutes,
  ...planRoutes,
  ...personRoutes,
  ...buttonRoutes,
  ...loanRoutes,
  ...importRoutes,
  ...answerTimeRoutes,
  ...auditRoutes,
  ...privacyRoutes,
  ...administrationRoutes,
  ...peopleRoutes,
  ...settingRoutes,
  ...settingTestRoutes,
  ...controlRoomRoutes,
  ...systemRoutes,
  ...mapRoutes,
  ...serviceAccountRoutes,
  ...workAccountRoutes,
  ...sessionRoutes,
  ...profileRoutes,
  ...timerRoutes,
} satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
