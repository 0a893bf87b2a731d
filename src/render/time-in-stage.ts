import type { EventReport, HopReport, RecipientReport } from '../model/report.ts';

/** Until the next event on the same server, or for the last one that stays open, until the end of the log. */
export function secondsInStage(
  hop: HopReport,
  index: number,
  recipient: RecipientReport,
): number | null {
  const event = hop.events[index];
  const next = hop.events[index + 1];
  if (event === undefined) return null;
  // Between two lives it was nowhere.
  if (next !== undefined && next.life !== event.life) return null;
  if (next !== undefined) return (Date.parse(next.at) - Date.parse(event.at)) / 1000;
  const open =
    hop.leftAt === null && recipient.server === hop.server && recipient.ageSeconds !== null;
  if (!open) return null;
  return Math.max(0, ((asOfOf(recipient) ?? 0) - Date.parse(event.at)) / 1000);
}

/** Less is no time that anybody waits for, and is shown as 0 s. */
const LEAST_SECONDS = 1;

/** The event whose stage took longest; null where none took a second. */
export function slowestStep(recipient: RecipientReport): EventReport | null {
  let slowest: EventReport | null = null;
  let longest = 0;
  for (const hop of recipient.hops)
    for (const [index, event] of hop.events.entries()) {
      const seconds = secondsInStage(hop, index, recipient) ?? 0;
      if (seconds >= LEAST_SECONDS && seconds > longest) {
        longest = seconds;
        slowest = event;
      }
    }
  return slowest;
}

/** The moment that an open recipient was judged at, in milliseconds UTC: where the log of its server ends; null for one that ended. */
export function asOfOf({ since, ageSeconds }: RecipientReport): number | null {
  return ageSeconds === null ? null : Date.parse(since) + ageSeconds * 1000;
}
