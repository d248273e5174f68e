// The pages of a municipality's own people, in the order in which their navigation shows them: whoever adds one adds a
// line. A page below another (`/gemeente/knoppen/…`) is that one's.
import { can, type Permission, type Role } from '@achterwacht/shared/roles.ts';
import { m } from '../paraglide/messages.js';

type PortalPage = { path: string; word: () => string; permission: Permission };

const pages: readonly PortalPage[] = [
  { path: '/gemeente', word: m.page_loans_start, permission: 'loan.read' },
  { path: '/gemeente/meegeven', word: m.loan_hand_out, permission: 'loan.change' },
  { path: '/gemeente/uitleen', word: m.page_loans, permission: 'loan.read' },
  { path: '/gemeente/knoppen', word: m.page_buttons, permission: 'loan.read' },
  { path: '/gemeente/personen', word: m.page_persons, permission: 'person.read' },
  { path: '/gemeente/plannen', word: m.page_plans, permission: 'plan.read' },
  { path: '/gemeente/meldingen', word: m.page_incidents, permission: 'incident.read' },
];

export const portalPagesFor = (role: Role) =>
  pages.filter(({ permission }) => can(role, permission));

/** Which of them an address belongs to; undefined: none. */
export const portalPageAt = (pathname: string): PortalPage | undefined =>
  pages.find(
    ({ path }) => pathname === path || (path !== '/gemeente' && pathname.startsWith(`${path}/`)),
  );
