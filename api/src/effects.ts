// Which handler carries out which effect. The compiler asks for every kind. Without a gateway a
// message is withheld and stands on the outbox page, so that a person sees what would have gone out.
import type { Handlers } from './outbox/outbox.ts';

const withoutGateway: Handlers['page-supervisor'] = async () => ({
  status: 'withheld',
  why: 'no-gateway',
});

export const handlers = {
  'page-supervisor': withoutGateway,
  'page-on-call': withoutGateway,
} satisfies Handlers;
