/**
 * The wall clock. `SOURCE_DATE_EPOCH` (seconds since 1970, reproducible-builds.org) stops it, so that what holds a time can be made twice the same.
 */
export function now(env: NodeJS.ProcessEnv): Date {
  const fixed = env['SOURCE_DATE_EPOCH'];
  return fixed !== undefined && /^\d{1,11}$/.test(fixed)
    ? new Date(Number(fixed) * 1000)
    : new Date();
}
