// How long and how often a scenario measures. The defaults are what a bar may be judged by; shorter is
// for trying a scenario out, and its result says so.

export type MeasureOptions = {
  rounds: number;
  /** Of each system in each round. */
  seconds: number;
  /** Every case of the quality plan instead of the telling ones. */
  full: boolean;
  /** Progress for people, to standard error. */
  reportProgress: (line: string) => void;
};

/** A measurement takes minutes: says after each round how far it is. */
export function progressOf(name: string, { rounds, reportProgress }: MeasureOptions) {
  return (round: number): void => reportProgress(`${name}: round ${round} of ${rounds}`);
}
