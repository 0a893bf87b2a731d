import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import Database from 'better-sqlite3';
import { duckdbVersion, sqliteVersion } from './loaders.ts';

interface Package {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What the figures were measured on, and with. Dependencies are pinned, so package.json tells their versions. */
export function machineLines(): string[] {
  const own: Package = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const memory = new Database(':memory:');
  const library = String(memory.prepare('select sqlite_version()').pluck().get());
  memory.close();
  const processors = cpus();
  // What stands behind the numbers names who built it.
  const kernel = /^[\d.]+/.exec(release())?.[0] ?? release();
  return [
    `- ${new Date().toISOString().slice(0, 10)}, mailtrail ${own.version}, Node ${process.version.slice(1)}`,
    `- ${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory, ${type()} ${kernel}`,
    `- sqlite3 program ${sqliteVersion() ?? 'not installed'}; ` +
      `DuckDB ${duckdbVersion() ?? 'not installed'} ` +
      `(@duckdb/node-api ${own.devDependencies['@duckdb/node-api']}); ` +
      `better-sqlite3 ${own.dependencies['better-sqlite3']} (SQLite ${library}); ` +
      `csv-parse ${own.dependencies['csv-parse']}`,
  ];
}
