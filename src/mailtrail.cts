#!/usr/bin/env node
// What users start. The program comes as one script beside what V8 compiled of it (scripts/bundle.mjs): its modules take longer to load than most
// answers take. This is CommonJS, as the loader of ES modules is itself a part of that.
const fs = process.getBuiltinModule('node:fs');
const path = process.getBuiltinModule('node:path');
const vm = process.getBuiltinModule('node:vm');
const { crc32 } = process.getBuiltinModule('node:zlib');
const { createRequire } = process.getBuiltinModule('node:module');

interface Program {
  runCommandLine(): Promise<void>;
}

const BUNDLE = path.join(__dirname, 'bundle.cjs');
/** V8 itself asks for its version alone. */
const CACHE = path.join(
  __dirname,
  `bundle-${process.version}-${process.platform}-${process.arch}.cache`,
);
const MODULES = path.join(__dirname, 'cli', 'command-line.js');

/** Null where there is none, or where modules were compiled after it. */
function loadBundle(): Program | null {
  const bundle = fs.statSync(BUNDLE, { throwIfNoEntry: false });
  if (bundle === undefined || bundle.mtimeMs < fs.statSync(MODULES).mtimeMs) return null;
  // It is ASCII alone, and so is read faster.
  const script = new vm.Script(fs.readFileSync(BUNDLE, 'latin1'), {
    filename: BUNDLE,
    ...codeCache(),
  });
  const program: { exports: Program | null } = { exports: null };
  script.runInThisContext()(program, createRequire(BUNDLE), __dirname);
  return program.exports;
}

/** Before its checksum (scripts/code-cache.mjs): of one that is damaged V8 dies. Without one the script is compiled. */
function codeCache(): { readonly cachedData?: Buffer } {
  try {
    const bytes = fs.readFileSync(CACHE);
    const cachedData = bytes.subarray(0, -4);
    return bytes.readUInt32LE(cachedData.length) === crc32(cachedData) ? { cachedData } : {};
  } catch {
    return {};
  }
}

// What draws the pages of `serve` is ES modules alone, and it runs so long that its start is nothing.
const program = process.argv.includes('serve', 2) ? null : loadBundle();
if (program === null) void import('./cli/main.js');
else void program.runCommandLine();
