import type { BagFailureCode } from '../../model/verify-report.ts';
import type { Findings } from './findings.ts';

const MAX_PATH_BYTES = 1024;
const MAX_DEPTH = 32;

interface PathFault {
  readonly code: BagFailureCode;
  readonly detail: string;
}

/** Shapes that lead out of a bag, or that some system reads otherwise than others (RFC 8493, 5.1). */
const UNSAFE: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'the path is empty'],
  // eslint-disable-next-line no-control-regex
  [/[\u0000-\u001f\u007f-\u009f]/, 'the path holds control characters'],
  [
    /[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/,
    'the path holds characters that hide, or change the direction of text',
  ],
  [/\\/, 'the path holds a backslash'],
  [/^\//, 'the path is absolute'],
  [/^[A-Za-z]:/, 'the path begins with a drive letter'],
  [/:/, 'the path holds a colon, which names a drive or a stream on Windows'],
  [/^~/, 'the path begins with ~, a home folder'],
  [/(^|\/)\.\.(\/|$)/, 'the path leads out of its folder with ..'],
  [/(^|\/)\.(\/|$)/, 'the path holds the folder .'],
  [/\/\/|\/$/, 'the path has an empty part'],
  [/[ .](\/|$)/, 'a part of the path ends with a space or dot, which Windows cuts off'],
];

/** Why a path in a bag is refused; null for a harmless one. */
export function pathFault(path: string): PathFault | null {
  const shape = UNSAFE.find(([pattern]) => pattern.test(path));
  if (shape !== undefined) return { code: 'unsafe-path', detail: shape[1] };
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_PATH_BYTES)
    return {
      code: 'unsafe-path',
      detail: `the path has ${bytes} bytes, more than ${MAX_PATH_BYTES}`,
    };
  const depth = path.split('/').length;
  return depth > MAX_DEPTH
    ? { code: 'too-deep', detail: `the path is ${depth} folders deep, more than ${MAX_DEPTH}` }
    : null;
}

/** Of the paths of a mailtrail bag: nothing in them needs to be escaped anywhere. */
export function isPlainPath(path: string): boolean {
  return /^[A-Za-z0-9._/-]+$/.test(path);
}

/** A long or hostile path, cut for a message. */
export function shortPath(path: string): string {
  return path.length <= 200 ? path : `${path.slice(0, 200)}...`;
}

/** Takes paths one by one, tells the bad ones, and says whether a path may be read. */
export function createPathCheck(findings: Findings): (path: string) => boolean {
  const seen = new Map<string, string>();
  return (path) => {
    const fault = pathFault(path);
    if (fault !== null) {
      findings.fail(fault.code, shortPath(path), fault.detail);
      return false;
    }
    // Systems that fold capitals fold composed and decomposed forms of a letter too.
    const folded = path.normalize('NFC').toLowerCase();
    const other = seen.get(folded);
    if (other === undefined) {
      seen.set(folded, path);
      return true;
    }
    if (other === path) findings.fail('duplicate-entry', path, 'the path is there more than once');
    else
      findings.fail(
        'case-collision',
        path,
        `the path differs from ${JSON.stringify(other)} only in capitals or in how letters are composed`,
      );
    return false;
  };
}
