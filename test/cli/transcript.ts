import { basename } from 'node:path';
import { mailtrail } from './run.ts';

/** A run as a person would keep it: the command, both outputs, the exit code. */
export function transcript(
  args: readonly string[],
  db: string,
  options: { readonly cwd?: string; readonly env?: Record<string, string> } = {},
): string {
  const { code, out, err } = mailtrail(args, { db, ...options });
  const parts = [`$ mailtrail ${args.map(quoted).join(' ')}`, out.trimEnd()];
  if (err !== '') parts.push('--- stderr', err.trimEnd());
  parts.push(`--- exit code: ${code}`);
  const text = `${parts.filter((part) => part !== '').join('\n')}\n`;
  return steady(text).replaceAll(db, basename(db));
}

/** Times that differ from run to run. */
function steady(text: string): string {
  return text.replace(/in \d+\.\d s \([\d,]+ events\/s\)/g, 'in N s (N events/s)');
}

function quoted(arg: string): string {
  return /^[\w@./:=-]+$/.test(arg) ? arg : `'${arg}'`;
}
