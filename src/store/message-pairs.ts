import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import type { BatchNumbers } from './names.ts';
import type { Connection } from './open.ts';

/** Which messages lines refer to, and which submissions messages came of. */
export interface MessagePairs {
  put(lines: Pick<PackedLines, 'links' | 'submissions'>): void;
  /** Those that lines of the message tell. */
  remove(message: number): void;
}

export function createMessagePairs(db: Connection, numbers: BatchNumbers): MessagePairs {
  const unlink = db.prepare<[number]>('delete from link where message_id = ?');
  const link = db.prepare('insert or ignore into link (message_id, linked_id) values (?, ?)');
  const unsubmit = db.prepare<[number]>('delete from submission where message_id = ?');
  const submit = db.prepare(
    'insert or ignore into submission (submission_id, message_id) values (?, ?)',
  );

  function putPairs(put: typeof link, pairs: Int32Array): void {
    for (let i = 0; i < pairs.length; i += 2)
      put.run(numbers.message(pairs[i] ?? 0), numbers.message(pairs[i + 1] ?? 0));
  }

  return {
    put({ links, submissions }) {
      putPairs(link, links);
      putPairs(submit, submissions);
    },
    remove(message) {
      unlink.run(message);
      unsubmit.run(message);
    },
  };
}
