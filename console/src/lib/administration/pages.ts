// The pages of running a centre and of looking after it, in the order in which their navigation shows them: whoever
// adds one adds a line. A page below another (`/beheer/mensen/…`) is that one's.
import { can, type Permission, type Role } from '@achterwacht/shared/roles.ts';
import { m } from '../paraglide/messages.js';

export type AdministrationPage = {
  path: string;
  word: () => string;
  /** Who holds one of these sees it. */
  permissions: readonly [Permission, ...Permission[]];
};

const pages: readonly AdministrationPage[] = [
  { path: '/beheer', word: m.page_tasks, permissions: ['task.read'] },
  { path: '/beheer/mensen', word: m.page_people, permissions: ['people.read'] },
  { path: '/beheer/meldkamers', word: m.page_control_rooms, permissions: ['line.test'] },
  { path: '/beheer/tweede-stap', word: m.page_reset, permissions: ['factor.reset'] },
  { path: '/beheer/instellingen', word: m.page_settings, permissions: ['setting.read'] },
  {
    path: '/beheer/koppelingen',
    word: m.page_integrations,
    permissions: ['service-account.change'],
  },
  {
    path: '/beheer/gemeenten',
    word: m.page_municipalities,
    permissions: ['municipality.read'],
  },
  { path: '/beheer/plannen', word: m.page_plans, permissions: ['plan.read'] },
  // An officer has the same under the pages of his municipality.
  { path: '/beheer/personen', word: m.page_persons, permissions: ['person.agreements'] },
  { path: '/beheer/knoppen', word: m.page_buttons, permissions: ['button.read'] },
  {
    path: '/beheer/inlezen',
    word: m.page_read_in,
    permissions: ['button.change', 'person.agreements'],
  },
  { path: '/controle', word: m.page_audit, permissions: ['audit.read'] },
  { path: '/controle/datalek', word: m.page_breach, permissions: ['privacy.read'] },
  { path: '/controle/verzoeken', word: m.page_privacy_requests, permissions: ['privacy.read'] },
];

const maySee = (role: Role, { permissions }: AdministrationPage) =>
  permissions.some((permission) => can(role, permission));

export const pagesFor = (role: Role) => pages.filter((page) => maySee(role, page));

/** Which of them an address belongs to; undefined: none. */
export function pageAt(pathname: string): AdministrationPage | undefined {
  return pages
    .filter(
      ({ path }) => pathname === path || (path !== '/beheer' && pathname.startsWith(`${path}/`)),
    )
    .toSorted((one, other) => other.path.length - one.path.length)[0];
}

export function mayOpen(role: Role, pathname: string): boolean {
  const page = pageAt(pathname);
  return page !== undefined && maySee(role, page);
}
