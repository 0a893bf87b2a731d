import type { RejectCode } from '../catalogue/index.ts';
import type { FormatName } from '../model/format-names.ts';
import type { ByteDecoder } from './byte-line.ts';
import type { LogEvent } from '../model/log-event.ts';

/** Which field holds which column, and what the header lines said. Serialisable: a grown file goes on with it. */
export interface Layout {
  /** Column names, lower case, in the order of the fields. */
  readonly columns: readonly string[];
  /** The version that the header named, as written there; null without such a line. */
  readonly writerVersion: string | null;
}

/** A record is of one event id, and of each recipient that it names: an event for each, one at least, all with the record's address. */
export type Decoded =
  | { readonly kind: 'event'; readonly events: readonly LogEvent[] }
  | { readonly kind: 'reject'; readonly code: RejectCode; readonly detail: string };

/**
 * One log format: pure functions over records of text without their last line end. A record is one line unless `beginsRecord` or `joinsLines` say otherwise.
 * Formats touch neither the file system nor the store.
 */
export interface LogFormat {
  readonly name: FormatName;
  readonly title: string;
  /** Whether the first lines of a file are of this format. */
  recognises(firstLines: readonly string[]): boolean;
  /** The layout of a file without header lines. */
  readonly initialLayout: Layout;
  isDirective(line: string): boolean;
  /** The layout after a directive line; directives that say nothing about it give the same one back. */
  readDirective(line: string, layout: Layout): Layout;
  /** Columns that no version of Exchange is known to write; they are left unread. */
  unknownColumns?(layout: Layout): readonly string[];
  /**
   * Builds the decoder for records of one layout. `server` is the one that wrote the file, as far as that is known: where lines do not
   * name it, it stands in their events too.
   */
  decoder(layout: Layout, server?: string | null): (record: string) => Decoded;
  /**
   * Only where records are several lines: whether a line begins one. What ends a record is an empty line, which belongs to it, or a line that
   * begins the next one. The decoder is given all lines of a record, with line ends between them.
   */
  beginsRecord?(line: string): boolean;
  /** Only where a quoted field may hold line ends: whether the lines up to the closing quote are one record, by its number of fields. */
  joinsLines?(lines: string): boolean;
  /** What stands for the server in lines that name none, if the first lines of the file tell for certain. */
  serverOf?(firstLines: readonly string[]): string | null;
  /** Builds the fast decoder of usual lines, where there is one; null where the machine does not run it, or no line of the layout is usual. */
  byteDecoder?(layout: Layout): ByteDecoder | null;
}

/** A layout as text, for the store. */
export function layoutText(layout: Layout): string {
  return JSON.stringify([layout.writerVersion, ...layout.columns]);
}

/** The layout that `layoutText` wrote. */
export function parseLayout(text: string): Layout {
  const parsed: unknown = JSON.parse(text);
  const [version, ...columns] = Array.isArray(parsed) ? parsed : [];
  return {
    columns: columns.map(String),
    writerVersion: typeof version === 'string' ? version : null,
  };
}
