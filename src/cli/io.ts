import { writeSync } from 'node:fs';
import { errorCode } from '../model/errors.ts';
import { pause } from '../model/pause.ts';
import { shellQuote } from '../model/shell-quote.ts';
import { createStyle } from '../render/style.ts';
import type { View } from '../render/style.ts';
import { visible } from '../render/visible.ts';
import type { WaitForReaders } from '../store/begin-wal.ts';

/** The terminal, or what stands in for it. Nothing else in the program prints. */
export interface Io {
  /** Answers. Blocks until written, so that a slow reader slows us and not our memory. */
  out(text: string): void;
  /** Everything else. */
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Width of answers: of the terminal, of $COLUMNS, or 100. */
  readonly width: number;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
}

/** The reader of our output went away: there is nobody left to tell. */
export class OutputClosed extends Error {}

export function processIo(): Io {
  return {
    out: (text) => writeAll(1, text),
    err: (text) => writeAll(2, text),
    outIsTerminal: process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
    width: outputWidth(),
    env: process.env,
    stdin: process.stdin,
  };
}

function outputWidth(): number {
  const columns = process.stdout.isTTY ? process.stdout.columns : Number(process.env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? Math.max(60, columns) : 100;
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(fd, bytes, from);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EPIPE') throw new OutputClosed();
      // A pipe whose reader is slow: wait a moment, there is nothing else to do.
      if (code !== 'EAGAIN') throw error;
      pause(5);
    }
  }
}

/** NO_COLOR (no-color.org), --no-color, a dumb terminal or a pipe: no colour. */
export function createView(
  io: Io,
  options: { readonly color: boolean; readonly tz: string; readonly db?: string },
): View {
  const noColor = io.env['NO_COLOR'] !== undefined && io.env['NO_COLOR'] !== '';
  const color = options.color && io.outIsTerminal && !noColor && io.env['TERM'] !== 'dumb';
  const command =
    options.db === undefined ? 'mailtrail' : `mailtrail --db ${shellQuote(options.db)}`;
  return { width: io.width, style: createStyle(color), zone: options.tz, command };
}

/** Words on stderr that a person reads. */
export function tell(io: Io, ...lines: readonly string[]): void {
  for (const line of lines) io.err(`${visible(line)}\n`);
}

/** Says what is waited for before anything can be written. */
export function tellReaders(io: Io): WaitForReaders {
  return { onWait: () => tell(io, 'waiting for a moment in which nobody reads the database') };
}
