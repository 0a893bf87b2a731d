import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SigningKey } from '../../src/evidence/signing/ed25519.ts';
import { signStatement } from '../../src/evidence/signing/signature.ts';
import { statementText, tagDigests } from '../../src/evidence/signing/statement.ts';

/**
 * A small bag, made by hand as docs/evidence-format.md says and not by the code that exports: what a test changes in it
 * is sealed anew only where the test asks for that.
 */
export type BagFiles = Map<string, Buffer>;

const ALGORITHMS = ['sha256', 'sha512'] as const;

export function digest(algorithm: string, bytes: Uint8Array | string): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

interface LogLine {
  readonly kind: 'directive' | 'event';
  readonly text: Buffer;
}

export interface SampleLog {
  /** As it was given to `ingest`. */
  readonly file: string;
  readonly server: string;
  readonly encoding: 'utf-8' | 'utf-16le';
  readonly lines: readonly LogLine[];
}

const directive = (text: Buffer): LogLine => ({ kind: 'directive', text });
const event = (text: Buffer): LogLine => ({ kind: 'event', text });
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Two logs: one whose bytes are no UTF-8, one in UTF-16. Lines that end with `skipped` are not in the bag. */
export const LOGS: readonly SampleLog[] = [
  {
    file: 'logs/EXCH01.log/20040218.log',
    server: 'EXCH01',
    encoding: 'utf-8',
    lines: [
      directive(Buffer.from('# Message Tracking Log File\r\n')),
      directive(Buffer.from('# date\ttime\tsubject\r\n')),
      event(Buffer.from('one skipped\r\n')),
      event(Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65, 0x20, 0x00, 0xff, 0x0d, 0x0a])),
      event(Buffer.from('two skipped\r\n')),
      event(Buffer.from('bob@partner.example\r\n')),
    ],
  },
  {
    file: 'logs/EXCH02.log/20040218.log',
    server: 'EXCH02',
    encoding: 'utf-16le',
    lines: [
      directive(utf16('\ufeff# date\ttime\n')),
      event(utf16('carol@corp.example\n')),
      event(utf16('skipped\n')),
      event(utf16('dave@corp.example')),
    ],
  },
];

export function logBytes({ lines }: SampleLog): Buffer {
  return Buffer.concat(lines.map(({ text }) => text));
}

const isShown = ({ text, kind }: LogLine): boolean =>
  kind === 'directive' || !text.toString('latin1').replaceAll('\0', '').trim().endsWith('skipped');

export type Row = Record<string, unknown>;

function rowsOf(log: SampleLog): { row: Row; text: Buffer }[] {
  const whole = logBytes(log);
  const rows: { row: Row; text: Buffer }[] = [];
  let offset = 0;
  let rawOffset = 0;
  for (const [index, line] of log.lines.entries()) {
    const { text, kind } = line;
    if (isShown(line)) {
      const row = {
        kind,
        file: log.file,
        server: log.server,
        line: index + 1,
        offset,
        length: text.length,
        lineSha256: digest('sha256', text),
        sourceSha256: digest('sha256', whole),
        sourceSize: whole.length,
        encoding: log.encoding,
        from: 'original',
        raw: `data/raw/${log.server}/20040218.log.part`,
        rawOffset,
        rawLength: text.length,
        event: kind === 'event' ? '1034' : null,
        eventId: kind === 'event' ? index + 1 : null,
        catalogue: 1,
      };
      rows.push({ row, text });
      rawOffset += text.length;
    }
    offset += text.length;
  }
  return rows;
}

export function jsonLines(rows: readonly unknown[]): Buffer {
  return Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** A whole, valid bag; signed where a key is given. */
export function sampleBag(options: { key?: SigningKey; custody?: number } = {}): BagFiles {
  const files: BagFiles = new Map();
  const put = (path: string, content: string | Buffer): void => {
    files.set(path, Buffer.from(content));
  };
  const rows = LOGS.flatMap((log) => rowsOf(log));
  for (const log of LOGS)
    put(
      `data/raw/${log.server}/20040218.log.part`,
      Buffer.concat(rowsOf(log).map(({ text }) => text)),
    );
  put('data/provenance.jsonl', jsonLines(rows.map(({ row }) => row)));
  const events = rows.map(({ row }) => row).filter(({ kind }) => kind === 'event');
  put('data/events.jsonl', jsonLines(events.map(eventRow)));
  put('data/events.csv', '_escaped,message\n0,handed over\n');
  put('data/trace.json', `${JSON.stringify(traceOf(events))}\n`);
  put('data/report.txt', 'bob@partner.example is waiting on EXCH01.\n');
  put('data/report.html', '<!doctype html><title>INC-17</title>\n');
  put('data/sources.csv', 'file,sha256\n');
  put('data/coverage.json', '{}\n');
  put('data/rejects.jsonl', '');
  put('bagit.txt', 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  put('method.md', '# Method\n');
  put('certification-template.md', '# Certification\n');
  put('profile.json', '{}\n');
  sealPayload(files);
  writeCustody(files, options.custody ?? 3);
  if (options.key !== undefined) signBag(files, options.key);
  sealTags(files);
  return files;
}

function eventRow(row: Row): Row {
  return {
    message: 'queued',
    datetime: '2004-02-18T09:20:00.000Z',
    event_id: row['event'],
    source_file: row['file'],
    source_line: row['line'],
    source_offset: row['offset'],
    source_length: row['length'],
    line_sha256: row['lineSha256'],
  };
}

function traceOf(events: readonly Row[]): Row {
  const sources = events.map(({ file, line, offset, length }) => ({
    source: { file, line, offset, length },
  }));
  return {
    schema: 'mailtrail/trace/1',
    messages: [{ recipients: [{ hops: [{ events: sources }] }] }],
  };
}

function paths(files: BagFiles): string[] {
  return [...files.keys()].toSorted();
}

/** Writes the payload manifests and `bag-info.txt` anew. */
export function sealPayload(files: BagFiles, extraInfo = ''): void {
  const payload = paths(files).filter((path) => path.startsWith('data/'));
  writeManifests(files, 'manifest', payload);
  const bytes = payload.reduce((sum, path) => sum + (files.get(path)?.length ?? 0), 0);
  files.set(
    'bag-info.txt',
    Buffer.from(
      `External-Identifier: INC-17\nBagging-Date: 2004-02-19\nBag-Software-Agent: mailtrail 0.1.0\nPayload-Oxum: ${bytes}.${payload.length}\nBagIt-Profile-Identifier: urn:mailtrail:bagit-profile:1\n${extraInfo}`,
    ),
  );
}

/** Writes the tag manifests anew. */
export function sealTags(files: BagFiles): void {
  const tags = paths(files).filter(
    (path) =>
      !path.startsWith('data/') &&
      !path.startsWith('tagmanifest-') &&
      path !== 'manifest-sha256.txt.tsr',
  );
  writeManifests(files, 'tagmanifest', tags);
}

function writeManifests(files: BagFiles, name: string, listed: readonly string[]): void {
  for (const algorithm of ALGORITHMS)
    files.set(
      `${name}-${algorithm}.txt`,
      Buffer.from(
        listed.map((path) => `${digest(algorithm, files.get(path) ?? '')}  ${path}\n`).join(''),
      ),
    );
}

/** Seals a payload that a test changed as a forger would: manifests, custody chain and tag manifests, all anew. */
export function sealAll(files: BagFiles, extraInfo = ''): void {
  sealPayload(files, extraInfo);
  writeCustody(files, 3);
  sealTags(files);
}

/** A line of custody.jsonl; `hash` is that of the other members. */
export function custodyLine(entry: Row): string {
  const body = JSON.stringify(entry);
  return `${body.slice(0, -1)},"hash":"${digest('sha256', body)}"}`;
}

export function custodyEntry(
  files: BagFiles,
  seq: number,
  previous: string | null,
  text = `step ${seq}`,
): Row {
  return {
    seq,
    at: `2004-02-19T08:0${seq}:00.000Z`,
    action: seq === 1 ? 'export' : 'note',
    actor: 'ann',
    host: 'desk.corp.example',
    tool: 'mailtrail 0.1.0',
    text,
    manifestSha256: digest('sha256', files.get('manifest-sha256.txt') ?? ''),
    previous,
  };
}

export function hashOf(line: string): string {
  return line.slice(-66, -2);
}

export function custodyLines(files: BagFiles): string[] {
  return (files.get('custody.jsonl') ?? Buffer.alloc(0)).toString('utf8').trimEnd().split('\n');
}

export function putCustody(files: BagFiles, lines: readonly string[]): void {
  files.set('custody.jsonl', Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

export function writeCustody(files: BagFiles, count: number): void {
  const lines: string[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const last = lines.at(-1);
    lines.push(custodyLine(custodyEntry(files, seq, last === undefined ? null : hashOf(last))));
  }
  putCustody(files, lines);
}

/** Signs the manifests and the newest custody entry; the tag manifests are not sealed. */
export function signBag(files: BagFiles, key: SigningKey, number = 1): void {
  const head = custodyLines(files).at(-1) ?? '';
  const statement = statementText({
    case: 'INC-17',
    manifestSha256: digest('sha256', files.get('manifest-sha256.txt') ?? ''),
    manifestSha512: digest('sha512', files.get('manifest-sha512.txt') ?? ''),
    tagSha256: tagDigests((path) => digest('sha256', files.get(path) ?? '')),
    custodySeq: custodyLines(files).length,
    custodyHash: hashOf(head),
    fingerprint: key.publicKey.fingerprint,
  });
  const { sshsig, raw } = signStatement(key, statement);
  files.set(`signature-${number}.txt`, Buffer.from(statement));
  files.set(`signature-${number}.sig`, Buffer.from(sshsig));
  files.set(`signature-${number}.bin`, raw);
}

/** Writes a bag as a folder, in place of what is there. */
export function writeBag(folder: string, files: BagFiles): string {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    const file = join(folder, ...path.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  return folder;
}
