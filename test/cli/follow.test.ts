import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, PROGRAM } from './run.ts';

const temp = useTempFolder();

/** The program while it follows; its answers line by line. */
function start(args: readonly string[]) {
  const command = [PROGRAM, 'ingest', '--follow', '--interval', '0.2', '--db', temp.at('a.db')];
  const child: ChildProcess = spawn(process.execPath, [...command, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async next(): Promise<string> {
      return String((await lines.next()).value);
    },
    async end(): Promise<{ code: unknown; rest: string[] }> {
      const exit = once(child, 'exit');
      child.kill('SIGINT');
      const rest: string[] = [];
      for await (const line of { [Symbol.asyncIterator]: () => lines }) rest.push(line);
      return { code: (await exit)[0], rest };
    },
  };
}

test('ingest --follow reads what is added, lets queries be asked, and ends well by Ctrl-C', async () => {
  const path = temp.write('EXCH01.log/20040218.log', log2003([{}]));
  const running = start([temp.at('EXCH01.log')]);
  expect(await running.next()).toMatch(/^Read 1 file of 1/);
  expect(await running.next()).toMatch(/^4 lines = 1 event/);
  expect(await running.next()).toMatch(/^Next: /);
  appendFileSync(path, log2003([{ event: 1024 }, { event: 1033 }], { header: [] }));
  expect(await running.next()).toBe(`2 new lines in ${path}`);
  const found = mailtrail(['find', '--id', 'one@corp.example', '--jsonl'], { db: temp.at('a.db') });
  expect(JSON.parse(found.out)).toMatchObject({ messageId: 'one@corp.example' });
  expect(mailtrail(['ingest', path], { db: temp.at('a.db') })).toMatchObject({ code: 1 });
  const { code, rest } = await running.end();
  expect(code).toBe(0);
  expect(rest).toEqual([
    expect.stringMatching(/^Followed 1 file for \d+ s\.$/),
    '6 lines = 3 events + 3 header lines + 0 blank + 0 rejected',
  ]);
  expect(mailtrail(['ingest', path], { db: temp.at('a.db') })).toMatchObject({ code: 0 });
});

test('ingest --follow --json prints a summary a line', async () => {
  const path = temp.write('EXCH01.log/20040218.log', log2003([{}]));
  const running = start([temp.at('EXCH01.log'), '--json']);
  expect(JSON.parse(await running.next())).toMatchObject({ totals: { lines: 4 } });
  appendFileSync(path, log2003([{ event: 1024 }], { header: [] }));
  expect(JSON.parse(await running.next())).toMatchObject({
    schema: 'mailtrail/ingest/1',
    files: [{ file: path, lines: 1, continued: true }],
  });
  expect(await running.end()).toEqual({ code: 0, rest: [] });
});
