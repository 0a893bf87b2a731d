import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileName } from './clock.ts';
import { HEADER_VERSION, type Server } from './organisation.ts';

const COLUMNS =
  '# Date\tTime\tclient-ip\tClient-hostname\tPartner-Name\tServer-hostname\tserver-IP\t' +
  'Recipient-Address\tEvent-ID\tMSGID\tPriority\tRecipient-Report-Status\ttotal-bytes\t' +
  'Number-Recipients\tOrigination-Time\tEncryption\tservice-Version\tLinked-MSGID\t' +
  'Message-Subject\tSender-Address';

const CHUNK = 1 << 18;

/**
 * The log of one server. Lines wait, by the second of that server's clock, until the simulation has passed that second;
 * then they go to the day's file. So memory holds only what lies ahead of the simulated time.
 */
export class ServerLog {
  lines = 0;
  /** second of the last line that was written; the end of this log */
  last = 0;
  private readonly folder: string | null;
  private readonly server: Server;
  private readonly waiting = new Map<number, string>();
  private next: number;
  private day = -1;
  private fd: number | null = null;
  private chunk = '';

  /** Without a folder it only counts. */
  constructor(folder: string | null, server: Server, firstSecond: number) {
    this.server = server;
    this.next = firstSecond;
    this.folder = folder === null ? null : join(folder, `${server.name}.log`);
    if (this.folder !== null) mkdirSync(this.folder, { recursive: true });
  }

  add(second: number, line: string): void {
    if (second < this.next) throw new Error(`line for the past on ${this.server.name}`);
    this.lines++;
    if (second > this.last) this.last = second;
    if (this.folder === null) return;
    const before = this.waiting.get(second);
    this.waiting.set(second, before === undefined ? line : before + line);
  }

  /** Writes all lines before that second. */
  pass(second: number): void {
    for (; this.next < second; this.next++) {
      const text = this.waiting.get(this.next);
      if (text === undefined) continue;
      this.waiting.delete(this.next);
      this.write(Math.floor(this.next / 86_400), text);
    }
  }

  close(): void {
    this.pass(this.last + 1);
    this.flush();
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
  }

  private write(day: number, text: string): void {
    if (day !== this.day) this.open(day);
    this.chunk += text;
    if (this.chunk.length >= CHUNK) this.flush();
  }

  private open(day: number): void {
    this.flush();
    if (this.fd !== null) closeSync(this.fd);
    this.fd = openSync(join(this.folder ?? '.', fileName(day)), 'w');
    this.day = day;
    this.chunk =
      '# Message Tracking Log File\r\n' +
      `# Exchange System Attendant Version ${HEADER_VERSION[this.server.release]}\r\n${COLUMNS}\r\n`;
  }

  private flush(): void {
    if (this.chunk === '' || this.fd === null) return;
    writeSync(this.fd, this.chunk);
    this.chunk = '';
  }
}
