import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileDb } from '../support/ingest.ts';
import { log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';
import { mailtrail, PROGRAM } from './run.ts';

describe('serve', () => {
  const folder = useTempFolder('file');
  let db: string;
  beforeAll(async () => {
    db = await fileDb(folder.at('m.db'), ['fixtures/logs']);
  });

  it('prints an address with a key, answers at loopback, and ends by Ctrl-C with 130', async () => {
    const args = [PROGRAM, '--db', db, 'serve', '--port', '0'];
    const child: ChildProcess = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (child.stdout === null) throw new Error('no output');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const address = String((await lines.next()).value);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?key=[\w-]{43}$/);
    const entry = await fetch(address);
    const [cookie = ''] = (entry.headers.get('set-cookie') ?? '').split(';');
    expect((await fetch(new URL('/stuck', address))).status).toBe(401);
    const stuck = await fetch(new URL('/stuck.json', address), { headers: { cookie } });
    expect(await stuck.text()).toBe(mailtrail(['stuck', '--json'], { db }).out);
    const find = async (more: string): Promise<string> =>
      (await fetch(new URL(`/find.json?${more}`, address), { headers: { cookie } })).text();
    const found = mailtrail(['find', '--server', 'exch02', '--json'], { db }).out;
    expect(await find('server=exch02')).toBe(found);
    expect(await find('server=exch02&place=999999999999999.1.0.0')).toBe(found);
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    expect((await exit)[0]).toBe(130);
  });

  it('looks through many messages beside its pages, and tells what is asked amiss', async () => {
    const lines = Array.from({ length: 900 }, (_, i) => ({ id: `${i}@corp.example` }));
    const many = await fileDb(folder.at('many.db'), [
      folder.write('EXCH01.log/20040218.log', log2003(lines)),
    ]);
    const child = spawn(process.execPath, [PROGRAM, '--db', many, 'serve', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [address] = await once(createInterface(child.stdout), 'line');
    const [cookie = ''] = ((await fetch(address)).headers.get('set-cookie') ?? '').split(';');
    const text = async (path: string): Promise<string> =>
      (await fetch(new URL(path, address), { headers: { cookie } })).text();
    expect(await text('/?q=corp.example')).toContain('Look through all');
    const [all, json, still] = await Promise.all([
      // Who was told that it is being worked out.
      text('/?q=corp.example&all=1&waited=1'),
      text('/find.json?q=corp.example'),
      text('/stuck'),
    ]);
    expect(all).toContain('900 recipients');
    expect(all).not.toContain('Look through all');
    expect(JSON.parse(json)).toMatchObject({ total: 900 });
    expect(still).toContain('What is stuck');
    expect(await text('/find.json?q=corp.example&since=never')).toContain('never');
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    expect((await exit)[0]).toBe(130);
  });

  it('says what to do where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const bound = other.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    const { port } = bound;
    const { code, out, err } = mailtrail(['serve', '--port', String(port)], { db });
    other.close();
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`error: port ${port} is in use`);
    expect(err).toContain('--port 0');
  });

  it('does not begin without a database, nor at a port that is none', () => {
    expect(mailtrail(['serve', '--port', '0'], { db: folder.at('no.db') })).toMatchObject({
      code: 1,
      out: '',
    });
    expect(mailtrail(['serve', '--port', '65536'], { db }).code).toBe(2);
    expect(mailtrail(['serve', '--port', '127.0.0.1:80'], { db }).code).toBe(2);
  });
});
