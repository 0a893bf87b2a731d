import type { Command } from 'commander';
import { Option } from 'commander';
import { STAGES, STATES } from '../../model/stage.ts';
import type { Stage, State } from '../../model/stage.ts';
import { EXIT, UserError } from '../../model/user-error.ts';
import type { ExitCode } from '../../model/user-error.ts';
import type { FindRecord } from '../../model/report.ts';
import { findRecords, findReport } from '../../queries/find.ts';
import type { FindQuery } from '../../queries/find.ts';
import { parseMoment } from '../../queries/parse-moment.ts';
import { resolveIds } from '../../queries/resolve-ids.ts';
import { findText } from '../../render/find-text.ts';
import { safeJson } from '../../render/visible.ts';
import type { Store } from '../../store/reader.ts';
import { csvRow } from '../csv.ts';
import { worstExit } from '../exit-code.ts';
import { createView, tell } from '../io.ts';
import type { Io } from '../io.ts';
import { addAsOfOptions, addOutputOptions, contextFor, countOption, isIncomplete, withStore } from '../options.ts';
import type { AsOfOptions, GlobalOptions, OutputOptions } from '../options.ts';

export interface MessageOptions {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly since?: string;
  readonly until?: string;
}

type FindOptions = GlobalOptions &
  AsOfOptions &
  OutputOptions &
  MessageOptions & {
    readonly id?: string;
    readonly server?: string;
    readonly state?: State;
    readonly stage?: Stage;
    readonly limit: number;
  };

export function addMessageOptions(command: Command): Command {
  return command
    .option('--from <ADDRESS>', 'sender: an address, or a part of one')
    .option('--to <ADDRESS>', 'recipient: an address, or a part of one')
    .option('--subject <TEXT>', 'a part of the subject')
    .option('--since <TIME>', 'messages with any event at or after it')
    .option('--until <TIME>', 'messages with any event before it');
}

export function addFind(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const command = program
    .command('find')
    .summary('messages by sender, recipient, subject, time, state')
    .description('Finds messages and says where each recipient of them is.');
  addMessageOptions(command)
    .option('--id <ID>', 'message id, or a fragment of at least 4 characters')
    .option('--server <NAME>', 'recipients that are on this server')
    .addOption(new Option('--state <STATE>', 'recipients in this state').choices(STATES))
    .addOption(new Option('--stage <STAGE>', 'recipients in this stage').choices(STAGES))
    .option('--limit <N>', 'at most N recipients, 0 for all', countOption, 50);
  addOutputOptions(addAsOfOptions(command)).addHelpText(
    'after',
    `
Examples:
  mailtrail find --to bob@partner.example --since yesterday
  mailtrail find --state waiting --older-than 1h
  mailtrail find --from @corp.example --subject "quarterly" --json`,
  );
  command.action(() => {
    done(find(command.optsWithGlobals<FindOptions>(), io));
  });
}

function find(options: FindOptions, io: Io): ExitCode {
  return withStore(options.db, (store, logEnd) => {
    const context = contextFor(store, logEnd, options);
    const query = queryOf(store, options, logEnd);
    let count = 0;
    if (options.jsonl ?? options.csv) {
      const limit = options.limit === 0 ? Number.POSITIVE_INFINITY : options.limit;
      if (options.csv) io.out(csvRow(CSV_COLUMNS));
      for (const record of findRecords(store, query, context)) {
        if (count >= limit) break;
        count += 1;
        io.out(options.jsonl ? `${safeJson(record)}\n` : csvRow(recordCells(record)));
      }
    } else {
      const report = findReport(store, query, options.limit, context);
      count = report.total;
      io.out(options.json ? `${safeJson(report, 2)}\n` : findText(report, createView(io, options)));
    }
    if (count === 0 && !options.json) tell(io, 'nothing found: widen the search, or load more logs');
    return worstExit([
      count === 0 ? EXIT.nothingFound : EXIT.done,
      options.strict && isIncomplete(context) ? EXIT.incomplete : EXIT.done,
    ]);
  });
}

export function rangeOf(
  options: MessageOptions & GlobalOptions,
  logEnd: number,
): { since: number | null; until: number | null } {
  const { since, until, tz: zone } = options;
  const range = {
    since: since === undefined ? null : parseMoment(since, '--since', { logEnd, zone, edge: 'start' }),
    until: until === undefined ? null : parseMoment(until, '--until', { logEnd, zone, edge: 'end' }),
  };
  if (range.since !== null && range.until !== null && range.since >= range.until)
    throw new UserError('empty-range', '--since is not before --until', {
      hint: 'exchange the two',
      exitCode: EXIT.usage,
    });
  return range;
}

function queryOf(store: Store, options: FindOptions, logEnd: number): FindQuery {
  return {
    from: options.from ?? null,
    to: options.to ?? null,
    subject: options.subject ?? null,
    ids: options.id === undefined ? null : resolveIds(store, options.id),
    ...rangeOf(options, logEnd),
    server: options.server ?? null,
    state: options.state ?? null,
    stage: options.stage ?? null,
  };
}

const CSV_COLUMNS = [
  'messageId',
  'recipient',
  'sender',
  'subject',
  'state',
  'stage',
  'server',
  'since',
  'ageSeconds',
  'stallPlace',
  'nextHop',
  'confidence',
  'firstSeenAt',
  'lastSeenAt',
];

function recordCells(record: FindRecord): (string | number | null)[] {
  return [
    record.messageId,
    record.recipient,
    record.sender,
    record.subject,
    record.state,
    record.stage,
    record.server,
    record.since,
    record.ageSeconds,
    record.stall?.place ?? null,
    record.stall?.nextHop ?? null,
    record.confidence,
    record.firstSeenAt,
    record.lastSeenAt,
  ];
}
