// What is missing in who somebody is, in words, before the server is asked.
import { isMunicipal } from '@achterwacht/shared/member/kinds.ts';
import type { Role } from '@achterwacht/shared/roles.ts';
import { memberEmail, memberName } from '@achterwacht/shared/routes/people.ts';
import { m } from '../paraglide/messages.js';
import type { MemberWords } from './MemberFields.svelte';

type Errors = { [Name in keyof MemberWords]?: (() => string) | null };
type Whole = { name: string; email: string; role: Role; municipalityId: string | null };

export function checkMember(
  words: MemberWords,
): { status: 'whole'; member: Whole } | { status: 'wrong'; errors: Errors } {
  const { role, municipalityId } = words;
  const name = memberName.safeParse(words.name.trim());
  const email = memberEmail.safeParse(words.email.trim());
  const isOfMunicipality = role !== '' && isMunicipal(role);
  const errors: Errors = {
    role: role === '' ? m.people_role_needed : null,
    municipalityId: isOfMunicipality && municipalityId === '' ? m.people_municipality_needed : null,
    name: name.success ? null : m.people_name_needed,
    email: email.success ? null : m.people_email_needed,
  };
  if (role === '' || !name.success || !email.success || errors.municipalityId)
    return { status: 'wrong', errors };
  return {
    status: 'whole',
    member: {
      name: name.data,
      email: email.data,
      role,
      municipalityId: isOfMunicipality ? municipalityId : null,
    },
  };
}
