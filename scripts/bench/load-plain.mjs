// What one writes in an afternoon: csv-parse, and one insert for each line. Plain JavaScript, so that no compiler's start
// is timed. usage: node load-plain.mjs DB HEADER_LINES FILE...; prints { rows, peakBytes }
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { parse } from 'csv-parse';

const [file, headers, ...logs] = process.argv.slice(2);
const names = Array.from({ length: 21 }, (_, index) => `c${index + 1}`);

const db = new Database(file);
db.pragma('journal_mode = wal');
db.pragma('synchronous = normal');
db.exec(`create table log (${names.map((name) => `${name} text`).join(', ')})`);
const insert = db.prepare(`insert into log values (${names.map(() => '?').join(', ')})`);
let rows = 0;

function put(fields) {
  // A tab in a subject makes a line longer, a line that was cut off is shorter.
  const given = fields.length;
  fields.length = names.length;
  if (given < names.length) fields.fill(null, given);
  insert.run(fields);
  rows++;
}

db.exec('begin');
for (const log of logs) {
  const parser = parse({
    delimiter: '\t',
    quote: false,
    relax_column_count: true,
    from_line: Number(headers) + 1,
  });
  parser.on('readable', () => {
    for (let fields = parser.read(); fields !== null; fields = parser.read()) put(fields);
  });
  await pipeline(createReadStream(log, { highWaterMark: 1 << 20 }), parser);
}
db.exec('create index log_by_message on log (c10)');
db.exec('commit');
db.close();
console.log(JSON.stringify({ rows, peakBytes: process.resourceUsage().maxRSS * 1024 }));
