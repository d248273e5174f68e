// What a Postgres of ours is made and started with.
export type DatabaseRole =
  | 'postgres'
  | 'achterwacht_owner'
  | 'achterwacht_app'
  | 'achterwacht_system'
  | 'achterwacht_public';

export type PostgresOptions = {
  /** Absolute; made by `createCluster` when it is not there yet. */
  folder: string;
  port: number;
  database: string;
  passwords: Record<DatabaseRole, string>;
  /** False only in tests: a power cut may then lose everything. */
  isDurable: boolean;
};
