// Runs SQL statements on a new DuckDB file. Plain JavaScript, so that no compiler's start is timed.
// usage: node load-duckdb.mjs --version | DB < STATEMENTS; prints { rows, peakBytes }
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [file = '--version'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(file === '--version' ? ':memory:' : file);
const connection = await instance.connect();

async function ask(sql) {
  const answer = await connection.runAndReadAll(sql);
  return answer.getRows()[0]?.[0];
}

if (file === '--version') console.log(String(await ask('select version()')));
else {
  await connection.run(readFileSync(0, 'utf8'));
  const rows = Number(await ask('select count(*) from log'));
  connection.closeSync();
  instance.closeSync();
  console.log(JSON.stringify({ rows, peakBytes: process.resourceUsage().maxRSS * 1024 }));
}
