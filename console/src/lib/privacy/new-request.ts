// A privacy request, or a breach, as a form writes it down: once, whatever answer is lost, and opened afterwards.
import { goto } from '$app/navigation';
import type { newPrivacyRequest } from '@achterwacht/shared/privacy-request/commands.ts';
import type { BreachQuery } from '@achterwacht/shared/routes/audit.ts';
import type * as z from 'zod';
import { call } from '../api.ts';
import { Sending } from '../pages/sending.svelte.ts';

/** Whom somebody chose; a request is never about a municipality as such. */
type Chosen = { of: 'holder' | 'member' | 'municipality'; id: string };
type Said = Omit<z.input<typeof newPrivacyRequest>, 'about'> & {
  about: Chosen | null;
  /** Of a breach, of what a list was made. */
  list?: BreachQuery;
};

export class NewRequest {
  readonly sending = new Sending();
  /** Made once, so that a repeat after a lost answer records nothing twice. */
  readonly #id = crypto.randomUUID();

  async record({ about, ...said }: Said): Promise<void> {
    const whom =
      about && about.of !== 'municipality'
        ? ({ type: about.of, id: about.id } as const)
        : ({ type: 'other' } as const);
    const body = { id: this.#id, about: whom, ...said };
    if (await this.sending.send((signal) => call('privacyRequestRecord', { body, signal })))
      await goto(`/controle/verzoeken/${this.#id}`);
  }
}
