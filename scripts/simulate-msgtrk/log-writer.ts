import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, HOUR } from '../simulate/clock.ts';
import type { Server } from './organisation.ts';
import { LAYOUTS, type Layout } from './rows.ts';
import type { Release } from './release.ts';
import type { Role } from './steps.ts';

const BOM = '\uFEFF';
const CHUNK = 1 << 17;

interface Waiting {
  readonly at: number;
  readonly line: string;
}

interface LogOptions {
  /** null: lines are only counted */
  readonly folder: string | null;
  readonly server: Server;
  readonly role: Role;
  readonly layout: Layout;
  readonly release: Release;
  /** bytes after which a file is followed by the next counter */
  readonly fileSize: number;
}

function folderOf({ server, release }: LogOptions): string {
  const names = { short: server.name, long: server.fqdn, lower: server.name.toLowerCase() };
  return names[release.folders];
}

/**
 * The files of one role of one server: an hour each, with a new counter when one is full. Lines wait, by the second of
 * that server's clock, until the simulation has passed that second.
 */
export class RoleLog {
  lines = 0;
  /** of the last row, by the server's clock, milliseconds */
  last = 0;
  private readonly options: LogOptions;
  private readonly waiting = new Map<number, Waiting[]>();
  private readonly folder: string | null;
  private readonly length: number;
  private next: number;
  private slot = -1;
  private counter = 0;
  private fd: number | null = null;
  private size = 0;
  private chunk = '';

  constructor(options: LogOptions, firstSecond: number) {
    this.options = options;
    this.next = firstSecond;
    this.length = options.release.slot === 'day' ? DAY : HOUR;
    this.folder = options.folder === null ? null : join(options.folder, folderOf(options));
    if (this.folder !== null) mkdirSync(this.folder, { recursive: true });
  }

  add(at: number, line: string): void {
    const second = Math.floor(at / 1000);
    if (second < this.next) {
      throw new Error(`line for the past in ${this.options.role} of ${this.options.server.name}`);
    }
    this.lines++;
    if (at > this.last) this.last = at;
    if (this.folder === null) return;
    const list = this.waiting.get(second);
    if (list === undefined) this.waiting.set(second, [{ at, line }]);
    else list.push({ at, line });
  }

  /** Writes all lines before that second. */
  pass(second: number): void {
    for (; this.next < second; this.next++) {
      const lines = this.waiting.get(this.next);
      if (lines === undefined) continue;
      this.waiting.delete(this.next);
      for (const { at, line } of lines.toSorted((a, b) => a.at - b.at)) this.write(at, line);
    }
  }

  /** `tail`: what the open file ends in, a line that is being written. */
  close(tail = ''): void {
    this.pass(Math.floor(this.last / 1000) + 1);
    this.chunk += tail;
    this.flush();
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
  }

  private flush(): void {
    if (this.fd !== null && this.chunk !== '') writeSync(this.fd, this.chunk);
    this.chunk = '';
  }

  private write(at: number, line: string): void {
    const slot = Math.floor(at / this.length);
    if (slot !== this.slot || this.size > this.options.fileSize) this.open(slot, at);
    this.chunk += line;
    this.size += Buffer.byteLength(line);
    if (this.chunk.length > CHUNK) this.flush();
  }

  private open(slot: number, at: number): void {
    this.flush();
    if (this.fd !== null) closeSync(this.fd);
    const { role, server, layout, release } = this.options;
    this.counter = slot === this.slot ? this.counter + 1 : 1;
    this.slot = slot;
    this.size = 0;
    const start = new Date(slot * this.length).toISOString();
    const name = start.slice(0, this.length === DAY ? 10 : 13).replaceAll(/[-T]/g, '');
    this.fd = openSync(join(this.folder ?? '.', `${role}${name}-${this.counter}.LOG`), 'w');
    const head = [
      '#Software: Microsoft Exchange Server',
      `#Version: ${release.version ?? server.version}`,
      '#Log-type: Message Tracking Log',
      `#Date: ${new Date(at).toISOString()}`,
      `#Fields: ${LAYOUTS[layout].join(',')}`,
    ];
    this.chunk = `${BOM}${head.join('\r\n')}\r\n`;
  }
}
