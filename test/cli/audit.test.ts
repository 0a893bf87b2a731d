import { userInfo } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';

const temp = useTempFolder('file');
let db = '';

beforeAll(() => {
  db = temp.at('stories.db');
  expect(mailtrail(['ingest', 'fixtures/logs'], { db }).code).toBe(0);
});

function audit(): Record<string, unknown>[] {
  const { out } = mailtrail(['sql', 'select * from audit order by id', '--jsonl'], { db });
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
}

describe('trace --case', () => {
  it('notes who asked what, when and why, and what came out', () => {
    const args = [
      'trace',
      STUCK,
      'nothing@nowhere.example',
      '--case',
      'K1',
      '--reason',
      'complaint',
    ];
    const env = { SOURCE_DATE_EPOCH: '1077105600' };
    const before = audit().length;
    const plain = mailtrail(['trace', STUCK, 'nothing@nowhere.example'], { db });
    expect(mailtrail([...args, '--by', 'Alice'], { db, env })).toEqual(plain);
    expect(audit().slice(before)).toEqual([
      {
        id: before + 1,
        at: '2004-02-18T12:00:00.000Z',
        action: 'trace',
        case_name: 'K1',
        actor: 'Alice',
        reason: 'complaint',
        query: JSON.stringify({ ids: [STUCK, 'nothing@nowhere.example'] }),
        outcome: JSON.stringify({
          messages: [STUCK],
          recipients: 1,
          notFound: ['nothing@nowhere.example'],
        }),
        tool: 'mailtrail 0.1.0',
      },
    ]);
  });

  it('notes a search by its options, and the user', () => {
    mailtrail(['trace', '--to', 'tender@slowlink.example', '--case', 'K2'], { db });
    expect(audit().at(-1)).toMatchObject({
      case_name: 'K2',
      actor: userInfo().username,
      reason: null,
      query: '{"to":"tender@slowlink.example"}',
    });
  });

  it('answers where it cannot be noted, and says so', () => {
    const busy = new Database(db);
    busy.exec('begin immediate');
    const { code, out, err } = mailtrail(['trace', STUCK, '--case', 'K3'], { db });
    busy.exec('rollback');
    busy.close();
    expect(code).toBe(4);
    expect(out).toContain(STUCK);
    expect(err).toMatch(/^not noted in the database: database is locked .*\n {2}another mailtrail/);
    expect(audit().filter((row) => row['case_name'] === 'K3')).toEqual([]);
  }, 30_000);

  it.each([
    [['--reason', 'why']],
    [['--by', 'Alice']],
    [['--case', ' ']],
    [['--case', 'K4', '--by', '']],
  ])('refuses %j', (args) => {
    expect(mailtrail(['trace', STUCK, ...args], { db }).code).toBe(2);
  });
});
