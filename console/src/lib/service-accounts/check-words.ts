// Whether a form can be sent, and what is missing where it cannot.
import { m } from '../paraglide/messages.js';
import type { WordErrors, Words } from './ServiceAccountFields.svelte';

export const noWords: Words = { name: '', purpose: '', ownerId: '', scopes: [] };

/** Empty: nothing is wrong. */
export function wrongIn({ name, purpose, ownerId, scopes }: Words): WordErrors {
  return {
    ...(name.trim() === '' ? { name: m.integration_name_missing } : {}),
    ...(purpose.trim() === '' ? { purpose: m.integration_purpose_missing } : {}),
    ...(ownerId === '' ? { ownerId: m.integration_owner_missing } : {}),
    ...(scopes.length === 0 ? { scopes: m.integration_may_missing } : {}),
  };
}
