#!/usr/bin/env node
// What users start. The program comes as one script beside what V8 compiled of it (scripts/bundle.mjs): its modules take longer to load than most
// answers take. This is CommonJS, as the loader of ES modules is itself a part of that.
const fs = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');
const vm = process.getBuiltinModule('node:vm');
const { crc32 } = process.getBuiltinModule('node:zlib');
const { createRequire } = process.getBuiltinModule('node:module');
const { isMainThread } = process.getBuiltinModule('node:worker_threads');

/** `modules` is the one that the bundle is made of, `main` runs it. */
interface Program {
  readonly bundle: string;
  readonly modules: string;
  readonly main: string;
  readonly run: string;
}

const COMMANDS: Program = {
  bundle: 'bundle',
  modules: 'cli/command-line.js',
  main: './cli/main.js',
  run: 'runCommandLine',
};
/** The thread that reads logs (ingest/reader-thread.ts). */
const READER: Program = {
  bundle: 'reader',
  modules: 'ingest/reader.js',
  main: './ingest/reader-worker.js',
  run: 'runReaderThread',
};

/** The thread that helps to judge a large load (store/queue-thread.ts). */
const HELPER: Program = {
  bundle: 'helper',
  modules: 'store/queue-helper.js',
  main: './store/queue-worker.js',
  run: 'runQueueThread',
};

type Exports = Readonly<Record<string, () => unknown>>;

/** Null where there is none, or where modules were compiled after it. */
function loadBundle({ bundle: name, modules }: Program): Exports | null {
  const file = path.join(__dirname, `${name}.cjs`);
  const bundle = fs.statSync(file, { throwIfNoEntry: false });
  if (bundle === undefined || bundle.mtimeMs < fs.statSync(path.join(__dirname, modules)).mtimeMs)
    return null;
  // It is ASCII alone, and so is read faster.
  const script = new vm.Script(fs.readFileSync(file, 'latin1'), {
    filename: file,
    ...codeCache(name),
  });
  const loaded: { exports: Exports | null } = { exports: null };
  script.runInThisContext()(loaded, createRequire(file), __dirname);
  return loaded.exports;
}

/** Before its checksum (scripts/code-cache.mjs): of one that is damaged V8 dies. Without one the script is compiled. V8 itself asks for its version alone. */
function codeCache(name: string): { readonly cachedData?: Buffer } {
  const file = `${name}-${process.version}-${process.platform}-${process.arch}.cache`;
  try {
    const bytes = fs.readFileSync(path.join(__dirname, file));
    const cachedData = bytes.subarray(0, -4);
    return bytes.readUInt32LE(cachedData.length) === crc32(cachedData) ? { cachedData } : {};
  } catch {
    return {};
  }
}

// What draws the pages of `serve` is ES modules alone, and it runs so long that its start is nothing.
const isServe = isMainThread && process.argv.includes('serve', 2);
const thread = process.argv[2] === 'queue' ? HELPER : READER;
const program = isMainThread ? COMMANDS : thread;
const loaded = isServe ? null : loadBundle(program);
if (loaded === null) void import(program.main);
else void loaded[program.run]?.();
