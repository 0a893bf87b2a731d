import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { PROGRAM } from '../cli/run.ts';

/** `mailtrail serve` while it runs. */
export interface Serving {
  /** With the key. */
  readonly address: string;
  /** That the key is exchanged for. */
  readonly cookie: string;
  readonly process: ChildProcess;
  /** The process that follows logs for it. */
  follower(): number;
  /** All that it said on standard error so far. */
  said(): string;
  ask(path: string): Promise<string>;
  /** Events of `/live` as they come: `read {"version":1,...}`. */
  events(): AsyncIterator<string>;
  /** Its exit code. */
  end(signal?: NodeJS.Signals): Promise<unknown>;
}

/** Starts the built program at a free port. */
export async function serving(db: string, args: readonly string[]): Promise<Serving> {
  const command = [PROGRAM, '--db', db, 'serve', '--port', '0', ...args];
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const line = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  if (line.done) throw new Error(`it did not begin: ${said}`);
  const address = line.value;
  const entry = await fetch(address);
  const [cookie = ''] = (entry.headers.get('set-cookie') ?? '').split(';');
  const headers = { cookie };
  return {
    address,
    cookie,
    process: child,
    follower: () => Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')),
    said: () => said,
    ask: async (path) => (await fetch(new URL(path, address), { headers })).text(),
    async *events() {
      const { body } = await fetch(new URL('/live', address), { headers });
      let text = '';
      for await (const piece of body ?? []) {
        text += Buffer.from(piece).toString('utf8');
        const whole = text.split('\n\n');
        text = whole.pop() ?? '';
        for (const event of whole) {
          const parts = /^id: \d+\nevent: (.*)\ndata: (.*)$/.exec(event);
          if (parts !== null) yield `${parts[1]} ${parts[2]}`;
        }
      }
    },
    async end(signal = 'SIGINT') {
      if (child.exitCode !== null) return child.exitCode;
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code] = await exit;
      return code;
    },
  };
}
