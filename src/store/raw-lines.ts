import { closeSync, openSync, readSync } from 'node:fs';
import { formatNamed } from '../formats/index.ts';
import { parseLayout } from '../formats/format.ts';
import type { Decoded } from '../formats/format.ts';
import { decodeText } from '../model/decode-text.ts';
import { foldAddress, foldMessageId, plainAddress } from '../model/fold-names.ts';
import type { StoredEvent } from './read-messages.ts';
import type { Store } from './reader.ts';

const LF = 0x0a;

type Decoder = (line: string) => Decoded;

/**
 * Gives lines from the original files, decoded to text. Null when the file is gone, or when what lies at the line's
 * place does not decode to that event any more.
 */
export function createRawReader(store: Store): (event: StoredEvent) => string | null {
  const decoders = new Map<number, readonly Decoder[]>();
  const source = store.db.prepare<[number], { format: string; layout: string }>(
    'select format, layout from source where id = ?',
  );

  /** By the last header of the file; lines before it may have the usual columns. */
  function decodersOf(sourceId: number): readonly Decoder[] {
    const known = decoders.get(sourceId);
    if (known !== undefined) return known;
    const row = source.get(sourceId);
    const format = row === undefined ? undefined : formatNamed(row.format);
    if (row === undefined || format === undefined) return [];
    const layouts = [parseLayout(row.layout), format.initialLayout];
    const made = layouts.filter(({ columns }) => columns.length > 0).map(format.decoder);
    decoders.set(sourceId, made);
    return made;
  }

  return (event) => {
    const bytes = readLine(event);
    if (bytes === null) return null;
    const text = decodeText(bytes)
      .replace(/^\uFEFF/, '')
      .replace(/\r?\n?$/, '');
    const isSame = decodersOf(event.sourceId).some((decode) => tells(decode(text), event));
    return isSame ? text : null;
  };
}

function tells(decoded: Decoded, { at, code, messageId, recipient }: StoredEvent): boolean {
  if (decoded.kind !== 'event') return false;
  const { event } = decoded;
  return (
    event.at === at &&
    event.code === code &&
    foldMessageId(event.messageId ?? '') === foldMessageId(messageId) &&
    foldAddress(plainAddress(event.recipient ?? '')) === foldAddress(recipient ?? '')
  );
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
