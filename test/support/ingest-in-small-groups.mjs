// `mailtrail ingest` that commits many times in a small log, and has a thread help at its end: node ingest-in-small-groups.mjs DB LOGS
import { readOptions } from '../../dist/cli/commands/ingest-run.js';
import { processIo } from '../../dist/cli/io.js';
import { ingest } from '../../dist/ingest/ingest.js';
import { readInThread } from '../../dist/ingest/reader-thread.js';
import { closeWritten, lockForWriting, openForWriting } from '../../dist/store/open.js';
import { startQueueThread } from '../../dist/store/queue-thread.js';
import { createWriter } from '../../dist/store/writer.js';

const EVENTS = 500;
const [file, logs] = process.argv.slice(2);

const unlock = lockForWriting(file);
const db = openForWriting(file);
const startHelper = (system) => startQueueThread(file, system);
await ingest([logs], createWriter(db, file, { groupEvents: EVENTS, helpedFrom: 0, startHelper }), {
  ...readOptions({ format: 'auto', subject: true, archive: true, ours: [] }, processIo()),
  signal: new AbortController().signal,
  onProgress: () => undefined,
  openReader: (seed) => readInThread(seed),
});
closeWritten(db);
unlock();
