import type { Verdict } from '../lifecycle/verdict.ts';
import { onceEach } from '../model/once-each.ts';
import type { MadeOf } from '../model/report.ts';
import type { RowReader } from '../store/msgtrk-rows.ts';
import { createLinkReader } from '../store/related-messages.ts';
import type { LinkedMessage, LinksOf } from '../store/related-messages.ts';
import type { Store } from '../store/reader.ts';
import type { MessageReader, StoredEvent, StoredMessage } from '../store/read-messages.ts';
import { hasOwnLine, madeAs } from './made-messages.ts';

/** The message whose relations are looked for. */
export interface RelatedTo {
  readonly message: StoredMessage;
  readonly verdicts: readonly Verdict[];
  readonly events: readonly StoredEvent[];
}

export interface RelatedReaders {
  readonly reader: MessageReader;
  /** Null: what only lines say is left out. */
  readonly rowOf: RowReader | null;
  readonly linksOf: LinksOf;
  readonly makingOf: (other: LinkedMessage) => Making;
}

/** What the lines of linked messages tell of how they were made. */
interface Making {
  readonly kind: MadeOf | null;
  /** Lines of others may speak of it alone. */
  readonly hasOwnLine: boolean;
}

/** For many messages: what they are all linked to is read once. */
export function createRelatedReaders(
  store: Store,
  reader: MessageReader,
  rowOf: RowReader | null,
): RelatedReaders {
  return {
    reader,
    rowOf,
    linksOf: createLinkReader(store),
    makingOf: onceEach(({ ids }) => {
      const events = ids.flatMap((id) => reader.events(id, null));
      return { kind: madeAs(events, rowOf), hasOwnLine: hasOwnLine(events) };
    }),
  };
}
