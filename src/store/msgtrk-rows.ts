import { parseLayout } from '../formats/format.ts';
import { rowOfLine } from '../formats/msgtrk-details/row-of-line.ts';
import type { MsgtrkRow } from '../formats/msgtrk-row.ts';
import { createRawReader } from './raw-lines.ts';
import type { StoredEvent } from './read-messages.ts';
import type { Store } from './reader.ts';

/** Gives the columns of the line that an event of a modern log is of; null where neither archive nor file has it. */
export type RowReader = (event: StoredEvent) => MsgtrkRow | null;

/** What is not stored is read from the lines themselves. One line may be of many recipients: each is read once. */
export function createRowReader(store: Store): RowReader {
  const rawLine = createRawReader(store, 'archive');
  const layout = store.db
    .prepare<[number], string>("select layout from source where id = ? and format = 'msgtrk'")
    .pluck();
  const columns = new Map<number, readonly string[] | null>();
  const rows = new Map<string, MsgtrkRow | null>();

  function columnsOf(source: number): readonly string[] | null {
    let known = columns.get(source);
    if (known === undefined) {
      const text = layout.get(source);
      known = text === undefined ? null : parseLayout(text).columns;
      columns.set(source, known);
    }
    return known;
  }

  return (event) => {
    const key = `${event.sourceId}:${event.offset}`;
    let row = rows.get(key);
    if (row === undefined) {
      const names = columnsOf(event.sourceId);
      const line = names === null ? null : rawLine(event);
      row = names === null || line === null ? null : rowOfLine(line, names);
      rows.set(key, row);
    }
    return row;
  };
}
