import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { errorCode, errorMessage } from '../../model/errors.ts';
import { EXIT, UserError } from '../../model/user-error.ts';

const HEADER = 'mailtrail redaction key 1';
const KEY_BYTES = 32;
/** A key file is two short lines. */
const MOST_BYTES = 4096;
const OTHERS = 0o077;

export interface RedactionKey {
  readonly key: Buffer;
  /** The file was not there, and is now. */
  readonly made: boolean;
  /** What should be done about the file; null when all is well. */
  readonly warning: string | null;
}

/** The key of a file; one that is not there is made, for its user alone, and never written over. Throws UserError. */
export function readOrMakeKey(path: string): RedactionKey {
  const key = makeKey(path);
  return key === null ? readKey(path) : { key, made: true, warning: null };
}

/** The key of a file that must be there. Throws UserError: `no-key`, `bad-key`, `unreadable-key`. */
export function readKey(path: string): RedactionKey {
  const { text, mode } = readSmallFile(path);
  const [header, encoded, ...rest] = text.trimEnd().split(/\r?\n/);
  if (header !== HEADER) throw badKey(path, `its first line is not "${HEADER}"`);
  const key = Buffer.from(encoded ?? '', 'base64url');
  if (key.toString('base64url') !== encoded || rest.length > 0)
    throw badKey(path, 'its second line is not one key in base64url');
  if (key.length !== KEY_BYTES)
    throw badKey(path, `its key has ${key.length} bytes, not ${KEY_BYTES}`);
  return { key, made: false, warning: warningOf(path, mode) };
}

/** Null where something of that name is there already. */
function makeKey(path: string): Buffer | null {
  let fd: number;
  try {
    // `wx`: never over a file, never through a link.
    fd = openSync(path, 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return null;
    throw unreadable(path, 'make', error);
  }
  const key = randomBytes(KEY_BYTES);
  try {
    writeFileSync(fd, `${HEADER}\n${key.toString('base64url')}\n`);
    fsyncSync(fd);
  } catch (error) {
    rmSync(path, { force: true });
    throw unreadable(path, 'write', error);
  } finally {
    closeSync(fd);
  }
  return key;
}

function readSmallFile(path: string): { text: string; mode: number } {
  let fd: number;
  try {
    // A pipe of that name must not keep us waiting.
    fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (errorCode(error) === 'ENOENT')
      throw new UserError('no-key', `there is no key file ${JSON.stringify(path)}`, {
        hint: 'name the file that export --redact --key was given or made; without it nothing can be revealed',
        exitCode: EXIT.usage,
      });
    throw unreadable(path, 'read', error);
  }
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile()) throw badKey(path, 'it is a folder or a device, not a file');
    const bytes = Buffer.alloc(MOST_BYTES + 1);
    const length = readSync(fd, bytes, 0, bytes.length, 0);
    if (length > MOST_BYTES) throw badKey(path, 'it is far too long');
    return { text: bytes.toString('utf8', 0, length), mode: stat.mode };
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, 'read', error);
  } finally {
    closeSync(fd);
  }
}

/** Windows has no such modes. */
function warningOf(path: string, mode: number): string | null {
  if (process.platform === 'win32' || (mode & OTHERS) === 0) return null;
  return `others than you may read the key ${path}: run chmod 600 on it; whoever has it can undo the redaction`;
}

function badKey(path: string, why: string): UserError {
  return new UserError('bad-key', `${JSON.stringify(path)} is no redaction key: ${why}`, {
    hint: 'name a key file that export --redact --key made, or a name that is not there yet, and one is made',
    exitCode: EXIT.usage,
  });
}

function unreadable(path: string, what: 'make' | 'write' | 'read', error: unknown): UserError {
  const message = `cannot ${what} the key ${JSON.stringify(path)}: ${errorMessage(error)}`;
  return new UserError('unreadable-key', message, {
    hint: 'name a key file in a folder of yours, not in the bag',
    exitCode: EXIT.internal,
    cause: error,
  });
}
