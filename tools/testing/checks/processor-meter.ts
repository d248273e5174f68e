// How much processor a check cost, from the kernel's books: other than a clock on the wall, they do not
// depend on who else uses the machine.
import { readFileSync } from 'node:fs';

/** Linux's unit for these figures on every machine that Node.js runs on (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

/**
 * @returns a function that gives the seconds since it was last asked, of this process's children that have
 * ended meanwhile with all that they waited for themselves. Whoever was killed with its parent is missing.
 */
export function processorMeter(): () => number {
  let before = ofChildren();
  return () => {
    const now = ofChildren();
    const seconds = now - before;
    before = now;
    return seconds;
  };
}

function ofChildren(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // After the name, which may hold anything: fields 3 and following (proc(5)); 16 and 17 are cutime and cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}
