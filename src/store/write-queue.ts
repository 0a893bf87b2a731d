import { addRow, addRows, BulkInsert } from './bulk-insert.ts';
import type { Value } from './bulk-insert.ts';
import type { Connection } from './open.ts';
import { createQueueJudge, QUEUE_TABLES } from './queue-judge.ts';
import type { QueueRoads, QueueTable } from './queue-judge.ts';
import { shareWork } from './queue-share.ts';
import type { JudgedPage, QueueHelper } from './queue-share.ts';
import type { QueueCandidates } from './queue-state.ts';

/**
 * Judges these messages and writes what the tables of the queue keep of them. `isSystem`: of the number of an address. `helper` judges some of them, of
 * what is committed.
 */
export function writeQueue(
  db: Connection,
  { open, unfollowed }: QueueCandidates,
  roads: QueueRoads,
  isSystem: (address: number) => boolean,
  helper: QueueHelper | null = null,
): void {
  // Messages lie together that came together: in order, each page of the database is read once.
  const sorted = [...new Set([...open, ...unfollowed])].toSorted((a, b) => a - b);
  const areOpen = new Set(open);
  const mayBeOpen = (id: number): boolean => areOpen.has(id);
  const writer = new QueueWriter(db);
  const judge = createQueueJudge(db, roads, isSystem, writer.put);
  const left =
    helper === null
      ? sorted
      : shareWork(helper.judge(sorted, mayBeOpen), {
          here: (page) => judge(page.ids, page.mayBeOpen),
          there: (all) => helper.judged(all),
          take: ({ rows }) => writer.putAll(rows),
          // Then it has closed the database.
          untilEnd: true,
        });
  judge(left, mayBeOpen);
  writer.flush();
}

class QueueWriter {
  readonly #tables: Readonly<Record<QueueTable, BulkInsert>>;

  constructor(db: Connection) {
    const insertInto = (table: QueueTable): BulkInsert =>
      new BulkInsert(db, 'insert or fail', table, QUEUE_TABLES[table]);
    this.#tables = {
      queue_message: insertInto('queue_message'),
      queue_person: insertInto('queue_person'),
      queue_stall: insertInto('queue_stall'),
    };
  }

  readonly put = (table: QueueTable, row: readonly Value[]): void => {
    addRow(this.#tables[table], row);
  };

  /** Values of rows, one after the other. */
  putAll(rows: JudgedPage['rows']): void {
    for (const table of ['queue_message', 'queue_person', 'queue_stall'] as const)
      addRows(this.#tables[table], rows[table]);
  }

  flush(): void {
    for (const insert of Object.values(this.#tables)) insert.flush();
  }
}
