// How long and how often a scenario measures. The defaults are what a bar may be judged by; shorter is
// for trying a scenario out, and its result says so.

export type MeasureOptions = {
  rounds: number;
  /** Of each system in each round. */
  seconds: number;
  /** Every case of the quality plan instead of the telling ones. */
  full: boolean;
  /** Progress for people, to standard error. */
  say: (line: string) => void;
};
