import { beforeAll, describe, expect, it } from 'vitest';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';
import { transcript } from './transcript.ts';

/** `stuck` and `daily` as users see them; see golden.test.ts. */
const folder = useTempFolder('file');

const MIDNIGHT = '2004-02-17T00:00:00Z';
/** The summer time of 2004 begins in the second of these days. */
const PARIS = ['--tz', 'Europe/Paris'];

const OF_STORIES: Readonly<Record<string, readonly string[]>> = {
  stuck: ['stuck'],
  'stuck-by-server': ['stuck', '--by', 'server'],
  'stuck-by-next-hop': ['stuck', '--by', 'next-hop'],
  'stuck-by-sender': ['stuck', '--by', 'sender', '--with-system'],
  'stuck-messages': ['stuck', '--by', 'stage', '--count', 'messages'],
  'stuck-as-of': ['stuck', '--as-of', MIDNIGHT],
  'stuck-older-than': ['stuck', '--older-than', '1d'],
  'stuck-nothing': ['stuck', '--as-of', '2004-02-16T09:00:00Z'],
  'stuck-before-the-logs': ['stuck', '--as-of', '2004-02-01'],
  'stuck-growth': ['stuck', '--growth'],
  'stuck-ids': ['stuck', '--as-of', MIDNIGHT, '--ids'],
  'stuck-newest': ['stuck', '--as-of', MIDNIGHT, '--newest'],
  'stuck-newest-md': ['stuck', '--newest', '--md'],
  'stuck-md': ['stuck', '--md'],
  'stuck-csv': ['stuck', '--csv'],
  'stuck-json': ['stuck', '--as-of', MIDNIGHT, '--json'],
  'stuck-prometheus': ['stuck', '--prometheus'],
  'stuck-nagios-ok': ['stuck', '--nagios', '--warn', '20', '--crit', '100'],
  'stuck-nagios-warning': ['stuck', '--nagios', '--warn', '10', '--crit', '100'],
  'stuck-nagios-critical': ['stuck', '--nagios', '--warn', '5', '--crit', '10'],
  'stuck-nagios-no-database': ['--db', 'no-such.db', 'stuck', '--nagios'],
  'stuck-nagios-wrong-option': ['stuck', '--nagios', '--warn', 'abc'],
  'stuck-nagios-no-limits': ['stuck', '--nagios'],
  'stuck-strict': ['stuck', '--as-of', '2004-02-16T09:00:00Z', '--strict'],
  'stuck-limits-alone': ['stuck', '--warn', '5'],
  'stuck-two-forms': ['stuck', '--md', '--csv'],
  'stuck-growth-csv': ['stuck', '--growth', '--csv'],
  'stuck-newest-nagios': ['stuck', '--nagios', '--newest'],
  'stuck-bad-key': ['stuck', '--by', 'domain'],
  'daily-bad': ['daily'],
  'daily-missing-server': ['daily', '2004-02-17'],
  'daily-md': ['daily', '2004-02-17', '--md'],
  'daily-csv': ['daily', '2004-02-17', '--csv'],
  'daily-prometheus': ['daily', '2004-02-17', '--prometheus'],
  'daily-nagios': ['daily', '--nagios'],
  'daily-nagios-limits': ['daily', '--nagios', '--warn', '30'],
  'daily-nagios-critical': ['daily', '--nagios', '--crit', '10'],
  'daily-nagios-no-log': ['daily', '2004-02-01', '--nagios'],
  'daily-nagios-bad-date': ['daily', 'last tuesday', '--nagios'],
  'daily-before-the-logs': ['daily', '2004-02-01'],
  'daily-after-the-logs': ['daily', '2004-02-20'],
  'daily-bad-date': ['daily', '2004-02-30'],
  'daily-limits-alone': ['daily', '--crit', '5'],
  'daily-two-forms': ['daily', '--json', '--prometheus'],
};

const OF_DAYS: Readonly<Record<string, readonly string[]>> = {
  'daily-quiet': [...PARIS, 'daily', '2004-03-27'],
  'daily-quiet-md': [...PARIS, 'daily', '2004-03-27', '--md'],
  'daily-quiet-json': [...PARIS, 'daily', '2004-03-27', '--json'],
  'daily-quiet-nagios': [...PARIS, 'daily', '2004-03-27', '--nagios'],
  'daily-quiet-strict': [...PARIS, 'daily', '2004-03-27', '--strict'],
  'daily-summer-time': [...PARIS, 'daily', '2004-03-28'],
  'daily-summer-time-md': [...PARIS, 'daily', '2004-03-28', '--md'],
  'daily-went-on': [...PARIS, 'daily'],
  'daily-yesterday': [...PARIS, 'daily', 'yesterday', '--older-than', '1d'],
  'stuck-nothing-now': ['stuck'],
  'stuck-growing': ['stuck', '--as-of', '2004-03-28T15:25:00Z', '--older-than', '10m'],
};

describe.each([
  ['stories', 'fixtures/logs', OF_STORIES],
  ['days', 'fixtures/days', OF_DAYS],
])('queues of the %s', (name, logs, cases) => {
  let db = '';

  beforeAll(() => {
    db = folder.at(`${name}.db`);
    expect(mailtrail(['ingest', logs], { db }).code).toBe(0);
  });

  it.each(Object.entries(cases))('%s', async (golden, args) => {
    await expect(transcript(args, db)).toMatchFileSnapshot(`../golden/${golden}.txt`);
  });
});
