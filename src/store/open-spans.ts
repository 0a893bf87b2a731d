import { readLives } from './message-lives.ts';
import type { Store } from './reader.ts';

const HOUR_MS = 3_600_000;

/** Milliseconds UTC, half-open. */
interface OpenSpan {
  readonly from: number;
  readonly to: number;
}

interface SpanRow extends OpenSpan {
  readonly id: number;
}

/** With a full hour in it. */
const HAS_HOUR = `(span_to - 1) / ${HOUR_MS} > (span_from - 1) / ${HOUR_MS}`;

const ENDED = `select message_id as id, first_seen_at as span_from, first_seen_at + end_ms as span_to from hop
  where first_seen_at + end_ms > @from and first_seen_at < @to and end_ms is not null`;

/** As the index `hop_open` has it. Later lines of the message may tell that it was not, or is not any more. */
const NOT_ENDED = `select hop.message_id as id, min(hop.first_seen_at) as span_from, message.last_at as span_to
  from hop join message on message.id = hop.message_id
  where (hop.end_ms is null or hop.move_code <> hop.end_code) and hop.first_seen_at < @to group by hop.message_id`;

const spansIn = (hops: string, where: string): string =>
  `select id, span_from as "from", span_to as "to" from (${hops}) where ${where}`;

/**
 * When messages may have been open though lines about them were still to come, by number of message: all of those with a full hour within
 * the span, and few others.
 */
export function openSpans(store: Store, { from, to }: OpenSpan): Map<number, OpenSpan[]> {
  const { db } = store;
  const lives = readLives(db);
  const lastAt = lastLineOf(store);
  const spans = new Map<number, OpenSpan[]>();
  const rowsOf = (sql: string): SpanRow[] =>
    db.prepare<[{ readonly from: bigint; readonly to: bigint }], SpanRow>(sql).all({
      from: BigInt(from),
      to: BigInt(to),
    });
  const add = (id: number, span: OpenSpan): void => {
    const known = spans.get(id);
    if (known === undefined) spans.set(id, [span]);
    else known.push(span);
  };
  for (const { id, ...span } of rowsOf(spansIn(ENDED, HAS_HOUR))) add(lives.headOf(id), span);
  // A row's last line may not be that of its life.
  const open = rowsOf(
    spansIn(NOT_ENDED, lives.areAlone ? `${HAS_HOUR} and span_to > @from` : 'true'),
  );
  for (const row of open) {
    const id = lives.headOf(row.id);
    add(id, { from: row.from, to: lives.areAlone ? row.to : lastAt(id) });
  }
  return spans;
}

/** The last line about a message, whichever of its rows tells it; milliseconds UTC. */
export function lastLineOf({ db }: Store): (id: number) => number {
  const lives = readLives(db);
  const last = db
    .prepare<[number], number | null>('select last_at from message where id = ?')
    .pluck();
  return (id) =>
    lives.membersOf(id).reduce((latest, member) => Math.max(latest, last.get(member) ?? 0), 0);
}
