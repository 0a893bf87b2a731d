import type { TraceReport } from '../../model/report.ts';
import { csvRow } from '../../render/csv.ts';

const COLUMNS = [
  'messageId',
  'recipient',
  'state',
  'confidence',
  'server',
  'at',
  'event',
  'name',
  'stage',
  'partner',
  'file',
  'line',
  'offset',
  'length',
];

/** A row for each event of each recipient; with `--raw` the exact line too. */
export function traceCsv(report: TraceReport): string {
  const isRaw = report.messages.some(({ recipients }) =>
    recipients.some(({ hops }) => hops[0]?.events[0]?.raw !== undefined),
  );
  const rows = [csvRow(isRaw ? [...COLUMNS, 'raw'] : COLUMNS)];
  for (const { messageId, recipients } of report.messages)
    for (const { recipient, state, confidence, hops } of recipients)
      for (const { server, events } of hops)
        for (const { at, event, name, stage, partner, source, raw } of events) {
          const { file, line, offset, length } = source;
          rows.push(
            csvRow([
              messageId,
              recipient,
              state,
              confidence,
              server,
              at,
              event,
              name,
              stage,
              partner,
              file,
              line,
              offset,
              length,
              ...(isRaw ? [raw ?? null] : []),
            ]),
          );
        }
  return rows.join('');
}
