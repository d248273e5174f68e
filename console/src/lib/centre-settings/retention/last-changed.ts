// When each of a setting's numbers last became another, by what counted before.
import type { SettingPeriod } from '@achterwacht/shared/routes/settings.ts';

type Period = Pick<SettingPeriod, 'from' | 'value'>;

/**
 * @param periods All there are, the newest first.
 * @param usual What counted before the first of them.
 * @returns since when, by path; what nobody ever changed has none.
 */
export function lastChanged(periods: readonly Period[], usual: unknown): Map<string, string> {
  const since = new Map<string, string>();
  periods.forEach(({ from, value }, index) => {
    const before = periods[index + 1]?.value ?? usual;
    for (const [path, count] of Object.entries(value ?? {}))
      if (!since.has(path) && count !== at(before, path)) since.set(path, from);
  });
  return since;
}

const at = (value: unknown, path: string): unknown =>
  (value as Record<string, unknown> | null | undefined)?.[path]; // numbers by path
