import { isPlainPath, pathFault, shortPath } from './bag-path.ts';
import { DIGITS } from './algorithms.ts';
import type { Findings } from './findings.ts';
import { textLines } from './text-lines.ts';

/** `manifest-sha256.txt` or `tagmanifest-sha256.txt`. */
export interface Manifest {
  readonly name: string;
  readonly algorithm: string;
  /** Of tag files, not of the payload. */
  readonly isOfTags: boolean;
  /** Lower-case hexadecimal digest by path. */
  readonly entries: ReadonlyMap<string, string>;
}

const NAME = /^(tag)?manifest-([a-z0-9]+)\.txt$/;

/** What kind of manifest a file at the top of a bag is; null for other files. */
export function manifestKind(name: string): { algorithm: string; isOfTags: boolean } | null {
  const match = NAME.exec(name);
  return match === null ? null : { algorithm: match[2] ?? '', isOfTags: match[1] !== undefined };
}

/** Parses a manifest and tells each bad line. `strict`: as docs/evidence-format.md says, else as BagIt allows. */
export function parseManifest(
  name: string,
  text: string,
  strict: boolean,
  findings: Findings,
): Manifest {
  const kind = manifestKind(name) ?? { algorithm: '', isOfTags: false };
  const entries = new Map<string, string>();
  let last = '';
  for (const { line, number, isEnded } of textLines(text)) {
    // Of bags of others, empty lines and a last one without its end are no harm.
    if (!strict && line.trim() === '') continue;
    if (strict && !isEnded)
      findings.fail('bad-manifest-line', name, 'the last line has no line end', number);
    const parsed = parseLine(line, strict, kind);
    if (typeof parsed === 'string') {
      findings.fail('bad-manifest-line', name, parsed, number);
      continue;
    }
    const { path, digest } = parsed;
    const unsafe = pathFault(path);
    const shown = JSON.stringify(shortPath(path));
    if (unsafe !== null) findings.fail(unsafe.code, name, `${unsafe.detail}: ${shown}`, number);
    else if (entries.has(path))
      findings.fail('duplicate-entry', name, `${path} is listed more than once`, number);
    else {
      if (strict && path < last)
        findings.fail('manifest-order', name, `${path} stands after ${last}`, number);
      entries.set(path, digest);
      last = path;
    }
  }
  return { name, ...kind, entries };
}

/** A text says what is wrong. */
type Line = { readonly path: string; readonly digest: string } | string;

function parseLine(
  line: string,
  strict: boolean,
  { algorithm, isOfTags }: { readonly algorithm: string; readonly isOfTags: boolean },
): Line {
  const parsed = (strict ? strictLine : looseLine)(line, DIGITS[algorithm] ?? 0);
  return typeof parsed === 'string' ? parsed : (sideFault(parsed.path, isOfTags) ?? parsed);
}

function strictLine(line: string, digits: number): Line {
  const digest = line.slice(0, digits);
  if (!/^[0-9a-f]+$/.test(digest) || digest.length < digits)
    return `the line does not begin with ${digits} lower-case hexadecimal digits`;
  const path = line.slice(digits + 2);
  if (line.slice(digits, digits + 2) !== '  ' || path.startsWith(' '))
    return 'after the digest there are not two spaces';
  if (!isPlainPath(path))
    return `the path has other characters than letters, digits, . _ - and /: ${JSON.stringify(shortPath(path))}`;
  return { path, digest };
}

/** RFC 8493: any white space, `%0A`, `%0D` and `%25` in paths; `*` as md5sum marks binary files. */
function looseLine(line: string, digits: number): Line {
  const match = /^([0-9A-Fa-f]+)[ \t]+\*?(.*)$/s.exec(line.replace(/\r$/, ''));
  const [, digest = '', path = ''] = match ?? [];
  if (digest.length !== digits || path === '')
    return `the line is not a digest of ${digits} digits and a path`;
  const decoded = path.replace(/%(0A|0D|25)/gi, (code) => decodeURIComponent(code));
  return { path: decoded.replace(/^\.\//, ''), digest: digest.toLowerCase() };
}

function sideFault(path: string, isOfTags: boolean): string | null {
  if (!isOfTags && !path.startsWith('data/')) return `${shortPath(path)} is not under data/`;
  if (isOfTags && path.startsWith('data/')) return `${shortPath(path)} is under data/`;
  return isOfTags && manifestKind(path)?.isOfTags === true
    ? `${path} is a tag manifest, which none lists`
    : null;
}
