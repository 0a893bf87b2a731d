/** The texts of a line, by their place in `ranges`. */
export const TEXT = {
  messageId: 0,
  recipient: 1,
  server: 2,
  partner: 3,
  clientHost: 4,
  sender: 5,
  subject: 6,
  linkedMessageId: 7,
  serviceVersion: 8,
  networkMessageId: 9,
} as const;

export type TextField = keyof typeof TEXT;

export const TEXT_FIELDS = Object.keys(TEXT).length;

/** The server that wrote a line, where its name is not told as it is written; the same object for the same server. */
export interface OwnServer {
  readonly server: string;
  /** Lower case; null where the line names it without. */
  readonly serverSuffix: string | null;
}

/** A line that names more recipients is no usual one. */
export const MAX_OTHERS = 511;

/**
 * One decoded line as numbers, used again for every line. Texts are ranges of the bytes that were read, without
 * what stands for "none"; all of them but the subject and addresses are ASCII.
 */
export interface ByteLine {
  /** Milliseconds UTC; its event id. */
  at: number;
  code: number;
  /** What the log calls an event that nobody knows; null for a known one. */
  eventText: string | null;
  /** Where an address has other letters than ASCII, all of the line is UTF-8. */
  hasOtherAddresses: boolean;
  /** NaN where the line does not say. */
  sizeBytes: number;
  recipientCount: number;
  originatedAt: number;
  /** Begin and end of text n at 2n and 2n + 1; begin -1: none. */
  readonly ranges: Int32Array;
  /** Believed before the range that holds the message id; null: that one holds. */
  messageText: string | null;
  /** Believed before the text that names the server; null: that one holds. */
  ownServer: OwnServer | null;
  /** How many recipients the line names beside its first; their ranges, as those of texts, and their codes. */
  others: number;
  readonly otherRanges: Int32Array;
  readonly otherCodes: Int32Array;
  /** A number of its own, and that of the line that this decoder took before. */
  serial: number;
  serialBefore: number;
  /** All that the line before told of its message and its sender is told again; its server and hosts are the same. */
  sameMessage: boolean;
  sameHosts: boolean;
}

/** Sets text n of `ranges`; an empty range is none. */
export function setRange(ranges: Int32Array, text: number, from: number, to: number): void {
  ranges[text * 2] = from === to ? -1 : from;
  ranges[text * 2 + 1] = to;
}

export function createByteLine(): ByteLine {
  return {
    at: 0,
    code: 0,
    eventText: null,
    hasOtherAddresses: false,
    sizeBytes: Number.NaN,
    recipientCount: Number.NaN,
    originatedAt: Number.NaN,
    ranges: new Int32Array(TEXT_FIELDS * 2).fill(-1),
    messageText: null,
    ownServer: null,
    others: 0,
    otherRanges: new Int32Array(MAX_OTHERS * 2),
    otherCodes: new Int32Array(MAX_OTHERS),
    serial: 0,
    serialBefore: 0,
    sameMessage: false,
    sameHosts: false,
  };
}

/**
 * Decodes usual lines without making a text of them. What it does not take goes the way over `LogFormat.decoder`, which
 * decides everything; what it takes, it decodes to the same event.
 */
export interface ByteDecoder {
  /** Reads the line that begins at `from` and surely ends in `bytes`, which must not change while lines of them are read. Whether it could decode it says `taken`. */
  read(bytes: Uint8Array, from: number): void;
  readonly line: ByteLine;
  readonly found: {
    taken: boolean;
    /** Position after the end of a line that was taken. */
    next: number;
  };
}
