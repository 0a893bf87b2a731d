import type { Verdict } from '../lifecycle/verdict.ts';
import type { RowReader } from '../store/msgtrk-rows.ts';
import type { LinkedMessages } from '../store/related-messages.ts';
import type { MessageReader, StoredEvent, StoredMessage } from '../store/read-messages.ts';

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
  readonly linkedTo: LinkedMessages;
}
