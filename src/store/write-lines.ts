import type { PackedLines } from '../ingest/pack/packed-batch.ts';
import { LONGEST_HOST } from '../model/host-name.ts';
import { createMessagePairs } from './message-pairs.ts';
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
  /** Writes what waits: before the transaction ends, or others look at hops. */
  flush(): void;
  /** Stored facts were changed by others. */
  forget(): void;
  /** Whether nothing that was written of a message is left to be joined. False where that is not known. */
  isWhole(message: number): boolean;
}

export function createLineWriter(db: Connection, names: Names): LineWriter {
  const { numbers, slots } = names;
  const writeEvents = createEventWriter(db, numbers);
  const hops = createHopWriter(db, numbers, slots);
  const messages = createMessageWriter(db, names);
  const writeServers = createServerWriter(db, numbers);
  const pairs = createMessagePairs(db, numbers);
  const putSuffix = db.prepare(
    'insert or ignore into server_suffix (source_id, server_id, suffix) values (?, ?, ?)',
  );
  const learnEventName = eventNameTable(db);

  return {
    write(lines, from) {
      const learned = names.learn(lines.tables);
      const last = writeEvents(from.source, lines.events, hops.write(lines, from.slot));
      messages.write(lines, learned, from);
      // What may be cut off names nobody.
      if (from.areWhole) pairs.put(lines);
      for (const [server, suffix] of lines.suffixes)
        if (isName(suffix)) putSuffix.run(from.source, numbers.server(server), suffix);
      for (const [code, name] of lines.eventNames) learnEventName(code, name);
      writeServers(lines, from.version, from.day);
      return last;
    },
    flush() {
      hops.flush();
      messages.flush();
    },
    forget: messages.forget,
    isWhole: hops.isWhole,
  };
}

function isName(suffix: string): boolean {
  return suffix.length <= LONGEST_HOST && /[a-z]/.test(suffix);
}

/** Logs have few events: each is written once. */
function eventNameTable(db: Connection): (code: number, name: string) => void {
  const put = db.prepare<[number, string]>(
    'insert or ignore into event_name (code, name) values (?, ?)',
  );
  const known = new Set<number>();
  return (code, name) => {
    if (known.has(code)) return;
    put.run(code, name);
    if (known.size < 10_000) known.add(code);
  };
}
