import { isMainThread, parentPort } from 'node:worker_threads';
import { runReader } from './run-reader.ts';
import type { ReaderPort } from './run-reader.ts';
import { tuneEngine } from './tune-engine.ts';

/** Runs the thread that this is loaded in; or on the main thread, where it is compiled, one that is spoken to through `port`. */
export function runReaderThread(port: ReaderPort | null = parentPort): void {
  // What is compiled holds only for the flags that the engine started with.
  if (!isMainThread) tuneEngine('load');
  if (port !== null) runReader(port);
}
