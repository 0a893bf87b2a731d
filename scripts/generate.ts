import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  compareTruth,
  isFound,
  isTruth,
  passes,
  shareOf,
  type Comparison,
  type FoundRow,
  type KindScore,
} from './simulate/compare.ts';
import { checkQueue } from './simulate/check-queue.ts';
import { sayDifference } from './simulate/compare-queue.ts';
import { readRows } from './simulate/row-file.ts';
import { generate, messagesFor } from './simulate/run.ts';
import { generate55 } from './simulate-55/run.ts';
import {
  generate as generateMsgtrk,
  messagesFor as msgtrkMessagesFor,
} from './simulate-msgtrk/run.ts';
import { LAYOUTS, type Layout } from './simulate-msgtrk/rows.ts';

const USAGE = `usage:
  generate --out DIR [--seed N] [--messages N | --lines N] [--days N] [--unique] [--no-withheld] [--no-skew]
  generate --format msgtrk --out DIR [--seed N] [--messages N | --lines N] [--days N] [--no-withheld] [--no-skew] [--servers N] [--edge] [--vary] [--columns 30|27|26|21] [--file-size BYTES]
  generate --format exchange55 --out DIR [--seed N] [--messages N] [--days N]
  generate --check DIR --found FILE.jsonl [--examples N]
  generate --check-queue DIR --db FILE [--moments N] [--seed N] [--tz ZONE] [--examples N]
Logs go to DIR/logs/<SERVER>.log/ (msgtrk: DIR/logs/<SERVER>/), the truth to DIR/truth.jsonl: where each recipient is at the end. DIR/queue.jsonl holds
each stay of each recipient on a server, DIR/servers.jsonl the servers. --check compares what find printed with the truth,
--check-queue what the built program's stuck and daily print, for many moments and all days, with the stays.
`;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    format: { type: 'string', default: 'exchange2003' },
    servers: { type: 'string', default: '2' },
    edge: { type: 'boolean', default: false },
    vary: { type: 'boolean', default: false },
    columns: { type: 'string', default: '30' },
    'file-size': { type: 'string' },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    messages: { type: 'string', default: '4000' },
    lines: { type: 'string' },
    days: { type: 'string', default: '3' },
    unique: { type: 'boolean', default: false },
    withheld: { type: 'boolean', default: true },
    skew: { type: 'boolean', default: true },
    check: { type: 'string' },
    found: { type: 'string' },
    'check-queue': { type: 'string' },
    db: { type: 'string' },
    moments: { type: 'string', default: '20' },
    tz: { type: 'string', default: 'UTC' },
    examples: { type: 'string', default: '2' },
  },
});

function whole(text: string, name: string, least = 1): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < least) throw new Error(`--${name} ${text}?`);
  return number;
}

function make(out: string): void {
  const { unique, withheld, skew, lines } = values;
  const days = whole(values.days, 'days');
  const options = { seed: whole(values.seed, 'seed', 0), days, unique, withheld, skew };
  const messages =
    lines === undefined
      ? whole(values.messages, 'messages')
      : messagesFor(whole(lines, 'lines'), options);
  const started = performance.now();
  const made = generate({ ...options, messages, out });
  const seconds = (performance.now() - started) / 1000;
  process.stderr.write(
    `${made.lines} lines (${made.broken} broken), ${made.rows} recipients, ${messages} messages, ` +
      `${made.kinds.size} kinds, ${seconds.toFixed(1)} s, ${Math.round(made.lines / seconds)} lines/s\n` +
      (made.withheld === null ? '' : `left out: ${made.withheld}\n`) +
      (made.missing.length === 0 ? '' : `kinds that did not occur: ${made.missing.join(', ')}\n`),
  );
}

function isLayout(number: number): number is Layout {
  return number in LAYOUTS;
}

function makeMsgtrk(out: string): void {
  const { withheld, skew, edge, vary } = values;
  const layout = Number(values.columns);
  if (!isLayout(layout)) throw new Error(`--columns ${values.columns}?`);
  const size = values['file-size'];
  const options = {
    seed: whole(values.seed, 'seed', 0),
    days: whole(values.days, 'days'),
    servers: whole(values.servers, 'servers', 2),
    fileSize: size === undefined ? null : whole(size, 'file-size'),
    withheld,
    skew,
    edge,
    vary,
    layout,
  };
  const messages =
    values.lines === undefined
      ? whole(values.messages, 'messages')
      : msgtrkMessagesFor(whole(values.lines, 'lines'), options);
  const made = generateMsgtrk({ ...options, messages, out });
  process.stderr.write(
    `${made.lines} lines (${made.broken} broken), ${made.rows} recipients, ${messages} messages, ` +
      `${made.kinds.size} kinds
` +
      made.withheld.map((left) => `left out: ${left}\n`).join('') +
      (made.missing.length === 0 ? '' : `kinds that did not occur: ${made.missing.join(', ')}\n`),
  );
}

function make55(out: string): void {
  const made = generate55({
    out,
    seed: whole(values.seed, 'seed', 0),
    messages: whole(values.messages, 'messages'),
    days: whole(values.days, 'days'),
  });
  process.stderr.write(
    `${made.records} records and ${made.broken} broken ones, ${made.rows} recipients\n` +
      (made.missing.length === 0 ? '' : `kinds that did not occur: ${made.missing.join(', ')}\n`),
  );
}

function check(folder: string, found: string): void {
  const truth = readRows(join(folder, 'truth.jsonl'), isTruth);
  const comparison = compareTruth(truth, readRows(found, isFound));
  print(comparison, whole(values.examples, 'examples', 0));
  process.exitCode = passes(comparison) ? 0 : 1;
}

function checkReports(folder: string, db: string): void {
  const examples = whole(values.examples, 'examples', 0);
  let different = 0;
  let unsure = 0;
  const options = {
    moments: whole(values.moments, 'moments'),
    seed: whole(values.seed, 'seed', 0),
    zone: values.tz,
  };
  for (const difference of checkQueue(folder, db, options)) {
    if (difference.unsure) unsure += difference.cells.length;
    else different += difference.cells.length;
    process.stdout.write(`${sayDifference(difference, examples)}\n`);
  }
  process.stdout.write(
    `${different} numbers differ, and ${unsure} of messages that logs let one only guess of\n`,
  );
  process.exitCode = different === 0 ? 0 : 1;
}

function print({ kinds, total, share }: Comparison, examples: number): void {
  const out: string[] = [];
  const row = (...cells: (string | number)[]): void => {
    const [kind = '', ...rest] = cells;
    out.push(String(kind).padEnd(30) + rest.map((cell) => String(cell).padStart(9)).join(''));
  };
  row('kind', 'total', 'right', 'wrong', 'missing', 'surplus', 'false', '%');
  const line = (k: Omit<KindScore, 'examples'>): void =>
    row(
      k.kind,
      k.total,
      k.right,
      k.wrong,
      k.missing,
      k.surplus,
      k.falseStalls,
      percent(shareOf(k)),
    );
  kinds.forEach(line);
  line({ kind: 'all', ...total, wrong: kinds.reduce((sum, kind) => sum + kind.wrong, 0) });
  for (const { kind, examples: shown } of kinds) {
    for (const each of shown.wrong.slice(0, examples)) {
      out.push(
        `${kind} wrong\n  truth ${JSON.stringify(each.truth)}\n  found ${brief(each.found)}`,
      );
    }
    for (const each of shown.missing.slice(0, examples)) {
      out.push(`${kind} missing\n  truth ${JSON.stringify(each)}`);
    }
    for (const each of shown.surplus.slice(0, examples)) {
      out.push(`${kind} surplus\n  found ${brief(each)}`);
    }
  }
  out.push(`right: ${percent(share)} %`);
  process.stdout.write(`${out.join('\n')}\n`);
}

function percent(share: number): string {
  return (Math.floor(share * 100_000) / 1000).toFixed(3);
}

function brief(found: FoundRow): string {
  const { messageId, recipient, state, stage, server, stall } = found;
  return JSON.stringify({ messageId, recipient, state, stage, server, stall });
}

if (values.check !== undefined && values.found !== undefined) check(values.check, values.found);
else if (values['check-queue'] !== undefined && values.db !== undefined)
  checkReports(values['check-queue'], values.db);
else if (values.out !== undefined && values.format === 'msgtrk') makeMsgtrk(values.out);
else if (values.out !== undefined && values.format === 'exchange55') make55(values.out);
else if (values.out !== undefined && values.format === 'exchange2003') make(values.out);
else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}
