// Writes what V8 compiled of the bundle, and its checksum. V8 keeps what was needed: everyday commands run first, on the example logs.
import { spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import v8 from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const [, , name, bundle, cache] = process.argv;
const FIXTURES = join(dirname(bundle), '..', 'fixtures');

/** Each with its exit code: example mail is stuck. */
const EVERYDAY = [
  [0, 'ingest', join(FIXTURES, 'logs')],
  [4, 'stuck'],
  [4, 'daily'],
  [4, 'daily', '--json'],
  [0, 'coverage'],
  [0, 'find', '--state', 'ndr'],
  [4, 'trace', 'F16E5DA7'],
];

// V8 takes code only where its flags are those that it was compiled with. The helper starts where a log was loaded, with the flags of that; commands set some,
// but once all of it is loaded.
if (name === 'helper') {
  const { tuneEngine } = await import('../dist/ingest/tune-engine.js');
  tuneEngine('load');
}
v8.setFlagsFromString = () => undefined;

const script = new Script(readFileSync(bundle, 'latin1'), { filename: bundle });
const program = { exports: {} };
script.runInThisContext()(program, createRequire(bundle), dirname(bundle));

async function runCommands() {
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-build-'));
  try {
    for (const [code, ...command] of EVERYDAY) {
      process.argv = [process.execPath, bundle, ...command, '--db', join(folder, 'example.db')];
      await program.exports.runCommandLine();
      if (process.exitCode !== code)
        throw new Error(`${command.join(' ')} ended with ${process.exitCode}, not with ${code}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the example logs as the thread does. */
async function runReader() {
  const { recogniseFormat } = await import('../dist/formats/index.js');
  const port = new EventEmitter();
  port.postMessage = (message) => port.emit('answer', message);
  program.exports.runReaderThread(port);
  port.emit('message', { kind: 'begin', seed: 1 });
  const counts = { lines: 0, events: 0, directives: 0, blank: 0, continuations: 0, rejects: 0 };
  const job = { encoding: 'utf-8', server: 'EX01', keepSubject: true, day: null, archive: true };
  for (const file of readdirSync(FIXTURES, { recursive: true })) {
    if (!/^(logs|msgtrk)\b.*\d{8}(-1)?\.log$/i.test(file)) continue;
    const path = join(FIXTURES, file);
    const format = recogniseFormat(readFileSync(path, 'utf8').split('\r\n'));
    const start = { offset: 0, line: 1, layout: format.initialLayout, counts };
    const fd = openSync(path);
    port.emit('message', { kind: 'read', job: { ...job, fd, start, format: format.name } });
    const [{ kind, batch }] = await once(port, 'answer');
    closeSync(fd);
    if (kind !== 'batch') throw new Error(`cannot read ${path}`);
    const { lines, raw } = batch;
    port.emit('message', { kind: 'go', length: raw.length, lines: lines.memory, raw: raw.memory });
  }
}

/** Judges the example mail as the thread does that helps. */
function runHelper() {
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-build-'));
  try {
    const file = join(folder, 'example.db');
    const main = join(dirname(bundle), 'cli', 'main.js');
    const logs = [join(FIXTURES, 'logs'), join(FIXTURES, 'msgtrk')];
    const loaded = spawnSync(process.execPath, [main, 'ingest', ...logs, '--db', file]);
    if (loaded.status !== 0) throw new Error(`no example: ${String(loaded.stderr)}`);
    const port = new EventEmitter();
    const said = [];
    port.postMessage = (message) => said.push(message);
    const beat = new Int32Array(new SharedArrayBuffer(8));
    program.exports.runQueueThread({
      file,
      system: { before: 1e9, system: new Set() },
      port,
      beat,
    });
    const ids = Float64Array.from({ length: 1000 }, (_, index) => index + 1);
    const task = () => ({
      ids,
      areOpen: new Uint8Array(1000),
      next: new Int32Array(new SharedArrayBuffer(4)),
    });
    port.emit('message', { kind: 'join', task: task() });
    port.emit('message', { kind: 'learn' });
    port.emit('message', { kind: 'traffic' });
    port.emit('message', { kind: 'judge', task: task() });
    const kinds = new Set(said.map(({ kind }) => kind));
    if (kinds.has('failed') || !kinds.has('joined') || !kinds.has('judged'))
      throw new Error('nothing was joined or judged');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const RUNS = { reader: runReader, helper: runHelper, bundle: runCommands };
await RUNS[name]();
const compiled = script.createCachedData();
const checksum = Buffer.alloc(4);
checksum.writeUInt32LE(crc32(compiled));
writeFileSync(cache, Buffer.concat([compiled, checksum]));
process.exitCode = 0;
