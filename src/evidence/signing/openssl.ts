import { spawn } from 'node:child_process';
import { errorCode } from '../../model/errors.ts';

export type OpensslRun =
  | { readonly kind: 'ran'; readonly code: number | null; readonly out: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'stopped' };

const LIMIT_MS = 30_000;
const MOST_OUTPUT = 64 * 1024;

/**
 * Runs `openssl`, without a shell, both outputs together. In `folder`, which must be ours: Windows looks for programs in the current
 * folder first, and that may be a bag.
 */
export async function runOpenssl(args: readonly string[], folder: string): Promise<OpensslRun> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', args, {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        out = (out + text).slice(0, MOST_OUTPUT);
      });
    child.on('error', (error) => {
      if (errorCode(error) === 'ENOENT') resolve({ kind: 'missing' });
      else reject(error);
    });
    child.on('close', (code, signal) => {
      resolve(signal === null ? { kind: 'ran', code, out } : { kind: 'stopped' });
    });
  });
}
