import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { errorMessage } from '../../model/errors.ts';
import { shellQuote } from '../../model/shell-quote.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { PublicKey, SigningKey } from './ed25519.ts';
import { readSigningKey } from './key-file.ts';
import { parsePublicKeys } from './public-keys.ts';

/** Key files are small; what is larger is another file. */
const MOST_BYTES = 64 * 1024;

/** The signing key in a file that nobody but its owner may read. */
export function readSigningKeyFile(file: string): SigningKey {
  return readSigningKey(readSmall(file, true), file);
}

/** The public keys in a file. */
export function readPublicKeysFile(file: string): PublicKey[] {
  return parsePublicKeys(readSmall(file, false), file);
}

function readSmall(file: string, secret: boolean): Buffer {
  let fd: number;
  try {
    fd = openSync(file, 'r');
  } catch (error) {
    throw unreadable(file, openReason(error), error);
  }
  try {
    if (secret) checkPrivate(file, fd);
    return readUpTo(fd, file);
  } finally {
    closeSync(fd);
  }
}

/** As `ssh` does: a key that others could have read proves nobody. Windows keeps rights elsewhere. */
function checkPrivate(file: string, fd: number): void {
  if (process.platform === 'win32' || (fstatSync(fd).mode & 0o077) === 0) return;
  if (file.endsWith('.pub'))
    throw new UserError(
      'key-is-public',
      `${JSON.stringify(file)} is by its name a public key; signing takes the private one`,
      {
        hint: `it is mostly the file of the same name without .pub: ${shellQuote(file.slice(0, -'.pub'.length))}`,
        exitCode: EXIT.usage,
      },
    );
  throw new UserError('key-not-private', `others than its owner may open ${JSON.stringify(file)}`, {
    hint: `if nobody has read it: chmod 600 ${shellQuote(file)}; else make a new key`,
    exitCode: EXIT.usage,
  });
}

function readUpTo(fd: number, file: string): Buffer {
  const buffer = Buffer.alloc(MOST_BYTES + 1);
  let length = 0;
  try {
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(fd, buffer, length, buffer.length - length, null);
  } catch (error) {
    throw unreadable(file, errorMessage(error), error);
  }
  if (length > MOST_BYTES) throw unreadable(file, 'it is too large for a key');
  return buffer.subarray(0, length);
}

function openReason(error: unknown): string {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
    ? 'there is none'
    : errorMessage(error);
}

function unreadable(file: string, reason: string, cause?: unknown): UserError {
  return new UserError(
    'key-unreadable',
    `${JSON.stringify(file)} cannot be read as a key file: ${reason}`,
    {
      hint: 'name a file that holds the key, and that you may read',
      exitCode: EXIT.usage,
      cause,
    },
  );
}
