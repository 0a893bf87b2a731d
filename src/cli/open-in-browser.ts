import { spawn } from 'node:child_process';

/** What opens an address, by platform. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the user's browser; `onFailure` is told why not. */
export function openInBrowser(address: string, onFailure: (why: string) => void): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  child.once('error', () => {
    onFailure(`no browser was opened, as ${program} could not be run: open the address yourself`);
  });
  child.unref();
}
