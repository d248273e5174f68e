// What a scenario comes back with: numbers for people, and checks that pass or fail. A scenario
// without a check cannot fail, and so proves nothing; that is an error here.
import { ratiosOf, spreadOf, type Measured, type Spread } from './rounds.ts';

export type Check = {
  /** What was asked, with its row in the quality plan, e.g. `S2 p50, 100 consoles, 10/s`. */
  name: string;
  measured: number;
  limit: number;
  unit: '×' | 'ms' | '';
  passed: boolean;
  /** Where each round was looked at by itself: `measured` is the median of so many. */
  rounds?: { count: number; worst: number };
};

export type Result = {
  scenario: string;
  measured: MeasuredCase[];
  /** What is no latency, in the unit that its name says. */
  costs?: CostCase[];
  checks: Check[];
};

/** One set of circumstances, measured on every system. */
export type MeasuredCase = { name: string; systems: Measured[] };

export type CostCase = { name: string; systems: { name: string; spread: Spread }[] };

export function atMost(
  name: string,
  measured: number,
  limit: number,
  unit: Check['unit'] = '',
): Check {
  // Written so that NaN fails.
  return { name, measured, limit, unit, passed: measured <= limit };
}

export function exactly(name: string, measured: number, limit: number): Check {
  return { name, measured, limit, unit: '', passed: measured === limit };
}

/** A limit for people, which a round may miss and the median may not; milliseconds of each round. */
export function medianAtMost(name: string, rounds: readonly number[], limit: number): Check {
  const { median, highest } = spreadOf(rounds);
  return {
    ...atMost(name, median, limit, 'ms'),
    rounds: { count: rounds.length, worst: highest },
  };
}

/** Product against floor at both percentiles, as medians over the rounds. */
export function ratioChecks(
  name: string,
  product: Measured,
  floor: Measured,
  limits: { p50?: number; p99?: number },
): Check[] {
  return (['p50', 'p99'] as const).flatMap((which) => {
    const limit = limits[which];
    if (limit === undefined) return [];
    const ratio = ratiosOf(product, floor, which).median;
    return [atMost(`${name}: ${which} against ${floor.name}`, ratio, limit, '×')];
  });
}

export function hasPassed({ checks }: Result): boolean {
  return checks.length > 0 && checks.every((check) => check.passed);
}

/** For people: one line a system, one line a check. */
export function printable({ scenario, measured, costs = [], checks }: Result): string {
  const lines = [scenario];
  for (const { name, systems } of measured) {
    lines.push(`  ${name}`);
    for (const system of systems) {
      const figures = (['p50', 'p99'] as const).map((which) => {
        const { median, lowest, highest } = system[which];
        return `${which} ${two(median)} ms (${two(lowest)}–${two(highest)})`;
      });
      const count = system.rounds.reduce((sum, round) => sum + round.count, 0);
      lines.push(`    ${system.name.padEnd(22)} ${figures.join('   ')}   n=${count}`);
    }
  }
  for (const { name, systems } of costs) {
    lines.push(`  ${name}`);
    for (const { name: system, spread } of systems) {
      const { median, lowest, highest } = spread;
      lines.push(`    ${system.padEnd(22)} ${two(median)} (${two(lowest)}–${two(highest)})`);
    }
  }
  for (const { passed, name, measured: value, limit, unit, rounds } of checks) {
    const of = rounds ? `; median of ${rounds.count}, worst ${two(rounds.worst)}${unit}` : '';
    lines.push(
      `  ${passed ? 'ok  ' : 'MISS'} ${name}: ${two(value)}${unit} (limit ${limit}${unit}${of})`,
    );
  }
  if (checks.length === 0) lines.push('  MISS nothing was checked');
  return lines.join('\n');
}

function two(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}
