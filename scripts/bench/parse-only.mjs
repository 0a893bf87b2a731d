// What csv-parse alone takes for the lines of modern logs: all fields of each, and nothing done with them. usage: node parse-only.mjs HEADER_LINES
// FILE...; prints { rows, peakBytes }
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';

const [headers, ...logs] = process.argv.slice(2);
let rows = 0;

for (const log of logs) {
  const parser = parse({ relax_column_count: true, from_line: Number(headers) + 1 });
  parser.on('readable', () => {
    while (parser.read() !== null) rows++;
  });
  await pipeline(createReadStream(log, { highWaterMark: 1 << 20 }), parser);
}
console.log(JSON.stringify({ rows, peakBytes: process.resourceUsage().maxRSS * 1024 }));
