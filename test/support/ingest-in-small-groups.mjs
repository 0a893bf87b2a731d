// `mailtrail ingest` that commits many times in a small log: node ingest-in-small-groups.mjs DB LOGS
import { ingest } from '../../dist/ingest/ingest.js';
import { readInThread } from '../../dist/ingest/reader-thread.js';
import { closeWritten, lockForWriting, openForWriting } from '../../dist/store/open.js';
import { createWriter } from '../../dist/store/writer.js';

const EVENTS = 500;
const [file, logs] = process.argv.slice(2);

const unlock = lockForWriting(file);
const db = openForWriting(file);
await ingest([logs], createWriter(db, file, EVENTS), {
  server: null,
  format: 'auto',
  keepSubject: true,
  archive: true,
  ours: [],
  signal: new AbortController().signal,
  onProgress: () => undefined,
  now: () => 0,
  stdin: process.stdin,
  openReader: readInThread,
});
closeWritten(db);
unlock();
