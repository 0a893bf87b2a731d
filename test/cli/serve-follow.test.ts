import { appendFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { log2003 } from '../support/log-2003.ts';
import { serving } from '../support/serving.ts';
import type { Serving } from '../support/serving.ts';
import { readMarkup } from '../support/strict-markup.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail } from './run.ts';

const temp = useTempFolder();
let running: Serving | null = null;

afterEach(() => {
  running?.process.kill('SIGKILL');
  running = null;
});

/** A page of a new database that follows one log; `path`: that log. */
async function start(): Promise<{ site: Serving; path: string; db: string }> {
  const path = temp.write('EXCH01.log/20040218.log', log2003([{}]));
  const db = temp.at('a.db');
  running = await serving(db, ['--interval', '0.2', '--follow', temp.at('EXCH01.log')]);
  return { site: running, path, db };
}

function linesOf(db: string): string {
  return (
    mailtrail(['sql', 'select sum(lines) from source', '--csv'], { db }).out.split('\n')[1] ?? ''
  );
}

/** Events until one fits. */
async function until(events: AsyncIterator<string>, pattern: RegExp): Promise<string> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error('the events ended');
    if (pattern.test(value)) return value;
  }
}

test('serve --follow fills a new database, tells pages of what is added, and ends by Ctrl-C with all that was read', async () => {
  const { site, path, db } = await start();
  const events = site.events();
  expect(await until(events, /^read /)).toMatch(
    /^read \{"version":\d+,"lines":4,"asOf":"2004-02-18T[\d:]{8}\.000Z"\}$/,
  );
  expect(readMarkup(await site.ask('/')).text).toContain('one@corp.example');
  appendFileSync(path, log2003([{ id: 'two@corp.example' }], { header: [] }));
  expect(await until(events, /"lines":1,/)).toMatch(/^read /);
  const page = await site.ask('/');
  expect(readMarkup(page).text).toContain('two@corp.example');
  expect(page).toMatch(/Updated \d\d:\d\d:\d\d UTC: 1 new line\./);
  expect(mailtrail(['ingest', path], { db }).code).toBe(1);
  expect(await site.end()).toBe(130);
  await expect(events.next()).rejects.toThrow('terminated');
  expect(site.said()).not.toContain('error');
  expect(mailtrail(['ingest', path], { db }).code).toBe(0);
  expect(linesOf(db)).toBe('5');
});

test.runIf(process.platform === 'linux')(
  'a follower that dies is told, and the page stays; the same command goes on',
  async () => {
    const { site, path, db } = await start();
    const events = site.events();
    await until(events, /^read /);
    process.kill(site.follower(), 'SIGKILL');
    await until(events, /^ended/);
    expect(await site.ask('/stuck')).toContain(
      'The logs are followed no more: its process was ended by SIGKILL. Pages show what was read',
    );
    await vi.waitFor(() => expect(site.said()).toContain('error: the logs are followed no more'));
    expect(await site.end()).toBe(130);
    appendFileSync(path, log2003([{ id: 'two@corp.example' }], { header: [] }));
    running = await serving(db, ['--interval', '0.2', '--follow', temp.at('EXCH01.log')]);
    await until(running.events(), /^read /);
    expect(await running.end('SIGTERM')).toBe(130);
    expect(linesOf(db)).toBe('5');
  },
);

test('a follower ends with the page, however that ends', async () => {
  const { site, path, db } = await start();
  await until(site.events(), /^read /);
  await site.end('SIGKILL');
  await vi.waitFor(() => expect(mailtrail(['ingest', path], { db }).code).toBe(0), 20_000);
});

test('serve --follow brings a database up to date before it answers', async () => {
  temp.write('a.db', '');
  expect(mailtrail(['serve', '--port', '0'], { db: temp.at('a.db') }).err).toContain(
    'holds nothing',
  );
  const { site } = await start();
  await until(site.events(), /^read /);
  expect(readMarkup(await site.ask('/')).text).toContain('one@corp.example');
});

test('serve --follow does not begin where the logs cannot be followed', async () => {
  const nothing = mailtrail(['serve', '--port', '0', '--follow', temp.at('no.log')], {
    db: temp.at('no.db'),
  });
  expect([nothing.code, nothing.out]).toEqual([1, '']);
  expect(nothing.err).toMatch(/^error: /);
  const { path, db } = await start();
  const second = mailtrail(['serve', '--port', '0', '--follow', path], { db });
  expect([second.code, second.out]).toEqual([1, '']);
  expect(second.err).toContain('another');
});

test.each([['--interval', '2'], ['--no-subject'], ['--server', 'EXCH01']])(
  '%s alone is a mistake',
  (...option) => {
    const { code, err } = mailtrail(['serve', '--port', '0', ...option], { db: temp.at('a.db') });
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(`error: ${option[0]} goes with --follow`),
    ]);
  },
);
