/** Exit codes of the program, as docs/cli.md lists them. */
export const EXIT = {
  done: 0,
  internal: 1,
  usage: 2,
  nothingFound: 3,
  stalled: 4,
  incomplete: 5,
  integrity: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An expected failure of the user's world: it has a stable code, a next step, and shows no stack. */
export class UserError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string;

  constructor(
    code: string,
    message: string,
    options: { hint: string; exitCode?: ExitCode; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? EXIT.internal;
  }
}
