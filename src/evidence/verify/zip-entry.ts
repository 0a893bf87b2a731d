import type { Entry } from 'yauzl';
import type { BagFailureCode } from '../../model/verify-report.ts';
import { pathFault } from './bag-path.ts';

interface EntryFault {
  readonly code: BagFailureCode;
  readonly detail: string;
}

const UTF8_NAME = 0x0800;
const ENCRYPTED = 0x0001;
const MASKED = 0x2000;
/** Info-ZIP Unicode Path: another name for the same entry. */
const UNICODE_PATH = 0x7075;
const STORED = 0;
const DEFLATED = 8;

/** File types in the upper half of the external attributes, as Unix has them. */
const TYPE_MASK = 0xf000;
const TYPES: Readonly<Record<number, BagFailureCode | null>> = {
  0x0000: null,
  0x4000: null,
  0x8000: null,
  0xa000: 'link',
};

/** What is wrong with the name of a zip entry, whose bytes are UTF-8. */
export function nameFault(entry: Entry, path: string): EntryFault | null {
  const fault = pathFault(path);
  if (fault !== null) return fault;
  // eslint-disable-next-line no-control-regex
  if (/[^\u0000-\u007f]/.test(path) && (entry.generalPurposeBitFlag & UTF8_NAME) === 0)
    return { code: 'bad-encoding', detail: 'the name is not marked as UTF-8' };
  const other = entry.extraFields.find(({ id }) => id === UNICODE_PATH);
  return other === undefined || other.data.subarray(5).equals(entry.fileNameRaw)
    ? null
    : { code: 'zip-header', detail: 'the entry has a second, other name (Unicode Path)' };
}

/** Why an entry is not opened. */
export function entryFault(entry: Entry, isFolder: boolean): EntryFault | null {
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  const code = type in TYPES ? TYPES[type] : 'special-file';
  if (code === 'link') return { code, detail: 'a symbolic link, not followed' };
  if (code === 'special-file') return { code, detail: 'neither a file nor a folder' };
  if ((entry.generalPurposeBitFlag & (ENCRYPTED | MASKED)) !== 0)
    return { code: 'zip-encrypted', detail: 'the entry is encrypted' };
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    return {
      code: 'zip-method',
      detail: `the entry is packed with method ${entry.compressionMethod}; only 0 (stored) and 8 (deflate) are read`,
    };
  return isFolder && entry.uncompressedSize > 0
    ? { code: 'zip-header', detail: 'the entry is a folder, and has bytes' }
    : null;
}
