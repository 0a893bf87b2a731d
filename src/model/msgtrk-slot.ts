const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * The logs that a modern server writes beside each other (Microsoft Learn, "Message tracking"): of the transport service, of mailbox
 * submission and delivery, of moderation, and of the mailbox role of 2007 and 2010. In the order that a message goes through them.
 */
export const MSGTRK_LOGS = ['MSGTRKM', 'MSGTRKMS', 'MSGTRK', 'MSGTRKMA', 'MSGTRKMD'] as const;

/** What the name of a file of a modern log says: the log, a UTC day or an hour of it, and a counter from 1. */
export interface MsgtrkSlot {
  /** One of `MSGTRK_LOGS`, or another one that is named in the same way. */
  readonly log: string;
  /** Days since 1970. */
  readonly day: number;
  /** Null: the file is of a day (2007 and 2010). */
  readonly hour: number | null;
  readonly counter: number;
}

const NAME = /^(msgtrk[a-z]{0,8})(\d{4})(\d{2})(\d{2})(\d{2})?-(\d{1,9})(?:\.log)?$/i;

/** Reads `MSGTRK2022091915-2.LOG`, in any case and without its ending too; null for other names. */
export function msgtrkSlot(name: string): MsgtrkSlot | null {
  const [, log, year, month, date, hour, counter] = NAME.exec(name) ?? [];
  if (log === undefined) return null;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(date));
  if (!new Date(at).toISOString().startsWith(`${year}-${month}-${date}T`)) return null;
  if (Number(hour ?? 0) > 23) return null;
  return {
    log: log.toUpperCase(),
    day: at / DAY_MS,
    hour: hour === undefined ? null : Number(hour),
    counter: Number(counter),
  };
}

/** The name that Exchange gives such a file. */
export function msgtrkFile({ log, day, hour, counter }: MsgtrkSlot): string {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return `${log}${date}${hour === null ? '' : String(hour).padStart(2, '0')}-${counter}.LOG`;
}

/** Half-open, milliseconds UTC. */
export function msgtrkSpan({ day, hour }: Pick<MsgtrkSlot, 'day' | 'hour'>): {
  readonly from: number;
  readonly to: number;
} {
  const from = day * DAY_MS + (hour ?? 0) * HOUR_MS;
  return { from, to: from + (hour === null ? DAY_MS : HOUR_MS) };
}
