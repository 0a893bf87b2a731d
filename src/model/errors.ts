/** The code of a system or SQLite error (`ENOENT`, `SQLITE_FULL`); undefined for what has none. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What went wrong, in the words of whoever threw it. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
