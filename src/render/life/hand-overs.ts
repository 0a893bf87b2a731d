import { STAGE_TABLE } from '../../catalogue/stages.ts';
import { isSameHost } from '../../model/host-name.ts';
import type { EventReport, HopReport, RecipientReport } from '../../model/report.ts';
import type { Axis } from './axis.ts';

/** A message that left a server for another host. */
export interface HandOver {
  readonly x1: number;
  readonly y1: number;
  /** Where the next server logged it; null for a host outside, or one that never did. */
  readonly to: { readonly x: number; readonly y: number } | null;
  readonly event: EventReport;
  readonly from: string;
  /** Milliseconds UTC of the next server's first line; null as `to`. */
  readonly arrivedAt: number | null;
}

interface RowPlace {
  readonly barY: number;
  readonly barHeight: number;
}

/** Each event that left a server, to the line by which the next one took the message in. */
export function handOversOf(
  recipient: RecipientReport,
  rows: readonly RowPlace[],
  axis: Axis,
): HandOver[] {
  const taken = new Set<EventReport>();
  return recipient.hops.flatMap((hop, index) =>
    hop.events
      .filter(({ stage }) => stage !== null && STAGE_TABLE[stage].kind === 'left')
      .map((event) => {
        const arrival = isLastWord(event, hop, recipient)
          ? null
          : arrivalOf(event, hop, recipient.hops, taken);
        if (arrival !== null) taken.add(arrival.event);
        const arrivedAt = arrival === null ? null : Date.parse(arrival.event.at);
        return {
          x1: axis.x(Date.parse(event.at)),
          y1: centerOf(rows[index]),
          to:
            arrival === null || arrivedAt === null
              ? null
              : { x: axis.x(arrivedAt), y: centerOf(rows[arrival.index]) },
          event,
          from: hop.server,
          arrivedAt,
        };
      }),
  );
}

function centerOf(row: RowPlace | undefined): number {
  return row === undefined ? 0 : row.barY + row.barHeight / 2;
}

/** Whether the verdict is that after it no loaded log saw the message: then a host of a like name is another one. */
function isLastWord(event: EventReport, hop: HopReport, recipient: RecipientReport): boolean {
  return (
    recipient.stage === 'transferred' &&
    recipient.server === hop.server &&
    hop.events.findLast(({ stage }) => stage !== null) === event
  );
}

interface Arrival {
  readonly event: EventReport;
  /** Of its hop. */
  readonly index: number;
}

/** The beginning of a life on the named server that lies nearest in time; clocks may differ. */
function arrivalOf(
  event: EventReport,
  from: HopReport,
  hops: readonly HopReport[],
  taken: ReadonlySet<EventReport>,
): Arrival | null {
  const { partner } = event;
  if (partner === null) return null;
  const left = Date.parse(event.at);
  const away = (arrival: Arrival): number => Math.abs(Date.parse(arrival.event.at) - left);
  const arrivals = hops.flatMap((hop, index) =>
    hop === from || !isSameHost(partner, hop.server)
      ? []
      : arrivalsOn(hop)
          .filter((arrival) => !taken.has(arrival))
          .map((arrival) => ({ event: arrival, index })),
  );
  return arrivals.toSorted((a, b) => away(a) - away(b))[0] ?? null;
}

function arrivalsOn({ events }: HopReport): EventReport[] {
  return events.filter(
    (event, index) => index === 0 || event.life > (events[index - 1]?.life ?? 0),
  );
}
