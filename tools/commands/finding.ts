// One thing that `doctor` looked at.
export type Finding = {
  name: string;
  isOk: boolean;
  found: string;
  fix?: string;
  /**
   * Without sound everything else runs; without what tests need the product does; and a centre is only ready to work
   * with what real use needs.
   */
  isNeededFor: 'running' | 'sound' | 'testing' | 'real use';
};
