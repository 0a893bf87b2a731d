import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, PROGRAM, ROOT } from './run.ts';

const NUMBERS = 'with recursive c(x) as (select 1 union all select x + 1 from c)';

const temp = useTempFolder('file');
let db = '';

beforeAll(() => {
  db = temp.at('stories.db');
  expect(mailtrail(['ingest', 'fixtures/logs'], { db }).code).toBe(0);
});

function sql(query: string, ...options: readonly string[]) {
  return mailtrail(['sql', query, ...options], { db });
}

/** The program with its output in our hands. */
function start(query: string, ...options: readonly string[]) {
  return spawn(process.execPath, [PROGRAM, '--db', db, 'sql', query, ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('a query without end', () => {
  it('is stopped at its limit, in the middle of its work', () => {
    const begin = performance.now();
    const { code, out, err } = sql(`${NUMBERS} select count(*) from c`, '--timeout', '0.5s');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^error: the query took longer than .* and was stopped\n {2}--timeout 5m /);
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  it('is stopped by Ctrl-C', async () => {
    // The first row says that it is under way.
    const child = start(
      `select 1 union all select count(*) from (${NUMBERS} select x from c)`,
      '--jsonl',
      '--timeout',
      '0',
    );
    await wait(1000);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
  });

  it('ends when nobody reads its rows any more', async () => {
    const child = start(`${NUMBERS} select x from c`, '--jsonl', '--timeout', '0');
    const lines = createInterface(child.stdout);
    const [first] = await once(lines, 'line');
    expect(first).toBe('{"x":1}');
    lines.close();
    child.stdout.destroy();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });
});

describe('many rows', () => {
  it('wait for a slow reader, which counts for no limit', async () => {
    const child = start(
      `${NUMBERS} select x, hex(zeroblob(50)) as more from c limit 20000`,
      '--jsonl',
      '--timeout',
      '5s',
    );
    const exit = once(child, 'exit');
    await wait(6000);
    let bytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    expect((await exit)[0]).toBe(0);
    expect(bytes).toBeGreaterThan(2_000_000);
  });

  it('are all printed for scripts, a thousand for people', () => {
    const query = `${NUMBERS} select x from c limit 1500`;
    expect(sql(query, '--csv').out.split('\n')).toHaveLength(1502);
    const table = sql(query);
    expect(table.out.trimEnd().split('\n')).toHaveLength(1002);
    expect(table.err).toBe('there are more than 1000 rows: --limit 0 gives all\n');
    expect(sql(query, '--limit', '0').out.trimEnd().split('\n').at(-1)).toBe('1,500 rows');
    expect(sql(query, '--limit', '1500').err).toBe('');
    expect(JSON.parse(sql(query, '--json', '--limit', '2').out)).toMatchObject({
      rows: [{ x: 1 }, { x: 2 }],
      more: true,
    });
  });
});

describe('a query', () => {
  it('may come from standard input', () => {
    const input = '-- how many\nselect count(*) as n\nfrom sources;\n';
    expect(mailtrail(['sql', '-', '--jsonl'], { db, input })).toEqual({
      code: 0,
      out: '{"n":11}\n',
      err: '',
    });
  });

  it('is judged as of a moment', () => {
    const count = sql('select count(*) as n from recipients', '--csv', '--as-of', '2004-02-15');
    expect(count.out).toBe('n\n0\n');
    const stuck = `select count(*) as n from recipients where stall_place = 'queue'`;
    const [few, more] = ['1w', '1s'].map((age) => sql(stuck, '--csv', '--older-than', age).out);
    expect(few).not.toBe(more);
  });

  it('runs on a database that holds no events', () => {
    const empty = temp.at('empty.db');
    mailtrail(['ingest', 'fixtures/mail'], { db: empty });
    const count = mailtrail(['sql', 'select count(*) as n from recipients', '--csv'], {
      db: empty,
    });
    expect(count).toMatchObject({ code: 0, out: 'n\n0\n' });
  });

  it('gives no formula to a spreadsheet', () => {
    expect(sql(`select '=1+1' as a, -5 as b, null as c, '' as d`, '--csv').out).toBe(
      `a,b,c,d\n'=1+1,-5,,\n`,
    );
  });
});
