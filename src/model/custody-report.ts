import type { BagFailure } from './verify-report.ts';

type CustodyAction = 'export' | 'note';

/** One line of `custody.jsonl` (docs/evidence-format.md); keys in the order that they are written in. */
export interface CustodyEntry {
  /** 1, 2, 3 ... */
  readonly seq: number;
  /** ISO 8601 UTC, by the clock of that machine. */
  readonly at: string;
  /** `export` for the first, then `note`. */
  readonly action: CustodyAction;
  readonly actor: string;
  /** The machine's name; null in a redacted bag. */
  readonly host: string | null;
  /** `mailtrail` and its version. */
  readonly tool: string;
  readonly text: string;
  /** SHA-256 of `manifest-sha256.txt`, lower-case hex. */
  readonly manifestSha256: string;
  /** `hash` of the entry before; null for the first. */
  readonly previous: string | null;
  /** SHA-256 of this line without this last member. */
  readonly hash: string;
}

/** A signature in the bag. */
export interface CustodySignature {
  /** `signature-1` */
  readonly name: string;
  /** `SHA256:...` of its key; null where its statement cannot be read. */
  readonly key: string | null;
  /** Newest entry that it covers. */
  readonly seq: number | null;
  /** It is of this bag and that entry, by the key that it names; that anyone trusts the key is not said. */
  readonly ok: boolean;
}

/** The shape of `custody --json`: `mailtrail/custody/1`. */
export interface CustodyReport {
  readonly schema: 'mailtrail/custody/1';
  /** As it was named. */
  readonly bag: string;
  readonly entries: readonly CustodyEntry[];
  readonly signatures: readonly CustodySignature[];
  /** Entries after this one are not signed; 0: none is signed. */
  readonly signedUpTo: number;
  /** The last entry, where the run that added it was stopped before the tag manifests knew it; the next `--add` completes it. */
  readonly unfinished: number | null;
  /** Why nothing can be added: what `verify` would say of these files. */
  readonly problems: readonly BagFailure[];
  /** With `--add`; null without, and where nothing was added. */
  readonly added: {
    readonly seq: number;
    /** An entry of a run before that was stopped, which this one completed; `seq` itself where that run was to add the same. */
    readonly completed: number | null;
    /** Files that were written, in that order. */
    readonly files: readonly string[];
  } | null;
}
