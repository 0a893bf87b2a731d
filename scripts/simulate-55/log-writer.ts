import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, fileName } from '../simulate/clock.ts';
import type { ServerName } from './organisation.ts';

export interface Record55 {
  /** Milliseconds UTC, whole seconds. */
  readonly at: number;
  /** Its lines, each with its line end. */
  readonly text: string;
}

/** `2002.4.29 18:50:47`: unpadded. */
export function timeText55(at: number): string {
  const t = new Date(at);
  const day = `${t.getUTCFullYear()}.${t.getUTCMonth() + 1}.${t.getUTCDate()}`;
  return `${day} ${t.getUTCHours()}:${t.getUTCMinutes()}:${t.getUTCSeconds()}`;
}

/** Writes the logs of a server, a file a day, as `SERVER/tracking.log/yyyymmdd.log`. */
export function writeLogs(folder: string, server: ServerName, records: readonly Record55[]): void {
  const own = join(folder, server, 'tracking.log');
  mkdirSync(own, { recursive: true });
  const days = new Map<number, string[]>();
  for (const { at, text } of records.toSorted((a, b) => a.at - b.at)) {
    const day = Math.floor(at / DAY);
    const texts = days.get(day);
    if (texts === undefined) days.set(day, [text]);
    else texts.push(text);
  }
  for (const [day, texts] of days) writeFileSync(join(own, fileName(day)), texts.join(''));
}
