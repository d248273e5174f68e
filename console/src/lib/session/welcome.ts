// What is told to whoever has no page of his own: what he can do now, each with its page, and what is said to his role.
import { can, type Permission, type Role } from '@achterwacht/shared/roles.ts';
import { m } from '../paraglide/messages.js';

type Doing = { text: string; href: string };

const pages = [
  { permission: 'board.read', text: m.welcome_desk, href: '/console' },
  { permission: 'incident.read', text: m.welcome_files, href: '/gemeente/meldingen' },
  { permission: 'setting.change', text: m.welcome_administration, href: '/beheer' },
  { permission: 'task.read', text: m.welcome_tasks, href: '/beheer' },
  { permission: 'own.read', text: m.welcome_own, href: '/mijn-knop' },
  { permission: 'audit.read', text: m.welcome_audit, href: '/controle' },
] as const satisfies { permission: Permission; text: () => string; href: string }[];

export const doingsOf = (role: Role): Doing[] =>
  pages
    .filter(({ permission }) => can(role, permission))
    // Who sets a centre up looks after it as well.
    .filter(({ href }, index, all) => all.findIndex((one) => one.href === href) === index)
    .map(({ text, href }) => ({ text: text(), href }));

const sentences: { [R in Role]?: (() => string)[] } = {
  holder: [m.welcome_holder, m.welcome_holder_officer],
  carer: [m.welcome_carer],
  supplier: [m.welcome_supplier],
};

export const sentencesFor = (role: Role): string[] =>
  (sentences[role] ?? []).map((sentence) => sentence());
