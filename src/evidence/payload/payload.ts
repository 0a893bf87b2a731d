import { CATALOGUE_VERSION } from '../../catalogue/index.ts';
import type { EvidenceCase, OtherSource } from '../../model/evidence.ts';
import { VERSION } from '../../model/version.ts';
import { formatInZone } from '../../model/zone.ts';
import { dailyText } from '../../render/daily-text.ts';
import { reportHtml } from '../../render/html/report-html.ts';
import { spreadsheet } from '../../render/spreadsheet.ts';
import { createStyle } from '../../render/style.ts';
import type { View } from '../../render/style.ts';
import { traceText } from '../../render/trace-text.ts';
import { safeJson, visible } from '../../render/visible.ts';
import { wrap } from '../../render/wrap.ts';
import type { BagFile } from '../bag-file.ts';
import { sourcePaths } from './part-paths.ts';
import { provenanceRows, rawParts } from './provenance.ts';
import { traceJson } from './trace-json.ts';
import { timelineRows } from './timeline.ts';
import type { TimelineRow } from './timeline.ts';

export interface PayloadOptions {
  /** Zone of the times that people read. */
  readonly tz: string;
  /** What becomes `redaction.json`; null: nothing was redacted. */
  readonly redaction: object | null;
}

const WIDTH = 100;

/** The payload of a bag but whole log files, in no order: of the case and the options alone, so that the same case gives the same bytes. */
export function* payloadFiles(given: EvidenceCase, options: PayloadOptions): Generator<BagFile> {
  const { trace, daily } = given;
  const view: View = {
    width: WIDTH,
    style: createStyle(false),
    zone: options.tz,
    command: 'mailtrail',
  };
  yield file('report.html', [
    reportHtml({
      case: given.name,
      trace,
      daily,
      redacted: options.redaction !== null,
      tz: options.tz,
      tool: `mailtrail ${VERSION}`,
      catalogue: CATALOGUE_VERSION,
    }),
  ]);
  yield file('report.txt', [
    reportHead(given, view),
    traceText(trace, view, {
      rawExact: false,
      recipients: Infinity,
      redacted: options.redaction !== null,
    }),
  ]);
  yield file('trace.json', traceJson(trace));
  if (daily !== null) {
    yield file('daily.txt', [dailyText(daily, view)]);
    yield file('daily.json', [`${safeJson(daily, 2)}\n`]);
  }
  yield file('events.jsonl', lines(timelineRows(given)));
  yield file('events.csv', timelineCsv(timelineRows(given)));
  yield* lineFiles(given);
  yield file('sources.csv', sourcesCsv(given));
  const coverage = { schema: 'mailtrail/coverage/1', ...given.coverage };
  yield file('coverage.json', [`${safeJson(coverage, 2)}\n`]);
  yield file('rejects.jsonl', lines(rejectRows(given)));
  if (options.redaction !== null)
    yield file('redaction.json', [`${safeJson(options.redaction, 2)}\n`]);
}

function* lineFiles(given: EvidenceCase): Generator<BagFile> {
  const paths = sourcePaths(given.sources);
  yield file('provenance.jsonl', lines(provenanceRows(given, paths)));
  for (const { path, lines: content } of rawParts(given, paths)) yield { path, content };
}

function file(name: string, content: BagFile['content']): BagFile {
  return { path: `data/${name}`, content };
}

function* lines(rows: Iterable<object>): Generator<string> {
  for (const row of rows) yield `${safeJson(row)}\n`;
}

const TIMELINE_COLUMNS = [
  'datetime',
  'timestamp',
  'message',
  'timestamp_desc',
  'data_type',
  'event_id',
  'event_name',
  'stage',
  'message_id',
  'recipient',
  'sender',
  'server',
  'partner',
  'client_host',
  'source_file',
  'source_line',
  'source_offset',
  'source_length',
  'line_sha256',
] as const satisfies readonly (keyof TimelineRow)[];

function timelineCsv(rows: Iterable<TimelineRow>): Generator<string> {
  return spreadsheet(TIMELINE_COLUMNS, timelineCells(rows));
}

function* timelineCells(rows: Iterable<TimelineRow>): Generator<(string | number | null)[]> {
  for (const row of rows) yield TIMELINE_COLUMNS.map((name) => row[name]);
}

function sourcesCsv({ sources, otherSources, lines: all }: EvidenceCase): Generator<string> {
  const paths = sourcePaths(sources);
  const shown = sources.map(() => 0);
  const hasPart = new Set<number>();
  for (const { source, bytes } of all) {
    shown[source] = (shown[source] ?? 0) + 1;
    if (bytes !== null) hasPart.add(source);
  }
  return spreadsheet(
    [
      'file',
      'server',
      'format',
      'encoding',
      'size_bytes',
      'sha256',
      'lines',
      'events',
      'directives',
      'blank',
      'continuations',
      'rejects',
      'lines_in_bag',
      'original',
      'raw',
    ],
    [
      ...sources.map((source, index) => [
        ...readCells(source),
        shown[index] ?? 0,
        source.original,
        hasPart.has(index) ? `data/raw/${paths[index] ?? ''}.part` : null,
      ]),
      ...otherSources.map((source) => [...readCells(source), 0, null, null]),
    ],
  );
}

/** What was read. */
function readCells(source: OtherSource): (string | number | null)[] {
  return [
    source.file,
    source.server,
    source.format,
    source.encoding,
    source.sizeBytes,
    source.sha256,
    source.lines,
    source.events,
    source.directives,
    source.blank,
    source.continuations,
    source.rejects,
  ];
}

function rejectRows({ rejects, sources }: EvidenceCase): object[] {
  return rejects.map(({ source, ...reject }) => ({
    file: sources[source]?.file ?? '',
    ...reject,
  }));
}

/** Years later, "is waiting" has to say when that was. */
function reportHead({ name, trace }: EvidenceCase, { width, zone }: View): string {
  const end = trace.asOf === null ? 'no known end' : formatInZone(Date.parse(trace.asOf), zone);
  const head = wrap(`Evidence report, case ${visible(name)}: as the logs told it at ${end}`, width);
  return `${head.join('\n')}\n\n`;
}
