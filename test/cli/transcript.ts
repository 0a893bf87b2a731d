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

/** Times and sizes that differ from run to run, or by the version of what packs. */
function steady(text: string): string {
  return text
    .replace(/in \d+\.\d s \([\d,]+ events\/s\)/g, 'in N s (N events/s)')
    .replace(/has\s[\d.]+\s[kM]B,\sbefore\s[\d.]+\s[kM]B/g, 'has N kB, before N kB');
}

function quoted(arg: string): string {
  return /^[\w@./:=-]+$/.test(arg) ? arg : `'${arg}'`;
}
