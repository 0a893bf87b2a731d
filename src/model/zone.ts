const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether `zone` is a time zone that can be named (IANA). */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds that clocks in `zone` are ahead of UTC at that moment. */
export function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(at / 1000) * 1000;
}

/**
 * Milliseconds UTC of a wall clock time in `zone`: the first one where it comes twice; one that the zone skips is moved
 * on by the gap.
 */
export function fromWall(wall: number, zone: string): number {
  // Offsets change days apart, so one of these two was in force then.
  const withOldOffset = wall - offsetAt(wall - DAY_MS, zone);
  const withNewOffset = wall - offsetAt(wall + DAY_MS, zone);
  const shows = (at: number): boolean => at + offsetAt(at, zone) === wall;
  return shows(withOldOffset) || !shows(withNewOffset) ? withOldOffset : withNewOffset;
}

/** Start of the day in `zone` that lies `days` days after the one of `at`. */
export function startOfDay(at: number, zone: string, days = 0): number {
  const wall = at + offsetAt(at, zone);
  return fromWall((Math.floor(wall / DAY_MS) + days) * DAY_MS, zone);
}

/** `2004-02-18 22:46:00Z`, or with the zone's offset: `2004-02-18 23:46:00+01:00`. */
export function formatInZone(at: number, zone: string): string {
  const offset = offsetAt(at, zone);
  const text = new Date(at + offset).toISOString().slice(0, 19).replace('T', ' ');
  if (zone === 'UTC') return `${text}Z`;
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return `${text}${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** `2004-02-18`: the day in `zone` of that moment. */
export function dateInZone(at: number, zone: string): string {
  return new Date(at + offsetAt(at, zone)).toISOString().slice(0, 10);
}
