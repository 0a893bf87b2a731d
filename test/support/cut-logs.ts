import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LINE_DATE = /^(\d+)-(\d+)-(\d+)\t(\d+):(\d+):(\d+) GMT\t/;

function timeOf(line: string): number | null {
  const [, ...parts] = LINE_DATE.exec(line) ?? [];
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(Number);
  return parts.length === 0 ? null : Date.UTC(year, month - 1, day, hours, minutes, seconds);
}

/** The logs as they were at that moment, when each server whose log goes on has just written something. */
export function logsUpTo(logs: string, asOf: number, into: string): void {
  for (const name of readdirSync(logs, { recursive: true, encoding: 'utf8' })) {
    if (!/\d{8}\.log$/.test(name)) continue;
    const lines = readFileSync(join(logs, name), 'latin1').split(/(?<=\n)/);
    const kept = lines.filter((line) => (timeOf(line) ?? Number.NEGATIVE_INFINITY) <= asOf);
    if (!kept.some((line) => timeOf(line) !== null)) continue;
    mkdirSync(dirname(join(into, name)), { recursive: true });
    writeFileSync(join(into, name), kept.join(''), 'latin1');
  }
  const now = new Date(asOf);
  const stamp = `${now.getUTCFullYear()}-${now.getUTCMonth() + 1}-${now.getUTCDate()}\t${now.getUTCHours()}:${now.getUTCMinutes()}:${now.getUTCSeconds()} GMT`;
  for (const folder of readdirSync(into)) {
    const file = join(into, folder, `${now.toISOString().slice(0, 10).replaceAll('-', '')}.log`);
    const line = `${stamp}\t-\t-\t-\t${folder.slice(0, -'.log'.length)}\t-\tnow@corp.example\t1077\tnow.${folder}\t0\t0\t1\t1\t-\t0\tVersion: 6.0.3790.0\t-\t-\tnow@corp.example\t-\r\n`;
    writeFileSync(file, line, { flag: 'a' });
  }
}
