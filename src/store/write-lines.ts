import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import type { Names } from './names.ts';
import type { Connection } from './open.ts';
import { createEventWriter } from './write-events.ts';
import { createHopWriter } from './write-hops.ts';
import { createMessageWriter } from './write-messages.ts';
import { createServerWriter } from './write-servers.ts';

/** Where the lines of a batch come from. */
export interface LinesFrom {
  readonly source: number;
  readonly slot: number;
  readonly day: number | null;
  /** What the log's header said. */
  readonly version: string | null;
  /** A last line without its end may be cut: links, numbers and times are not believed, sender and subject only if no other line tells. */
  readonly areWhole: boolean;
}

/** Writes packed lines of one source: events, and what is folded and learned from them. Runs in the caller's transaction. */
export interface LineWriter {
  /** Gives the id of the last run of events. */
  write(lines: PackedLines, from: LinesFrom): number;
  /** Stored facts were changed by others. */
  forget(): void;
}

export function createLineWriter(db: Connection, names: Names): LineWriter {
  const { numbers, slots } = names;
  const writeEvents = createEventWriter(db, numbers);
  const writeHops = createHopWriter(db);
  const messages = createMessageWriter(db, numbers, slots);
  const writeServers = createServerWriter(db, numbers);
  const putLink = db.prepare('insert or ignore into link (message_id, linked_id) values (?, ?)');

  return {
    write(lines, from) {
      const learned = names.learn(lines.tables);
      const hopsBefore = writeHops(lines.hops, numbers, from.slot);
      const last = writeEvents(from.source, lines, hopsBefore);
      messages.write(lines, learned, from);
      // What may be cut off names nobody.
      for (let i = 0; from.areWhole && i < lines.links.length; i += 2)
        putLink.run(numbers.message(lines.links[i] ?? 0), numbers.message(lines.links[i + 1] ?? 0));
      writeServers(lines, from.version, from.day);
      return last;
    },
    forget: messages.forget,
  };
}
