import { groupBy } from '../model/group-by.ts';
import { createArenaPool } from '../ingest/pack/arena.ts';
import { Packer } from '../ingest/pack/packer.ts';
import { readSeed } from './dictionary.ts';
import { createMessagePairs } from './message-pairs.ts';
import type { Names } from './names.ts';
import type { Connection } from './open.ts';
import { RUN_EVENTS } from './run-events.ts';
import type { ToldLine, TouchedPage } from './touched-messages.ts';
import { createMessageWriter } from './write-messages.ts';

/** Writes what the lines of a page tell of its messages in place of what was stored of them: facts and links. */
export interface Reteller {
  retell(page: TouchedPage): void;
  /** Servers of which a line was told that Windows 2000 wrote. */
  readonly sawWindows2000: ReadonlySet<number>;
}

const NOTHING = `
  update message set first_at = null, last_at = null, attr_rank = -1, attr_at = null, attr_slot = null,
    attr_line = null, sender_id = null, subject = null, size_bytes = null, recipient_count = null,
    originated_at = null
  where id = ?`;

const ONLY_TIMES = `
  update message set (first_at, last_at) = (
    select min(event.at), max(event.at) from ${RUN_EVENTS} as event where event.message_id = message.id)
  where id = ?`;

interface SourceRow {
  readonly slot: number;
  readonly last: number | null;
}

/** Goes the way of `ingest`, from the packer on, so that the facts are those of a first reading. */
export function createReteller(db: Connection, names: Names): Reteller {
  const arenas = createArenaPool();
  const packer = new Packer(readSeed(db), arenas);
  const { numbers } = names;
  const writer = createMessageWriter(db, names);
  const forget = db.prepare<[number]>(NOTHING);
  const setTimes = db.prepare<[number]>(ONLY_TIMES);
  const pairs = createMessagePairs(db, numbers);
  const source = db.prepare<[number], SourceRow>(
    'select slot_id as slot, last_line_run as last from source where id = ?',
  );
  const sawWindows2000 = new Set<number>();

  /** Lines of one source; one that is not whole is believed as little as in write-lines.ts. */
  function write(lines: readonly ToldLine[], slot: number, areWhole: boolean): void {
    if (lines.length === 0) return;
    packer.begin({ server: null, keepSubject: true, day: null });
    for (const { event, row } of lines) packer.addEvent({ ...event, server: row.server }, row);
    const packed = packer.take(Buffer.alloc(0));
    const learned = names.learn(packed.tables);
    writer.write(packed, learned, { slot, areWhole });
    if (areWhole) pairs.put(packed);
    for (const { server, sawWindows2000: saw } of packed.servers)
      if (saw) sawWindows2000.add(numbers.server(server));
    arenas.putBack(packed.memory);
  }

  return {
    sawWindows2000,
    retell({ messages, lines, untold }) {
      for (const message of messages) {
        if (untold.has(message)) setTimes.run(message);
        else {
          forget.run(message);
          pairs.remove(message);
        }
      }
      writer.forget();
      for (const [id, ofSource] of groupBy(lines, ({ row }) => row.source)) {
        const { slot, last } = source.get(id) ?? { slot: 0, last: null };
        write(
          ofSource.filter(({ row }) => row.run !== last),
          slot,
          true,
        );
        write(
          ofSource.filter(({ row }) => row.run === last),
          slot,
          false,
        );
      }
    },
  };
}
