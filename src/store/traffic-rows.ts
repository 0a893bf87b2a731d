import { eventIdsWhere, HAND_OVERS } from '../catalogue/events.ts';
import { KEPT_STALL_MS } from '../lifecycle/kept-stalls.ts';
import type { Span } from '../lifecycle/stalls.ts';
import type { ResolveHost } from '../lifecycle/route.ts';
import {
  countsAsEnd,
  emptyTraffic,
  enterEnd,
  enterNew,
  isEmptyTraffic,
} from '../lifecycle/traffic.ts';
import type { Traffic } from '../lifecycle/traffic.ts';
import { endsBy } from './ends-by.ts';
import { asColumns, jsonOfColumns } from './columns.ts';
import type { ColumnTexts } from './columns.ts';
import type { Connection } from './open.ts';

/** Offsets of zones are multiples of it, and so are midnights. */
export const QUARTER_MS = 15 * 60_000;

/** What is asked of hosts and addresses, by their numbers. */
export interface TrafficNames {
  readonly hostName: (host: number) => string;
  readonly isSystem: (address: number) => boolean;
  readonly resolve: ResolveHost;
}

const END_AT = 'hop.first_seen_at + hop.end_ms';

/**
 * When a message began: with its first line, or where a server of 2013 or later measured it, with its arrival in the organisation, as the
 * log of the server that took it in may not be loaded. What versions before that call the original arrival may be a client's clock, and
 * hours before the message was sent.
 */
const BEGAN_AT = `case when message.network_id is not null and message.originated_at < message.first_at
  then message.originated_at else coalesce(message.first_at, 0) end`;

/** Of one column. */
type Values = readonly number[];

/** Numbers of a host and of addresses; 0: none. */
type EndedColumns = readonly [
  quarters: Values,
  codes: Values,
  nextHops: Values,
  times: Values,
  took: Values,
  senders: Values,
  recipients: Values,
];

const ENDED = [
  quarterOf(END_AT),
  'hop.end_code',
  'coalesce(hop.next_hop_id, 0)',
  'hop.end_ms',
  `((${END_AT} - ${BEGAN_AT}) / 1000)`,
  'coalesce(message.sender_id, 0)',
  'hop.recipient_id',
] as const;

/** Who was handed over to a host of ours is left out; half of all ends may be such. */
function endedRows(): string {
  return `
  select ${asColumns(ENDED)}
  from hop join message on message.id = hop.message_id
  where ${END_AT} >= @from and ${END_AT} < @to and hop.end_ms is not null
    and (hop.end_ms >= ${KEPT_STALL_MS} or (${endsBy(eventIdsWhere(({ stage }) => countsAsEnd(stage)))}
      and not (${endsBy(HAND_OVERS)}
        and coalesce(hop.next_hop_id, 0) in (select value from json_each(@passed)))))`;
}

type NewColumns = readonly [quarters: Values, recipients: Values, senders: Values];

const NEW = [
  quarterOf('first_at'),
  'coalesce(recipient_count, 1)',
  'coalesce(sender_id, 0)',
] as const;

const NEW_ROWS = `
  select ${asColumns(NEW)} from message
  where first_at >= @from and first_at < @to and id not in (select message_id from life)`;

/** The first time of anything that counts, from that moment on. */
const NEXT_AT = `
  select min(at) from (
    select min(${END_AT}) as at from hop where ${END_AT} >= @from and end_ms is not null
    union all select min(first_at) from message where first_at >= @from)`;

/** Counted from the begin of the span. */
function quarterOf(at: string): string {
  return `((${at} - cast(@from as integer)) / ${QUARTER_MS})`;
}

/** So many rows at once are little memory, and few statements. */
const MANY_ROWS = 20_000;
const MOST_QUARTERS = 128;

/** What came and went in a span, by the number of the quarter of an hour, counted from its begin; only those in which anything did. */
export function readTraffic(db: Connection, span: Span, names: TrafficNames): Map<number, Traffic> {
  const found = new Map<number, Traffic>();
  const rows = trafficRows(db, found, names);
  const next = db.prepare<[{ readonly from: number }], number | null>(NEXT_AT).pluck();
  let quarters = 4;
  for (let at = span.from; at < span.to;) {
    const to = Math.min(span.to, at + quarters * QUARTER_MS);
    const count = rows({ from: at, to }, Math.floor((at - span.from) / QUARTER_MS));
    if (count > MANY_ROWS) quarters = Math.max(1, quarters >> 1);
    else if (count < MANY_ROWS / 4) quarters = Math.min(MOST_QUARTERS, quarters << 1);
    const nextAt = count > 0 ? to : (next.get({ from: to }) ?? null);
    if (nextAt === null) break;
    at = nextAt - ((nextAt - span.from) % QUARTER_MS);
  }
  // Which hand-overs to hosts of ours are read depends on those that were met before.
  for (const [quarter, traffic] of found) if (isEmptyTraffic(traffic)) found.delete(quarter);
  // Rows come in the order in which files were read.
  for (const [quarter, traffic] of found)
    found.set(quarter, { ...traffic, slow: traffic.slow.toSorted((a, b) => a - b) });
  return found;
}

/** Enters what a part of the span has, whose first quarter has that number; gives how many rows that are. */
function trafficRows(
  db: Connection,
  found: Map<number, Traffic>,
  { hostName, isSystem, resolve }: TrafficNames,
): (part: Span, first: number) => number {
  const ended = db.prepare<[Span & { readonly passed: string }], ColumnTexts>(endedRows()).raw();
  const fresh = db.prepare<[Span], ColumnTexts>(NEW_ROWS).raw();
  const ours = oursAmong(hostName, resolve);
  return (part, first) => {
    const news: NewColumns = JSON.parse(jsonOfColumns(fresh.get(part)));
    const [newIn, recipients, senders] = news;
    for (const [row, quarter] of newIn.entries())
      enterNew(trafficIn(found, first + quarter), of(recipients, row), isSystem(of(senders, row)));
    const passed = JSON.stringify([...ours.known]);
    const ends: EndedColumns = JSON.parse(jsonOfColumns(ended.get({ ...part, passed })));
    const [endedIn, codes, nextHops, times, took, by, to] = ends;
    for (const [row, quarter] of endedIn.entries())
      enterEnd(trafficIn(found, first + quarter), {
        code: of(codes, row),
        endMs: of(times, row),
        took: of(took, row),
        isSystem: isSystem(of(by, row)) || isSystem(of(to, row)),
        staysHere: ours.has(of(nextHops, row)),
      });
    return newIn.length + endedIn.length;
  };
}

function of(column: Values, row: number): number {
  return column[row] ?? 0;
}

/** Hops that ended in the span, after at least so many milliseconds. */
export function slowHops(db: Connection, { from, to }: Span, leastMs: number): number {
  const slow = db.prepare<[number, number, number], number>(
    `select count(*) from hop
     where ${END_AT} >= ? and ${END_AT} < ? and end_ms is not null and end_ms >= ?`,
  );
  return slow.pluck().get(from, to, leastMs) ?? 0;
}

function trafficIn(found: Map<number, Traffic>, quarter: number): Traffic {
  let traffic = found.get(quarter);
  if (traffic === undefined) {
    traffic = emptyTraffic();
    found.set(quarter, traffic);
  }
  return traffic;
}

/** Hosts of ours, as far as they were asked about. */
function oursAmong(
  hostName: (host: number) => string,
  resolve: ResolveHost,
): { readonly known: ReadonlySet<number>; readonly has: (host: number) => boolean } {
  const foreign = new Set<number>();
  const known = new Set<number>();
  return {
    known,
    has(host) {
      if (host === 0 || foreign.has(host)) return false;
      if (known.has(host)) return true;
      const { kind } = resolve(hostName(host));
      const isForeign = kind === 'foreign' || kind === 'unnamed';
      (isForeign ? foreign : known).add(host);
      return !isForeign;
    },
  };
}
