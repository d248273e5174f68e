// The log-ins of a demo. In real use the route does not exist and this list is empty.
import type { demoAccount } from '@achterwacht/shared/routes/session.ts';
import type * as z from 'zod';
import { ApiError, call } from '../../api.ts';

export type DemoAccount = z.infer<typeof demoAccount>;

export async function demoAccounts(): Promise<DemoAccount[]> {
  try {
    return (await call('demoAccounts')).accounts;
  } catch (cause) {
    // 404 in real use; a dead line shows itself at the first attempt to log in.
    if (cause instanceof ApiError) return [];
    throw cause;
  }
}

/** The demo has no telephone: the code of this moment. Empty in real use. */
export async function demoCodeOf(email: string): Promise<string> {
  return (await demoAccounts()).find((account) => account.email === email)?.code ?? '';
}
