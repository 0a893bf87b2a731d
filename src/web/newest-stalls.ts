import type { FindRecord } from '../model/report.ts';
import { html } from '../render/html/html.ts';
import type { Html } from '../render/html/html.ts';
import { recordsTable } from './records-table.ts';

/** What stalled last, the newest first. */
export function newestStalls(records: readonly FindRecord[], zone: string): Html {
  return records.length === 0
    ? html`<p>Nothing stalled.</p> `
    : recordsTable('Recipients that stalled, the newest first', records, zone);
}
