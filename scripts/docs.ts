import { readFileSync, writeFileSync } from 'node:fs';
import { catalogueDoc } from './docs/catalogue-doc.ts';
import { cliDoc } from './docs/cli-doc.ts';
import { schemaDoc } from './docs/schema-doc.ts';
import { readmeWithSession } from './docs/session.ts';

/**
 * Writes what documentation holds of the program itself: help, catalogue, views, the README's session. With `--check`
 * it writes nothing and fails where a file is stale.
 */
const documents: Readonly<Record<string, () => string>> = {
  'docs/cli.md': cliDoc,
  'docs/catalogue.md': catalogueDoc,
  'docs/schema.md': schemaDoc,
  'README.md': () => readmeWithSession(read('README.md')),
};

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return '';
  }
}

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [file, make] of Object.entries(documents)) {
  const text = make();
  if (read(file) === text) continue;
  stale.push(file);
  if (!check) writeFileSync(file, text);
}
if (check && stale.length > 0) {
  console.error(`stale: ${stale.join(', ')}\n  run npm run docs and look at the difference`);
  process.exitCode = 1;
} else
  console.log(stale.length === 0 ? 'documentation is up to date' : `wrote ${stale.join(', ')}`);
