// Writes what V8 compiled of the bundle, and its checksum. V8 keeps what was needed: everyday commands run first, on the example logs.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

const [, , bundle, cache] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'mailtrail-build-'));

/** Each with its exit code: example mail is stuck. */
const EVERYDAY = [
  [0, 'ingest', join(dirname(bundle), '..', 'fixtures', 'logs')],
  [4, 'stuck'],
  [4, 'daily'],
  [4, 'daily', '--json'],
  [0, 'coverage'],
  [0, 'find', '--state', 'ndr'],
  [4, 'trace', 'F16E5DA7'],
];

const script = new Script(readFileSync(bundle, 'latin1'), { filename: bundle });
const program = { exports: {} };
script.runInThisContext()(program, createRequire(bundle), dirname(bundle));
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
const compiled = script.createCachedData();
const checksum = Buffer.alloc(4);
checksum.writeUInt32LE(crc32(compiled));
writeFileSync(cache, Buffer.concat([compiled, checksum]));
process.exitCode = 0;
