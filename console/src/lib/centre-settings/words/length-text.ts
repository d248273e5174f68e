// A number with its unit, as people say it: a long time in the unit that fits it.
import { m } from '../../paraglide/messages.js';

export type Unit = 'seconds' | 'metres' | 'days' | 'percent';

const minuteSeconds = 60;
/** Below this a count of seconds is what people say. */
const leastMinutes = 2 * minuteSeconds;
const yearDays = 365;
/** With its share of a leap day. */
const meanYearDays = 365.25;

/** Null where it is no count of whole years, with or without their leap days. */
function yearsIn(days: number): number | null {
  const years = Math.floor(days / yearDays);
  const isWhole = days === years * yearDays || days === Math.ceil(years * meanYearDays);
  return years > 0 && isWhole ? years : null;
}

export function lengthText(unit: Unit, count: number): string {
  switch (unit) {
    case 'seconds':
      return count >= leastMinutes && count % minuteSeconds === 0
        ? m.setting_seconds_and_minutes({ count, minutes: count / minuteSeconds })
        : m.setting_seconds({ count });
    case 'metres':
      return m.setting_metres({ count });
    case 'days': {
      const years = yearsIn(count);
      return years === null
        ? m.setting_days({ count })
        : m.setting_days_and_years({ count, years });
    }
    case 'percent':
      return m.setting_percent({ count });
  }
}

export const unitText = {
  seconds: m.setting_unit_seconds,
  metres: m.setting_unit_metres,
  days: m.setting_unit_days,
  percent: m.setting_unit_percent,
} satisfies Record<Unit, () => string>;
