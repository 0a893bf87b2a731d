/** What the process that runs a query is told, on its standard input. */
export interface SqlJob {
  readonly query: string;
  /** The database file. */
  readonly file: string;
  readonly options: SqlJobOptions;
}

export interface SqlJobOptions {
  readonly tz: string;
  readonly color: boolean;
  readonly debug?: boolean;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly csv?: boolean;
  readonly limit?: number;
  readonly asOf?: string;
  readonly olderThan?: number;
}

/** Where that process says what it is doing: one letter at a time. */
export const SIGNAL_FD = 3;

/** `running`: the database works; `waiting`: whoever reads our output does. */
export const DOING = { running: 'r', waiting: 'w' } as const;
