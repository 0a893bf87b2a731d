import { errorMessage } from '../../model/errors.ts';
import type { Bag } from './bag.ts';
import { readBytes, unreadable } from './bag.ts';
import { isCount, isRecord, jsonRow } from './json-row.ts';
import type { JsonRecord } from './json-row.ts';
import type { LineIndex, LinePlace } from './line-index.ts';
import { linesOf } from './read-bytes.ts';

const EVENTS = 'data/events.jsonl';
const TRACE = 'data/trace.json';
/** JSON that is read as a whole: a quarter of a million events. */
const MAX_TRACE_BYTES = 128 * 1024 * 1024;

/** Each row of events.jsonl rests on a line of provenance.jsonl, and each of its events has a row. How many rows there are. */
export async function checkEvents(bag: Bag, index: LineIndex): Promise<number> {
  const { reader, findings } = bag;
  if (!reader.files.has(EVENTS)) return 0;
  let rows = 0;
  try {
    for await (const { number, bytes, isEnded, isTooLong } of linesOf(await reader.open(EVENTS))) {
      rows += 1;
      const row = isTooLong ? null : jsonRow(bytes);
      if (row === null)
        findings.fail('event-bad-row', EVENTS, 'the line is not a JSON object', number);
      else checkEvent(bag, row, index, number);
      if (!isEnded) findings.fail('event-bad-row', EVENTS, 'the last line has no line end', number);
    }
  } catch (error) {
    findings.fail(unreadable(reader), EVENTS, errorMessage(error));
    return rows;
  }
  for (const place of index.unseenEvents())
    findings.fail('event-missing', EVENTS, `no row is of ${placeText(place)}`);
  return rows;
}

function checkEvent({ findings }: Bag, row: JsonRecord, index: LineIndex, line: number): void {
  const place = placeOf(row, 'source_');
  const hash = row['line_sha256'];
  if (place === null || (hash !== null && typeof hash !== 'string'))
    findings.fail('event-bad-row', EVENTS, 'the row does not tell its line', line);
  else if (!index.hasEvent(place))
    findings.fail(
      'event-without-line',
      EVENTS,
      `no row of provenance.jsonl is of ${placeText(place)}`,
      line,
    );
  else if (hash !== null && !index.hasHash(place, hash))
    findings.fail(
      'event-without-line',
      EVENTS,
      `line_sha256 is not that of ${placeText(place)}`,
      line,
    );
}

function placeOf(row: JsonRecord, prefix: string): LinePlace | null {
  const [file, line, offset, length] = ['file', 'line', 'offset', 'length'].map(
    (key) => row[`${prefix}${key}`],
  );
  return typeof file === 'string' && isCount(line) && isCount(offset) && isCount(length)
    ? { file, line, offset, length }
    : null;
}

function placeText({ file, line, offset }: LinePlace): string {
  return `${file}, line ${line} at byte ${offset}`;
}

/** Each event of trace.json rests on a line of provenance.jsonl. */
export async function checkTrace(bag: Bag, index: LineIndex): Promise<void> {
  const { reader, findings } = bag;
  const size = reader.files.get(TRACE);
  if (size !== undefined && size > MAX_TRACE_BYTES) {
    findings.note(
      'trace-not-compared',
      `${TRACE} has ${size} bytes: its events were not looked up in provenance.jsonl`,
    );
    return;
  }
  const bytes = await readBytes(reader, findings, TRACE, MAX_TRACE_BYTES);
  if (bytes === null) return;
  const trace = jsonRow(bytes);
  if (trace === null || trace['schema'] !== 'mailtrail/trace/1') {
    findings.fail('trace-bad', TRACE, 'it is not JSON of the schema mailtrail/trace/1');
    return;
  }
  for (const event of eventsOf(trace)) {
    const source = event['source'];
    const place = isRecord(source) ? placeOf(source, '') : null;
    if (place === null) findings.fail('trace-bad', TRACE, 'an event does not tell its line');
    else if (!index.hasEvent(place))
      findings.fail(
        'trace-without-line',
        TRACE,
        `no row of provenance.jsonl is of ${placeText(place)}`,
      );
  }
}

function* eventsOf(trace: JsonRecord): Generator<JsonRecord> {
  for (const message of records(trace['messages']))
    for (const recipient of records(message['recipients']))
      for (const hop of records(recipient['hops'])) yield* records(hop['events']);
}

function* records(value: unknown): Generator<JsonRecord> {
  if (Array.isArray(value)) for (const item of value as unknown[]) if (isRecord(item)) yield item;
}
