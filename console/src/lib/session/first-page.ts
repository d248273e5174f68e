// Where somebody begins: at his work, or where it is said what he can do.
import { can } from '@achterwacht/shared/roles.ts';
import type { Session } from '@achterwacht/shared/routes/session.ts';

export function firstPage({ role, offDutySince }: Pick<Session, 'role' | 'offDutySince'>): string {
  if (offDutySince !== null) return '/welkom';
  if (can(role, 'board.read')) return '/console';
  if (can(role, 'loan.read')) return '/gemeente';
  if (can(role, 'incident.read')) return '/gemeente/meldingen';
  if (can(role, 'task.read')) return '/beheer';
  if (can(role, 'audit.read')) return '/controle';
  return can(role, 'button.read') ? '/beheer/knoppen' : '/welkom';
}
