const DAY_MS = 86_400_000;

/**
 * Whether a line counts for the hours that its server logged: a date far from the day that its file is of (UTC, days since 1970; null: not
 * known) must not move the end of the log.
 */
export function isNearDay(at: number, day: number | null): boolean {
  return day === null || Math.abs(Math.floor(at / DAY_MS) - day) <= 1;
}

/** Whether a build of the SMTP service is that of Windows 2000 (KB 246965 names the column). */
export function isWindows2000Build(serviceVersion: string | null): boolean {
  return serviceVersion?.includes(' 5.0.') ?? false;
}
