// Shows what mailtrail does, from a fresh clone: installs and builds if needed, loads the example logs, traces a
// missing message. Plain JavaScript, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const windows = process.platform === 'win32';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`mailtrail needs Node 20.19 or newer; this is ${process.versions.node}`);
  process.exit(1);
}

/** Runs npm quietly; what it said is shown only if it failed. */
function npm(what, args) {
  console.log(`(${what} ...)`);
  const run = spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: windows });
  if (run.status === 0) return;
  console.error(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error?.message ?? ''}`);
  console.error(
    `npm ${args.join(' ')} failed. Without a prebuilt better-sqlite3 it compiles: that takes`,
  );
  console.error('python3, make and g++ (on Windows the Visual Studio build tools).');
  process.exit(1);
}

/** Runs mailtrail and shows what a user would see. */
function mailtrail(args, expected) {
  console.log(`\n$ mailtrail ${args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg)).join(' ')}`);
  const run = spawnSync(process.execPath, [join(root, 'dist', 'mailtrail.cjs'), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MAILTRAIL_DB: database },
  });
  if (run.status === expected) return;
  console.error(`mailtrail ended with ${run.status ?? run.signal}, not with ${expected}`);
  process.exitCode = 1;
}

if (!existsSync(join(root, 'node_modules', 'better-sqlite3', 'package.json')))
  npm('installing, this can take a minute', ['ci']);
npm('building', ['run', 'build']);

const folder = mkdtempSync(join(tmpdir(), 'mailtrail-demo-'));
const database = join(folder, 'demo.db');
try {
  console.log("\nBob says Alice's quarterly figures never came. Load the logs of all servers:");
  mailtrail(['ingest', 'fixtures/logs'], 0);
  console.log('\nWhich message was it?');
  mailtrail(['find', '--to', 'bob@partner.example', '--subject', 'quarterly'], 0);
  console.log('\nWhere is it? (The exit code is 4: found, and stalled.)');
  mailtrail(['trace', 'F16E5DA74673964608D0CF1EEE@exch01.corp.example'], 4);
  console.log('\nWhat does that last event mean?');
  mailtrail(['explain', '1034'], 0);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
