import { open } from 'node:fs/promises';
import type { Entry, LocalFileHeader, ZipFile } from 'yauzl';
import { errorMessage } from '../../model/errors.ts';
import { shortPath } from './bag-path.ts';
import type { Findings } from './findings.ts';

interface Extent {
  readonly name: string;
  /** Of its local header. */
  readonly from: number;
  /** After its packed bytes. */
  readonly to: number;
  readonly hasDescriptor: boolean;
}

/** Encryption, sizes after the data, masked headers: what makes others read another thing. */
const SAME_FLAGS = 0x2049;

/** CRC and two sizes of eight bytes, with their signature. */
const MAX_DESCRIPTOR = 24;

/**
 * Whether each entry has bytes of its own and says before them what the directory says of it. Where not, other programs
 * may see other files than we do. Bytes that belong to no entry are noted.
 */
export async function checkLayout(
  file: string,
  zip: ZipFile,
  entries: readonly Entry[],
  directoryAt: number,
  findings: Findings,
): Promise<boolean> {
  const before = findings.failures.length + findings.notListed;
  const extents: Extent[] = [];
  for (const entry of entries) {
    const extent = await extentOf(zip, entry, findings);
    if (extent !== null) extents.push(extent);
  }
  checkExtents(extents, directoryAt, findings);
  const end = entries.reduce((at, entry) => at + sizeInDirectory(entry), directoryAt);
  await checkDirectoryEnd(file, end, findings);
  return findings.failures.length + findings.notListed === before;
}

async function extentOf(zip: ZipFile, entry: Entry, findings: Findings): Promise<Extent | null> {
  const name = shortPath(entry.fileNameRaw.toString('utf8'));
  try {
    const local = await zip.readLocalFileHeaderPromise(entry);
    const differs = differences(entry, local);
    if (differs.length > 0) {
      findings.fail('zip-header', name, `the two headers have another ${differs.join(', ')}`);
      return null;
    }
    return {
      name,
      from: entry.relativeOffsetOfLocalHeader,
      to: local.fileDataStart + entry.compressedSize,
      hasDescriptor: hasDescriptor(local),
    };
  } catch (error) {
    findings.fail('zip-damaged', name, errorMessage(error));
    return null;
  }
}

/** Sizes and CRC of the local header are 0 where they follow the data, and in the Zip64 field where all their bits are set. */
function differences(entry: Entry, local: LocalFileHeader): string[] {
  const isLater = hasDescriptor(local);
  const differs = (here: number, there: number): boolean =>
    here !== there && !(isLater && here === 0) && here !== 0xffffffff;
  const list: readonly (readonly [string, boolean])[] = [
    ['name', !local.fileName.equals(entry.fileNameRaw)],
    ['method', local.compressionMethod !== entry.compressionMethod],
    ['flags', ((local.generalPurposeBitFlag ^ entry.generalPurposeBitFlag) & SAME_FLAGS) !== 0],
    ['CRC', differs(local.crc32, entry.crc32)],
    ['packed size', differs(local.compressedSize, entry.compressedSize)],
    ['size', differs(local.uncompressedSize, entry.uncompressedSize)],
  ];
  return list.filter(([, isDifferent]) => isDifferent).map(([what]) => what);
}

function hasDescriptor(local: LocalFileHeader): boolean {
  return (local.generalPurposeBitFlag & 0x0008) !== 0;
}

function checkExtents(extents: readonly Extent[], directoryAt: number, findings: Findings): void {
  const ordered = extents.toSorted((a, b) => a.from - b.from);
  let at = 0;
  let last: Extent | undefined;
  let unused = 0;
  for (const extent of [
    ...ordered,
    { name: 'the directory', from: directoryAt, to: directoryAt, hasDescriptor: false },
  ]) {
    if (extent.from < at)
      findings.fail(
        'zip-overlap',
        extent.name,
        `begins within the bytes of ${last?.name ?? 'another'}`,
      );
    const gap = extent.from - at;
    if (gap > (last?.hasDescriptor === true ? MAX_DESCRIPTOR : 0)) unused += gap;
    if (extent.to >= at) {
      at = extent.to;
      last = extent;
    }
  }
  if (unused > 0)
    findings.note(
      'zip-unused-bytes',
      `${unused} bytes of the zip file belong to no file; they were not looked at`,
    );
}

/** Fixed part of an entry in the directory. */
const FIXED = 46;

function sizeInDirectory(entry: Entry): number {
  return FIXED + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
}

/** After the last entry that is counted comes the end record: an entry that is not counted would hide there. */
async function checkDirectoryEnd(file: string, at: number, findings: Findings): Promise<void> {
  const signature = await readAt(file, at, 4);
  const isEnd = ['PK\u0005\u0006', 'PK\u0006\u0006'].includes(signature.toString('latin1'));
  if (!isEnd)
    findings.fail(
      'zip-header',
      null,
      'the zip file has entries, or other bytes, behind those it counts',
    );
}

async function readAt(file: string, at: number, length: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
