import { closeSync, openSync, readSync } from 'node:fs';
import { formatNamed } from '../formats/index.ts';
import { parseLayout } from '../formats/format.ts';
import type { Decoded } from '../formats/format.ts';
import { decodeText } from '../model/decode-text.ts';
import type { StoredEvent } from './read-messages.ts';
import type { Store } from './reader.ts';

const LF = 0x0a;

/**
 * Gives lines from the original files, decoded to text. Null when the file is gone, or when what lies at the line's
 * place does not decode to that event any more.
 */
export function createRawReader(store: Store): (event: StoredEvent) => string | null {
  const decoders = new Map<number, (line: string) => Decoded>();
  const source = store.db.prepare<[number], { format: string; layout: string }>(
    'select format, layout from source where id = ?',
  );

  function decode(sourceId: number, line: string): Decoded | null {
    let decoder = decoders.get(sourceId);
    if (decoder === undefined) {
      const row = source.get(sourceId);
      const format = row === undefined ? undefined : formatNamed(row.format);
      if (row === undefined || format === undefined) return null;
      const layout = parseLayout(row.layout);
      decoder = format.decoder(layout.columns.length === 0 ? format.initialLayout : layout);
      decoders.set(sourceId, decoder);
    }
    return decoder(line);
  }

  return (event) => {
    const bytes = readLine(event);
    if (bytes === null) return null;
    const text = decodeText(bytes)
      .replace(/^\uFEFF/, '')
      .replace(/\r?\n$/, '');
    const decoded = decode(event.sourceId, text);
    const same =
      decoded?.kind === 'event' &&
      decoded.event.at === event.at &&
      decoded.event.code === event.code;
    return same ? text : null;
  };
}

/** The bytes of a line, if one begins there. */
function readLine({ file, offset, length }: StoredEvent): Buffer | null {
  const before = offset === 0 ? 0 : 1;
  const bytes = readRange(file, offset - before, length + before);
  if (bytes === null || bytes.length !== length + before) return null;
  return before === 1 && bytes[0] !== LF ? null : bytes.subarray(before);
}

function readRange(file: string, position: number, length: number): Buffer | null {
  const buffer = Buffer.alloc(length);
  let fd: number | undefined;
  try {
    fd = openSync(file, 'r');
    return buffer.subarray(0, readSync(fd, buffer, 0, length, position));
  } catch {
    return null;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
