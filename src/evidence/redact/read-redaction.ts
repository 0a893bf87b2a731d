import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorMessage } from '../../model/errors.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import { parseRedaction } from './parse-redaction.ts';
import type { SealedRedaction } from './parse-redaction.ts';

const PATH = 'data/redaction.json';
/** Enough for some hundred thousand tokens. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What a redacted bag says of its redaction. Throws UserError: `no-bag`, `not-redacted` (exit 2), `damaged-bag` (exit 6). */
export async function readRedaction(bag: string): Promise<SealedRedaction> {
  const bytes = await readFromFolder(bag);
  const redaction = parseRedaction(bytes);
  if (redaction === null) throw damaged('it is not what export --redact writes');
  return redaction;
}

async function readFromFolder(bag: string): Promise<Buffer> {
  await refuseOther(bag);
  try {
    // A link in a bag might lead anywhere.
    for (const part of [join(bag, 'data'), join(bag, PATH)])
      if ((await lstat(part)).isSymbolicLink()) throw damaged('a link leads to it');
    const file = await open(join(bag, PATH), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile() || stat.size > MOST_BYTES) throw damaged('it is no file of such a size');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (errorCode(error) === 'ENOENT') throw notRedacted(bag);
    throw damaged(errorMessage(error));
  }
}

async function refuseOther(bag: string): Promise<void> {
  try {
    if ((await lstat(join(bag, 'bagit.txt'))).isFile()) return;
  } catch (error) {
    throw noBag(bag, errorMessage(error));
  }
  throw noBag(bag, 'its bagit.txt is no file');
}

function noBag(bag: string, why: string): UserError {
  return new UserError('no-bag', `${JSON.stringify(bag)} is no evidence bag: ${why}`, {
    hint: 'name the folder that export --redact wrote',
    exitCode: EXIT.usage,
  });
}

function notRedacted(bag: string): UserError {
  return new UserError('not-redacted', `the bag ${JSON.stringify(bag)} is not redacted`, {
    hint: 'it holds no tokens: its data/trace.json tells all names',
    exitCode: EXIT.usage,
  });
}

function damaged(why: string): UserError {
  return new UserError('damaged-bag', `${PATH} cannot be used: ${why}`, {
    hint: 'run mailtrail verify on the bag, and take another copy of it',
    exitCode: EXIT.integrity,
  });
}
