/** Times are whole milliseconds UTC; a server's own clock is the true time plus its skew. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const FIRST_DAY = Date.UTC(2004, 1, 16);

/** The first traffic: late enough that the slowest clock has passed midnight too. */
export const OPENED_AT = 3 * MINUTE;

/** The logs are copied in the afternoon of the last day, in the middle of the traffic. */
export const COPIED_AT = 16 * HOUR + 30 * MINUTE;

/** The age from which an open recipient is stalled (contract: 15 minutes). */
export const THRESHOLD = 15 * MINUTE;

/** Share of the day's mail for each hour UTC: busy offices, quiet but not silent nights. */
const PROFILE = [
  2, 2, 2, 2, 2, 3, 6, 12, 20, 24, 24, 22, 18, 22, 24, 22, 20, 14, 8, 5, 4, 3, 3, 2,
] as const;

/** Turns 0..1 into a moment of the run so that the moments follow the day profile. */
export function arrivals(start: number, end: number): (share: number) => number {
  const sums = [0];
  for (let at = start; at < end; at += HOUR) {
    const weight = PROFILE[Math.floor((at % DAY) / HOUR)] ?? 1;
    sums.push((sums.at(-1) ?? 0) + weight * Math.min(1, (end - at) / HOUR));
  }
  const total = sums.at(-1) ?? 1;
  let slot = 0;
  return (share) => {
    const wanted = share * total;
    while (slot < sums.length - 2 && (sums[slot + 1] ?? total) < wanted) slot++;
    const low = sums[slot] ?? 0;
    const high = sums[slot + 1] ?? total;
    const from = start + slot * HOUR;
    const length = Math.min(HOUR, end - from);
    return Math.floor(from + (length * (wanted - low)) / (high - low));
  };
}

const times: string[] = [];
const dates = new Map<number, string>();

/** `h:m:s GMT`, unpadded, as in the logs. */
export function timeText(second: number): string {
  const ofDay = second % 86_400;
  return (times[ofDay] ??=
    `${Math.floor(ofDay / 3600)}:${Math.floor(ofDay / 60) % 60}:${ofDay % 60} GMT`);
}

/** `yyyy-m-d`, unpadded. */
export function dateText(second: number): string {
  const day = Math.floor(second / 86_400);
  let text = dates.get(day);
  if (text === undefined) {
    const date = new Date(day * DAY);
    text = `${date.getUTCFullYear()}-${date.getUTCMonth() + 1}-${date.getUTCDate()}`;
    dates.set(day, text);
  }
  return text;
}

/** `yyyymmdd.log` */
export function fileName(day: number): string {
  return `${new Date(day * DAY).toISOString().slice(0, 10).replaceAll('-', '')}.log`;
}
