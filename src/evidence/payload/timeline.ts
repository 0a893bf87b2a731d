import type { EvidenceCase, EvidenceEvent, EvidenceLine } from '../../model/evidence.ts';
import { isoTime } from '../../model/time.ts';
import { digestOf } from '../digest.ts';

/**
 * A row of `events.jsonl`, as Timesketch imports it: `timestamp` is integer microseconds and agrees with `datetime`, no key begins with
 * an underscore.
 */
export interface TimelineRow {
  readonly message: string;
  readonly datetime: string;
  readonly timestamp: number;
  readonly timestamp_desc: string;
  readonly data_type: string;
  readonly event_id: string;
  readonly event_name: string;
  readonly stage: string | null;
  readonly message_id: string;
  readonly recipient: string | null;
  readonly sender: string | null;
  readonly server: string;
  readonly partner: string | null;
  readonly client_host: string | null;
  readonly source_file: string;
  readonly source_line: number;
  readonly source_offset: number;
  readonly source_length: number;
  readonly line_sha256: string | null;
}

/** Every event of the case, in order of time, source, line and place in it; made as they are taken. */
export function* timelineRows(given: EvidenceCase): Generator<TimelineRow> {
  const inOrder = given.lines
    .flatMap((line) => line.events.map((event) => ({ line, event })))
    .toSorted(
      (a, b) =>
        a.event.at - b.event.at || a.line.source - b.line.source || a.line.line - b.line.line,
    );
  for (const { line, event } of inOrder) yield rowOf(given, line, event);
}

function rowOf(given: EvidenceCase, line: EvidenceLine, event: EvidenceEvent): TimelineRow {
  return {
    message: sentenceOf(event),
    datetime: isoTime(event.at),
    timestamp: event.at * 1000,
    timestamp_desc: 'Logged by Exchange',
    data_type: 'exchange:tracking:event',
    event_id: event.key,
    event_name: event.name,
    stage: event.stage,
    message_id: event.messageId,
    recipient: event.recipient,
    sender: event.sender,
    server: event.server,
    partner: event.partner,
    client_host: event.clientHost,
    source_file: given.sources[line.source]?.file ?? '',
    source_line: line.line,
    source_offset: line.offset,
    source_length: line.length,
    line_sha256: line.bytes === null ? null : digestOf('sha256', line.bytes),
  };
}

function sentenceOf(event: EvidenceEvent): string {
  const to = event.recipient === null ? '' : ` for ${event.recipient}`;
  const next = event.partner === null ? '' : `, partner ${event.partner}`;
  return `${event.server}: ${event.key} ${event.name}${to}${next} (${event.messageId})`;
}
