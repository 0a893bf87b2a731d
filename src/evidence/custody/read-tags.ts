import { lstat, realpath } from 'node:fs/promises';
import { errorCode, errorMessage } from '../../model/errors.ts';
import { shellQuote } from '../../model/shell-quote.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { BagFailure } from '../../model/verify-report.ts';
import { MAX_ENTRIES } from '../verify/bag-reader.ts';
import type { BagReader } from '../verify/bag-reader.ts';
import { Findings } from '../verify/findings.ts';
import { openFolderBag } from '../verify/folder-bag.ts';
import { readWhole } from '../verify/read-bytes.ts';
import { openZipBag } from '../verify/zip-bag.ts';
import { CUSTODY } from './parse-custody.ts';
import { SIGNATURE_FILE } from './read-signatures.ts';
import { MANIFEST, QUERY } from './tag-state.ts';
import type { TagFiles } from './tag-state.ts';

/** Where a bag lies. */
export interface BagLocation {
  /** Without links. */
  readonly path: string;
  readonly container: 'folder' | 'zip';
  /** Rights of its file, or of new files in its folder. */
  readonly mode: number;
}

export interface BagTagFiles {
  readonly tags: TagFiles;
  readonly isRedacted: boolean;
}

/** Finds a bag by the name that the user gave. */
export async function locateBag(bag: string): Promise<BagLocation> {
  try {
    const path = await realpath(bag);
    const stat = await lstat(path);
    if (stat.isDirectory()) return { path, container: 'folder', mode: stat.mode & 0o666 };
    if (stat.isFile()) return { path, container: 'zip', mode: stat.mode & 0o777 };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT')
      throw new UserError(
        'bag-unreadable',
        `cannot read ${JSON.stringify(bag)}: ${errorMessage(error)}`,
        {
          hint: 'name a bag that you may read',
          cause: error,
        },
      );
    throw noBag(`no bag ${JSON.stringify(bag)}`);
  }
  throw noBag(`${JSON.stringify(bag)} is neither a folder nor a zip file`);
}

function noBag(message: string): UserError {
  return new UserError('no-bag', message, {
    hint: 'name the folder or zip file that mailtrail export made',
    exitCode: EXIT.usage,
  });
}

/** Small files: what is larger than all of these together is no bag of ours. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The files outside `data/` that the chain and its manifests are about. What `verify` refuses is refused here too. */
export async function readTags(bag: string, location: BagLocation): Promise<BagTagFiles> {
  const findings = new Findings();
  const { path, container } = location;
  const limits = { maxBytes: null, maxEntries: MAX_ENTRIES };
  const reader = await (container === 'folder' ? openFolderBag : openZipBag)(
    path,
    limits,
    findings,
  );
  try {
    refuse(bag, findings.failures);
    if (reader === null || !reader.files.has('bagit.txt'))
      throw noBag(`${JSON.stringify(bag)} is no bag`);
    return {
      tags: await readFiles(bag, reader),
      isRedacted: reader.files.has('data/redaction.json'),
    };
  } finally {
    await reader?.close();
  }
}

function refuse(bag: string, failures: readonly BagFailure[]): void {
  const [first] = failures;
  if (first === undefined) return;
  const more = failures.length > 1 ? `, and ${failures.length - 1} more` : '';
  throw new UserError(
    'bag-refused',
    `${JSON.stringify(bag)} is refused: ${first.path === null ? '' : `${first.path}: `}${first.detail} (${first.code})${more}`,
    {
      hint: `to see all that is wrong: mailtrail verify ${shellQuote(bag)}`,
      exitCode: EXIT.integrity,
    },
  );
}

const KNOWN: readonly string[] = [CUSTODY, MANIFEST, QUERY, 'manifest-sha512.txt', 'bag-info.txt'];
const TAG_MANIFESTS: readonly string[] = ['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'];

async function readFiles(bag: string, reader: BagReader): Promise<TagFiles> {
  const tags = new Map<string, Buffer>();
  let bytes = 0;
  const read = async (path: string): Promise<void> => {
    if (!reader.files.has(path) || tags.has(path)) return;
    const content = await readWhole(reader, path, MOST_BYTES - bytes);
    if (content === null)
      refuse(bag, [{ code: 'too-large', path, line: null, detail: 'such files are small' }]);
    else {
      tags.set(path, content);
      bytes += content.length;
    }
  };
  for (const path of TAG_MANIFESTS) await read(path);
  const listed = [...tags.values()].flatMap((manifest) =>
    [...manifest.toString('utf8').matchAll(/^[0-9a-f]+ {2}(.+)$/gm)].map(([, path = '']) => path),
  );
  const signatures = [...reader.files.keys()].filter((path) => SIGNATURE_FILE.test(path));
  for (const path of [...KNOWN, ...listed, ...signatures])
    if (!path.startsWith('data/')) await read(path);
  return tags;
}
