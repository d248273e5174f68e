// The municipalities that one is chosen from where somebody is registered: whoever is no customer any more is none.
import { call, type Answer } from '../api.ts';

/** All of them, whatever pages they come in. */
export async function loadCustomers(): Promise<{ id: string; name: string }[]> {
  const all: Answer<'municipalities'>['municipalities'] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const found: Answer<'municipalities'> = await call('municipalities', {
      query: { ...(cursor && { cursor }) },
    });
    all.push(...found.municipalities);
    cursor = found.next;
  }
  return all.filter(({ endedAt }) => endedAt === null);
}
