import { EXIT, UserError } from '../../model/user-error.ts';

/** A file of keys that cannot serve; `hint`: the next steps. */
export function keyError(
  code: string,
  message: string,
  hint: readonly string[],
  cause?: unknown,
): UserError {
  return new UserError(code, message, { hint: hint.join('; '), exitCode: EXIT.usage, cause });
}

export function quoted(name: string): string {
  return JSON.stringify(name);
}
