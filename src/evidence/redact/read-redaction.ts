import { stat } from 'node:fs/promises';
import { errorMessage } from '../../model/errors.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { MAX_ENTRIES } from '../verify/bag-reader.ts';
import type { BagReader } from '../verify/bag-reader.ts';
import { Findings } from '../verify/findings.ts';
import { openFolderBag } from '../verify/folder-bag.ts';
import { readWhole } from '../verify/read-bytes.ts';
import { openZipBag } from '../verify/zip-bag.ts';
import { parseRedaction } from './parse-redaction.ts';
import type { SealedRedaction } from './parse-redaction.ts';

const PATH = 'data/redaction.json';
/** Enough for some hundred thousand tokens. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * What a redacted bag, a folder or a zip file, says of its redaction. The bag is not checked, but for the seal itself. Throws UserError:
 * `no-bag`, `not-redacted` (exit 2), `damaged-bag` (exit 6).
 */
export async function readRedaction(bag: string): Promise<SealedRedaction> {
  const findings = new Findings();
  const open = (await isFolder(bag)) ? openFolderBag : openZipBag;
  const reader = await open(bag, { maxBytes: null, maxEntries: MAX_ENTRIES }, findings);
  const refused = findings.failures.find(({ path }) => path === null || path === PATH);
  if (reader === null) throw damaged(refused?.detail ?? 'the bag cannot be read');
  try {
    if (!reader.files.has(PATH) && refused !== undefined) throw damaged(refused.detail);
    return await readFrom(reader, bag);
  } finally {
    await reader.close();
  }
}

async function readFrom(reader: BagReader, bag: string): Promise<SealedRedaction> {
  if (!reader.files.has('bagit.txt')) throw noBag(bag, 'it has no bagit.txt');
  if (!reader.files.has(PATH))
    throw new UserError('not-redacted', `the bag ${JSON.stringify(bag)} is not redacted`, {
      hint: 'it holds no tokens: its data/trace.json tells all names',
      exitCode: EXIT.usage,
    });
  let bytes: Buffer | null;
  try {
    bytes = await readWhole(reader, PATH, MOST_BYTES);
  } catch (error) {
    throw damaged(errorMessage(error));
  }
  if (bytes === null) throw damaged(`it has more than ${MOST_BYTES} bytes`);
  const redaction = parseRedaction(bytes);
  if (redaction === null) throw damaged('it is not what export --redact writes');
  return redaction;
}

async function isFolder(bag: string): Promise<boolean> {
  try {
    const found = await stat(bag);
    if (found.isDirectory() || found.isFile()) return found.isDirectory();
  } catch (error) {
    throw noBag(bag, errorMessage(error));
  }
  throw noBag(bag, 'it is neither a folder nor a file');
}

function noBag(bag: string, why: string): UserError {
  return new UserError('no-bag', `${JSON.stringify(bag)} is no evidence bag: ${why}`, {
    hint: 'name the folder or the zip file that export --redact wrote',
    exitCode: EXIT.usage,
  });
}

function damaged(why: string): UserError {
  return new UserError('damaged-bag', `${PATH} cannot be used: ${why}`, {
    hint: 'run mailtrail verify on the bag, and take another copy of it',
    exitCode: EXIT.integrity,
  });
}
