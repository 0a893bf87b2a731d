import { readFile } from 'node:fs/promises';
import { errorMessage } from '../model/errors.ts';
import { EXIT, UserError } from '../model/user-error.ts';
import type { Io } from './io.ts';

/** A pasted header block or a mail is small; more than this is some other file. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The bytes of a file, or of standard input for `-`. Throws UserError when it cannot be read. */
export async function readFileBytes(file: string, io: Io): Promise<Buffer> {
  if (file === '-') return readStdin(io);
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserError(
      'unreadable-file',
      `cannot read ${JSON.stringify(file)}: ${errorMessage(error)}`,
      {
        hint: 'name a file with the headers of the message, or - to paste them',
        exitCode: EXIT.internal,
        cause: error,
      },
    );
  }
}

/** Lines of standard input that hold anything. */
export async function readStdinLines(io: Io): Promise<string[]> {
  const bytes = await readStdin(io);
  return bytes
    .toString('utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

async function readStdin(io: Io): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of io.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES)
      throw new UserError('input-too-large', 'standard input holds over 64 MiB', {
        hint: 'paste less: only ids, one query, or only the headers of one message',
        exitCode: EXIT.usage,
      });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
