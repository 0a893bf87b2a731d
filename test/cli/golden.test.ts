import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailtrail } from './run.ts';
import { transcript } from './transcript.ts';

/**
 * What users see, as files that a person can read: `test/golden/NAME.txt` holds the command, both outputs and the
 * exit code. `npx vitest run test/cli -u` writes them anew; look at each difference before you keep it.
 */
const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';

const CASES: Readonly<Record<string, readonly string[]>> = {
  help: ['--help'],
  'help-ingest': ['ingest', '--help'],
  'help-trace': ['trace', '--help'],
  'help-find': ['find', '--help'],
  'help-coverage': ['coverage', '--help'],
  'help-explain': ['explain', '--help'],
  'help-custody': ['custody', '--help'],
  'help-forget': ['forget', '--help'],
  'help-purge': ['purge', '--help'],
  'help-serve': ['serve', '--help'],
  'help-sql': ['sql', '--help'],
  'help-stuck': ['stuck', '--help'],
  'help-daily': ['daily', '--help'],
  'no-arguments': [],
  'unknown-command': ['fnd'],
  'unknown-option': ['find', '--recipient', 'bob'],
  'trace-stuck': ['trace', STUCK],
  'trace-brackets-and-zone': ['--tz', 'Europe/Paris', 'trace', `<${STUCK}>`],
  'trace-as-of': ['trace', STUCK, '--as-of', '2004-02-18T09:20:00Z'],
  'trace-older-than': ['trace', STUCK, '--older-than', '1d'],
  'trace-json': ['trace', STUCK, '--json'],
  'trace-csv': ['trace', 'CAFE1A7E24DAB00FA030E18C46', '--csv'],
  'trace-jsonl': ['trace', 'CAFE1A7E24DAB00FA030E18C46', '--jsonl'],
  'trace-raw': ['trace', 'CAFE1A7E24DAB00FA030E18C46@exch01.corp.example', '--raw'],
  'trace-list': ['trace', 'A11CA11569D9914808969AC4E7'],
  'trace-ndr': ['trace', 'DEAD1E77E44EC89C3C535DEDE0'],
  'trace-dsn': ['trace', 'BRIDGE01kVqXwTzRa0000012a@corp.example'],
  'trace-fragment-of-several': ['trace', 'corp.example'],
  'trace-not-found': ['trace', 'no-such-id@nowhere.example'],
  'trace-too-short': ['trace', 'ab'],
  'trace-nothing-named': ['trace'],
  'trace-two': ['trace', STUCK, 'no-such-id@nowhere.example'],
  'trace-searched': ['trace', '--to', 'tender@slowlink.example'],
  'trace-headers-ndr': ['trace', '--headers', 'fixtures/mail/undelivered.eml'],
  'trace-headers-pasted': ['trace', '--headers', 'fixtures/mail/pasted-headers.txt'],
  'trace-headers-missing': ['trace', '--headers', 'no-such-file.eml'],
  'find-waiting': ['find', '--state', 'waiting'],
  'find-json': ['find', '--to', 'bob@partner.example', '--json'],
  'find-csv': ['find', '--state', 'lost', '--csv'],
  'find-jsonl': ['find', '--state', 'unlogged', '--jsonl'],
  'find-range': ['find', '--since', '2h', '--limit', '5'],
  'find-nothing': ['find', '--to', 'nobody@nowhere.example'],
  'find-strict': ['find', '--to', 'bob@partner.example', '--strict'],
  'find-bad-time': ['find', '--since', 'last tuesday'],
  'find-empty-range': ['find', '--since', '2004-02-18', '--until', '2004-02-17'],
  coverage: ['coverage'],
  'coverage-zone': ['--tz', 'America/New_York', 'coverage'],
  'coverage-since': ['coverage', '--since', '2004-02-17', '--until', '2004-02-17'],
  'coverage-outside': ['coverage', '--since', '2005-01-01'],
  'coverage-as-of': ['coverage', '--as-of', '2004-02-16 12:00'],
  'coverage-json': ['coverage', '--json'],
  'coverage-csv': ['coverage', '--csv'],
  'coverage-rejects': ['coverage', '--rejects', '--jsonl'],
  'sql-views': ['sql'],
  'sql-table': ['sql', 'select state, count(*) as recipients from recipients group by state'],
  'sql-blocks': ['sql', `select * from recipients where message_id = '${STUCK}'`],
  'sql-json': [
    'sql',
    'select server, min(hour) as first, null as none from coverage group by 1',
    '--json',
  ],
  'sql-csv': [
    'sql',
    'select server, max(attempts), sum(retries) from hops group by server',
    '--csv',
  ],
  'sql-cut': ['sql', 'select line, at, event from events order by at, file, line', '--limit', '2'],
  'sql-nothing': ['sql', `select * from events where event = 9999`],
  'sql-no-column': ['sql', 'select recipent from recipients'],
  'sql-refused': ['sql', 'delete from message'],
  'sql-no-query': ['sql', '--json'],
  'explain-event': ['explain', '1034'],
  'explain-stage': ['explain', 'remote-queue'],
  'explain-state': ['explain', 'lost'],
  'explain-status': ['explain', '5.5.0'],
  'explain-reply': ['explain', '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'],
  'explain-modern-event': ['explain', 'DEFER'],
  'explain-event-and-source': ['explain', 'receive/storedriver'],
  'explain-source': ['explain', 'SMTP'],
  'explain-held': ['explain', 'held'],
  'explain-json': ['explain', '1031', '--json'],
  'explain-unknown': ['explain', 'remote-que'],
  'ingest-again': ['ingest', 'fixtures/logs'],
  'ingest-missing': ['ingest', 'no/such/path'],
  'ingest-no-match': ['ingest', 'fixtures/*.nothing'],
  'ingest-no-logs': ['ingest', 'fixtures/mail'],
  'ingest-broken-dry-run': ['ingest', 'fixtures/hostile', '--server', 'HOSTILE1', '--dry-run'],
  'follow-stdin': ['ingest', '--follow', '-'],
  'follow-dry-run': ['ingest', '--follow', '--dry-run', 'fixtures/logs'],
  'follow-too-often': ['ingest', '--follow', '--interval', '0.1', 'fixtures/logs'],
  'follow-interval-alone': ['ingest', '--interval', '1', 'fixtures/logs'],
  'forget-several': ['forget', '20040218.log'],
  'forget-not-found': ['forget', 'EXCH03.log/20040218.log'],
  'forget-dry-run': ['forget', 'EXCH2K.log/20040216.log', '--dry-run'],
  // What is below sees a database without that file.
  forget: ['forget', 'EXCH2K.log/20040216.log'],
  'forget-again': ['forget', 'EXCH2K.log/20040216.log', '--json'],
  'ingest-forgotten': ['ingest', 'fixtures/logs'],
  'purge-no-moment': ['purge'],
  'purge-dry-run': ['purge', '--before', '2004-02-17T12:20:00Z', '--dry-run'],
  // What is below sees a database without older lines.
  purge: ['purge', '--before', '2004-02-17T12:20:00Z'],
  'purge-again': ['--tz', 'Europe/Paris', 'purge', '--before', '2004-02-17T12:20:00Z'],
  'purge-ingest': ['ingest', 'fixtures/logs'],
  'purge-coverage': ['coverage'],
  'purge-find-nothing': ['find', '--to', 'nobody@nowhere.example'],
  'purge-all': ['purge', '--before', '2004-03-01'],
  'purge-all-find': ['find'],
};

describe('the program, as users see it', () => {
  let folder = '';
  let db = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailtrail-golden-'));
    db = join(folder, 'stories.db');
    expect(mailtrail(['ingest', 'fixtures/logs'], { db }).code).toBe(0);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.entries(CASES))('%s', async (name, args) => {
    const text = transcript(args, db);
    await expect(text).toMatchFileSnapshot(`../golden/${name}.txt`);
  });
});
