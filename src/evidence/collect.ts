import { findEvent } from '../catalogue/events.ts';
import { formatNamed } from '../formats/index.ts';
import type { DailyReport } from '../model/daily-report.ts';
import type {
  EvidenceCase,
  EvidenceEvent,
  EvidenceLine,
  EvidenceSource,
} from '../model/evidence.ts';
import { groupBy } from '../model/group-by.ts';
import type { DailyCoverageReport, TraceReport } from '../model/report.ts';
import { readCaseSources, readOtherSources } from '../store/case-sources.ts';
import type { CaseSource } from '../store/case-sources.ts';
import { createArchiveReader } from '../store/read-archive.ts';
import type { ArchiveReader } from '../store/read-archive.ts';
import { createMessageReader } from '../store/read-messages.ts';
import type { StoredEvent } from '../store/read-messages.ts';
import { readRejectsOf } from '../store/read-rejects.ts';
import type { Store } from '../store/reader.ts';
import { readSourceLines } from './source-lines.ts';

export interface CaseInput {
  readonly name: string;
  /** Numbers of its messages. */
  readonly ids: readonly number[];
  /** Only lines up to and with this moment; null: all. */
  readonly asOf: number | null;
  readonly trace: TraceReport;
  readonly daily: DailyReport | null;
  readonly coverage: DailyCoverageReport;
}

/** Told for each log file that is looked at: hashing one takes a while. */
export type OnSource = (done: number, total: number, file: string) => void;

export interface CollectedCase {
  readonly given: EvidenceCase;
  /** Its sources, as the database knows them. */
  readonly sources: readonly (CaseSource & Pick<EvidenceSource, 'original'>)[];
}

/** All that a case rests on: every line of its messages with its bytes, and the log files that they are of. */
export async function collectCase(
  store: Store,
  input: CaseInput,
  onSource: OnSource,
): Promise<CollectedCase> {
  const bySource = groupBy(eventsOf(store, input), ({ event }) => event.sourceId);
  const found = readCaseSources(store.db, [...bySource.keys()]);
  const readArchive = createArchiveReader(store);
  const sources: (CaseSource & Pick<EvidenceSource, 'original'>)[] = [];
  const lines: EvidenceLine[] = [];
  for (const [index, source] of found.entries()) {
    onSource(index, found.length, source.file);
    const read = await linesOf(source, index, bySource.get(source.id) ?? [], readArchive);
    for (const line of read.lines) lines.push(line);
    sources.push({ ...source, original: read.original });
  }
  const { name, trace, daily, coverage } = input;
  const numbers = new Map(found.map(({ id }, index) => [id, index]));
  const rejects = [...readRejectsOf(store, [...numbers.keys()])].map(
    ({ sourceId, line, offset, length, code, detail, start }) => ({
      source: numbers.get(sourceId) ?? 0,
      line,
      offset,
      length,
      code,
      detail,
      start,
    }),
  );
  const given = {
    name,
    trace,
    daily,
    sources: sources.map(withoutNumber),
    otherSources: readOtherSources(store.db, [...numbers.keys()]),
    lines,
    rejects,
    coverage,
  };
  return { given, sources };
}

interface SentEvent {
  readonly event: StoredEvent;
  readonly sender: string | null;
}

function eventsOf(store: Store, { ids, asOf }: CaseInput): SentEvent[] {
  const reader = createMessageReader(store);
  return ids.flatMap((id) => {
    const sender = reader.sender(id);
    return reader.events(id, asOf).map((event) => ({ event, sender }));
  });
}

function withoutNumber(source: CollectedCase['sources'][number]): EvidenceSource {
  const { id: _, decoders: __, ...rest } = source;
  return rest;
}

async function linesOf(
  source: CaseSource,
  index: number,
  events: readonly SentEvent[],
  readArchive: ArchiveReader,
): Promise<{ lines: EvidenceLine[]; original: EvidenceSource['original'] }> {
  const format = formatNamed(source.format);
  if (format === undefined) throw new Error(`no format ${source.format}`);
  const told = toldLines(events);
  const stored = told.map(({ event }) => event);
  const read = await readSourceLines(source, format, stored, readArchive);
  const lines = told.map((one, place) =>
    eventLine(one, index, read.events[place] ?? null, read.from),
  );
  const last = stored.at(-1)?.offset ?? 0;
  const header = read.directives
    .filter(({ offset }) => offset < last)
    .map(({ line, offset, length, bytes }) => ({
      kind: 'directive' as const,
      source: index,
      line,
      offset,
      length,
      bytes,
      from: read.from,
      events: [],
    }));
  return {
    lines: [...header, ...lines].toSorted((a, b) => a.offset - b.offset),
    original: read.original,
  };
}

/** A line with all that it tells; any of its events says where it lies. */
interface ToldLine {
  readonly event: StoredEvent;
  readonly events: readonly SentEvent[];
}

/** In order of offset. */
function toldLines(events: readonly SentEvent[]): ToldLine[] {
  return [...groupBy(events, ({ event }) => event.offset).values()]
    .flatMap((own) => own.slice(0, 1).map(({ event }) => ({ event, events: own })))
    .toSorted((a, b) => a.event.offset - b.event.offset);
}

function eventLine(
  { event, events }: ToldLine,
  source: number,
  bytes: Buffer | null,
  from: 'original' | 'archive',
): EvidenceLine {
  const { line, offset, length } = event;
  return {
    kind: 'event',
    source,
    line,
    offset,
    length,
    bytes,
    from: bytes === null ? null : from,
    events: events.map(evidenceEvent),
  };
}

/** As the view `events` numbers them. */
const LINES_A_SOURCE = 2 ** 32;

function evidenceEvent({ event, sender }: SentEvent): EvidenceEvent {
  const { at, code, key, messageId, recipient, server, partner, clientHost } = event;
  const entry = findEvent(code);
  return {
    id: event.sourceId * LINES_A_SOURCE + event.line,
    at,
    code,
    key,
    name: entry?.name ?? `unknown event ${key}`,
    stage: entry?.stage ?? null,
    messageId,
    recipient,
    sender,
    server,
    partner,
    clientHost,
  };
}
