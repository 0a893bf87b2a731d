import { isPlainPath, pathFault, shortPath } from './bag-path.ts';
import { DIGITS } from './algorithms.ts';
import type { Findings } from './findings.ts';

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
  const { algorithm, isOfTags } = manifestKind(name) ?? { algorithm: '', isOfTags: false };
  const entries = new Map<string, string>();
  const digits = DIGITS[algorithm] ?? 0;
  let last = '';
  const lines = text.split('\n');
  if (lines.pop() !== '' && strict)
    findings.fail('bad-manifest-line', name, 'the last line has no line end', lines.length + 1);
  const rest = text.endsWith('\n') || text === '' ? [] : [text.slice(text.lastIndexOf('\n') + 1)];
  for (const [index, line] of [...lines, ...rest].entries()) {
    const parsed = strict ? strictLine(line, digits) : looseLine(line, digits);
    const fault = 'fault' in parsed ? parsed.fault : sideFault(parsed.path, isOfTags);
    if ('fault' in parsed || fault !== null) {
      if (strict || line.trim() !== '')
        findings.fail('bad-manifest-line', name, fault ?? '', index + 1);
      continue;
    }
    const { path, digest } = parsed;
    const unsafe = pathFault(path);
    if (unsafe !== null)
      findings.fail(
        unsafe.code,
        name,
        `${unsafe.detail}: ${JSON.stringify(shortPath(path))}`,
        index + 1,
      );
    else if (entries.has(path))
      findings.fail('duplicate-entry', name, `${path} is listed more than once`, index + 1);
    else {
      if (strict && path < last)
        findings.fail('manifest-order', name, `${path} stands after ${last}`, index + 1);
      entries.set(path, digest);
      last = path;
    }
  }
  return { name, algorithm, isOfTags, entries };
}

type Line = { readonly path: string; readonly digest: string } | { readonly fault: string };

function strictLine(line: string, digits: number): Line {
  const digest = line.slice(0, digits);
  if (!/^[0-9a-f]+$/.test(digest) || digest.length < digits)
    return { fault: `the line does not begin with ${digits} lower-case hexadecimal digits` };
  const path = line.slice(digits + 2);
  if (line.slice(digits, digits + 2) !== '  ' || path.startsWith(' '))
    return { fault: 'after the digest there are not two spaces' };
  if (!isPlainPath(path))
    return {
      fault: `the path has other characters than letters, digits, . _ - and /: ${JSON.stringify(shortPath(path))}`,
    };
  return { path, digest };
}

/** RFC 8493: any white space, `%0A`, `%0D` and `%25` in paths; `*` as md5sum marks binary files. */
function looseLine(line: string, digits: number): Line {
  const match = /^([0-9A-Fa-f]+)[ \t]+\*?(.*)$/s.exec(line.replace(/\r$/, ''));
  const [, digest = '', path = ''] = match ?? [];
  if (digest.length !== digits || path === '')
    return { fault: `the line is not a digest of ${digits} digits and a path` };
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
