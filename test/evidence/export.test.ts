import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { mailtrail } from '../cli/run.ts';
import type { Run } from '../cli/run.ts';
import { contentsBelow, filesBelow, jsonLines } from '../support/bag-files.ts';
import { ROOT } from '../cli/run.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const STUCK = 'F16E5DA74673964608D0CF1EEE@exch01.corp.example';
const HAS_COREUTILS = spawnSync('sha256sum', ['--version']).status === 0;

const HAS_TOOLS =
  HAS_COREUTILS &&
  spawnSync('openssl', ['version']).status === 0 &&
  spawnSync('ssh-keygen', ['-?']).error === undefined;

const folder = useTempFolder();
let db = '';

/** Logs that a test may change. */
function copyLogs(): string {
  const logs = folder.at('logs');
  cpSync(join(ROOT, 'fixtures/logs'), logs, { recursive: true });
  return logs;
}

function run(args: readonly string[], env: Record<string, string> = {}): Run {
  return mailtrail(args, { db, cwd: folder.path, env });
}

function exported(out: string, args: readonly string[] = [STUCK]): string {
  const made = run(['export', ...args, '--case', 'INC-17', '--out', out]);
  expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
  return folder.at(out);
}

beforeEach(() => {
  db = folder.at('stories.db');
});

describe('a bag of the logs', () => {
  beforeEach(() => {
    copyLogs();
    expect(run(['ingest', 'logs']).code).toBe(0);
  });

  it('is not made of a message that no line had told of yet', () => {
    const asked = ['export', STUCK, '--as-of', '2004-02-16', '--case', 'INC-17', '--out', 'early'];
    const { code, err } = run(asked);
    expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining('no bag was made') });
    expect(filesBelow(folder.path).filter((path) => path.includes('early'))).toEqual([]);
  });

  it('holds what the format names', () => {
    const bag = exported('bag');
    expect(filesBelow(bag)).toEqual([
      'bag-info.txt',
      'bagit.txt',
      'certification-template.md',
      'custody.jsonl',
      'data/coverage.json',
      'data/events.csv',
      'data/events.jsonl',
      'data/provenance.jsonl',
      'data/raw/BRIDGE01/20040218.log.part',
      'data/raw/EXCH01/20040218.log.part',
      'data/rejects.jsonl',
      'data/report.html',
      'data/report.txt',
      'data/sources.csv',
      'data/trace.json',
      'manifest-sha256.txt',
      'manifest-sha512.txt',
      'method.md',
      'profile.json',
      'tagmanifest-sha256.txt',
      'tagmanifest-sha512.txt',
    ]);
    const trace = readFileSync(join(bag, 'data/trace.json'), 'utf8');
    expect(JSON.parse(trace)).toEqual(JSON.parse(run(['trace', STUCK, '--json']).out));
  });

  it.skipIf(!HAS_COREUTILS)('is accepted by sha256sum and sha512sum', () => {
    const bag = exported('bag', ['--stuck', '2004-02-18']);
    for (const algorithm of ['sha256', 'sha512']) {
      const manifests = [`manifest-${algorithm}.txt`, `tagmanifest-${algorithm}.txt`];
      const checked = spawnSync(`${algorithm}sum`, ['--strict', '-c', ...manifests], {
        cwd: bag,
        encoding: 'utf8',
      });
      expect(checked.status).toBe(0);
      expect(checked.stdout.match(/: OK$/gm)?.length).toBe(filesBelow(bag).length - 2);
    }
  });

  it.skipIf(!HAS_COREUTILS)('has rows that tail, head and sha256sum check on the logs', () => {
    const bag = exported('bag', ['--state', 'ndr']);
    const rows = jsonLines(join(bag, 'data/provenance.jsonl'));
    expect(rows.length).toBeGreaterThan(20);
    const script = rows
      .map(
        ({ offset, length, file }) =>
          `tail -c +${Number(offset) + 1} '${String(file)}' | head -c ${String(length)} | sha256sum`,
      )
      .join('\n');
    const out = execFileSync('sh', ['-c', script], { cwd: folder.path, encoding: 'utf8' });
    expect(out.match(/^[0-9a-f]{64}/gm)).toEqual(rows.map(({ lineSha256 }) => lineSha256));
  });

  it('shows each line of the messages once, after the header lines of its log', () => {
    const bag = exported('bag');
    const rows = jsonLines(join(bag, 'data/provenance.jsonl'));
    const events = jsonLines(join(bag, 'data/events.jsonl'));
    const lines = rows.filter(({ kind }) => kind === 'event');
    expect(
      events.map((row) => `${String(row['source_file'])}:${String(row['source_line'])}`).toSorted(),
    ).toEqual(lines.map((row) => `${String(row['file'])}:${String(row['line'])}`).toSorted());
    expect(rows.filter(({ kind }) => kind === 'directive').length).toBe(6);
    const part = readFileSync(join(bag, 'data/raw/EXCH01/20040218.log.part'), 'utf8');
    expect(part.startsWith('# Message Tracking Log File')).toBe(true);
    expect(part.split('\n').filter((line) => line.includes(STUCK)).length).toBe(8);
  });

  it('names every log that was read: of a lost message, the one that does not show it', () => {
    const bag = exported('bag', ['--state', 'lost']);
    const [, ...rows] = readFileSync(join(bag, 'data/sources.csv'), 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    const files = filesBelow(folder.at('logs')).map((file) => `logs/${file}`);
    expect(rows.map((row) => row.split(',')[1]).toSorted()).toEqual(files);
    const other = rows.find((row) => row.includes('EXCH2K.log/20040217.log')) ?? '';
    const sha256 = createHash('sha256')
      .update(readFileSync(folder.at('logs/EXCH2K.log/20040217.log')))
      .digest('hex');
    expect(other.split(',').slice(6)).toEqual([
      sha256,
      '81',
      '78',
      '3',
      '0',
      '0',
      '0',
      '0',
      '',
      '',
    ]);
    expect(readFileSync(join(bag, 'method.md'), 'utf8')).toContain('all 11 log files');
    const args = [
      '--state',
      'lost',
      '--case',
      'c',
      '--out',
      'redacted',
      '--redact',
      '--key',
      'key',
    ];
    expect(run(['export', ...args]).code).toBe(0);
    const names = readFileSync(folder.at('redacted/data/sources.csv'), 'utf8');
    expect(names.trimEnd().split(/\r?\n/).length).toBe(12);
    expect(names).not.toContain('EXCH2K');
  });

  it('has the same payload each time, whoever makes it and when', () => {
    const first = exported('one', [STUCK, 'A11CA11569D9914808969AC4E7']);
    const args = ['export', STUCK, 'A11CA11569D9914808969AC4E7', '--case', 'INC-17'];
    const later = { SOURCE_DATE_EPOCH: '2000000000' };
    expect(run([...args, '--out', 'two', '--by', 'Eve', '--reason', 'x'], later).code).toBe(0);
    expect(contentsBelow(folder.at('two/data'))).toEqual(contentsBelow(join(first, 'data')));
    expect(readFileSync(folder.at('two/custody.jsonl'), 'utf8')).toContain('"actor":"Eve"');
    const one = readFileSync(join(exported('single'), 'custody.jsonl'), 'utf8');
    expect(one).toContain('"text":"exported 1 message, 19 lines of 2 log files"');
  });

  it('is the same zip file each time, in any zone', () => {
    const made = ['one.zip', 'two.zip'].map((out, index) => {
      const env = { SOURCE_DATE_EPOCH: '1100000000', TZ: ['UTC', 'Asia/Tokyo'][index] ?? '' };
      const args = ['export', STUCK, '--case', 'INC-17', '--zip', '--out', out, '--by', 'x'];
      expect(run(args, env).code).toBe(0);
      return readFileSync(folder.at(out)).toString('latin1');
    });
    expect(made[0]?.replaceAll('one/', 'two/')).toBe(made[1]);
  });

  it('comes from the archive when the logs are gone, changed or cut, and says so', () => {
    const before = contentsBelow(join(exported('before'), 'data/raw'));
    const log = folder.at('logs/EXCH01.log/20040218.log');
    appendFileSync(log, 'more\r\n');
    const grown = exported('grown');
    expect(contentsBelow(join(grown, 'data/raw'))).toEqual(before);
    expect(fromOf(grown)).toEqual(['original']);

    const text = readFileSync(log, 'latin1');
    writeFileSync(log, text.replace('Attendant', 'attendant'), 'latin1');
    const changed = exported('changed');
    expect(contentsBelow(join(changed, 'data/raw'))).toEqual(before);
    expect(fromOf(changed)).toEqual(['archive', 'original']);
    expect(readFileSync(join(changed, 'data/sources.csv'), 'utf8')).toContain(',changed,');

    rmSync(folder.at('logs'), { recursive: true });
    const gone = exported('gone');
    expect(contentsBelow(join(gone, 'data/raw'))).toEqual(before);
    expect(fromOf(gone)).toEqual(['archive']);
    expect(readFileSync(join(gone, 'data/sources.csv'), 'utf8')).toContain(',missing,');
  });

  it('holds whole logs where they are asked for, also from the archive', () => {
    const log = 'data/sources/EXCH01/20040218.log';
    const bytes = readFileSync(folder.at('logs/EXCH01.log/20040218.log'), 'latin1');
    const here = exported('here', [STUCK, '--include-sources']);
    expect(readFileSync(join(here, log), 'latin1')).toBe(bytes);
    rmSync(folder.at('logs'), { recursive: true });
    const gone = exported('gone', [STUCK, '--include-sources']);
    expect(readFileSync(join(gone, log), 'latin1')).toBe(bytes);
  });

  it.skipIf(!HAS_TOOLS)('is signed so that ssh-keygen and openssl check it', () => {
    const tool = (command: string, args: readonly string[], input = ''): string =>
      execFileSync(command, args, { cwd: folder.path, encoding: 'utf8', input });
    tool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ir@corp.example', '-f', 'key']);
    const bag = exported('bag', [STUCK, '--sign', 'key', '--timestamp-query']);
    const statement = readFileSync(join(bag, 'signature-1.txt'), 'utf8');
    folder.write('signers', `ir@corp.example ${readFileSync(folder.at('key.pub'), 'utf8')}`);
    const verify = ['-Y', 'verify', '-f', 'signers', '-I', 'ir@corp.example'];
    const of = ['-n', 'mailtrail-evidence', '-s', 'bag/signature-1.sig'];
    expect(tool('ssh-keygen', [...verify, ...of], statement)).toContain('Good');
    const [manifest] = tool('sha256sum', ['bag/manifest-sha256.txt']).split(' ');
    expect(statement).toContain(`manifest-sha256.txt: ${manifest}\n`);
    const [entry] = jsonLines(join(bag, 'custody.jsonl'));
    expect(statement).toContain(`custody.jsonl: 1 ${String(entry?.['hash'])}\n`);
    const made = ['ts', '-query', '-sha256', '-cert', '-no_nonce', '-data'];
    tool('openssl', [...made, 'bag/manifest-sha256.txt', '-out', 'own.tsq']);
    expect(readFileSync(join(bag, 'manifest-sha256.txt.tsq'))).toEqual(
      readFileSync(folder.at('own.tsq')),
    );
  });

  it('is private to who made it', () => {
    const bag = exported('bag');
    for (const path of filesBelow(bag)) expect(statSync(join(bag, path)).mode & 0o77).toBe(0);
    expect(statSync(join(bag, 'data')).mode & 0o77).toBe(0);
    expect(run(['export', STUCK, '--case', 'c', '--out', 'z.zip', '--zip']).code).toBe(0);
    expect(statSync(folder.at('z.zip')).mode & 0o77).toBe(0);
  });

  it('never overwrites, and leaves nothing half-made behind', () => {
    folder.write('taken/file', '');
    folder.write('taken.zip', 'mine');
    for (const args of [
      ['--out', 'taken'],
      ['--out', 'taken.zip', '--zip'],
    ]) {
      const made = run(['export', STUCK, '--case', 'c', ...args]);
      expect([made.code, made.err]).toEqual([2, expect.stringContaining('is there already')]);
    }
    expect(readFileSync(folder.at('taken.zip'), 'utf8')).toBe('mine');
    expect(run(['export', STUCK, '--case', 'c', '--out', 'no/such/bag']).code).toBe(1);
    expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('is noted in the database', () => {
    exported('bag');
    const { out } = run(['sql', 'select action, case_name, query from audit', '--jsonl']);
    expect(JSON.parse(out)).toMatchObject({ action: 'export', case_name: 'INC-17' });
    expect(out).toContain(STUCK);
    run(['export', 'no-such@nowhere.example', '--case', 'INC-18', '--out', 'none']);
    const { out: none } = run(['sql', 'select outcome from audit where id = 2', '--jsonl']);
    expect(none).toContain(String.raw`{\"messages\":0}`);
  });

  it('says what of several ids is not in the logs, and makes no bag of nothing', () => {
    const some = run(['export', STUCK, 'no-such@nowhere.example', '--case', 'c', '--out', 'some']);
    expect([some.code, some.out]).toEqual([3, expect.stringContaining('not in the logs')]);
    expect(readFileSync(folder.at('some/method.md'), 'utf8')).toContain(
      'not found: `no-such@nowhere.example`',
    );
    const none = run(['export', 'no-such@nowhere.example', '--case', 'c', '--out', 'none']);
    expect([none.code, existsSync(folder.at('none'))]).toEqual([3, false]);
    const several = run(['export', 'corp.example', '--case', 'c', '--out', 'none']);
    expect([several.code, existsSync(folder.at('none'))]).toEqual([2, false]);
  });
});

describe('where the bytes of a line lie', () => {
  it('unpacks what was packed', () => {
    folder.write('EXCH01.log/20040218.log.gz', gzipSync(original()));
    expect(run(['ingest', '.', '--no-archive']).code).toBe(0);
    const bag = exported('bag');
    expect(fromOf(bag)).toEqual(['original']);
    const part = readFileSync(join(bag, 'data/raw/EXCH01/20040218.log.gz.part'));
    expect(part.subarray(0, 27).toString()).toBe('# Message Tracking Log File');
  });

  it('keeps the encoding, and header lines in the middle', () => {
    const text = original().toString('utf8');
    const [first, second] = [text.indexOf('2004-2-18\t8:'), text.indexOf('2004-2-18\t9:')];
    const header = text.slice(0, text.indexOf('2004-2-18'));
    const two = `\uFEFF${text.slice(0, first)}${text.slice(first, second)}${header}${text.slice(second)}`;
    folder.write('EXCH01.log/20040218.log', Buffer.from(two, 'utf16le'));
    expect(run(['ingest', 'EXCH01.log']).code).toBe(0);
    const bag = exported('bag');
    const part = readFileSync(join(bag, 'data/raw/EXCH01/20040218.log.part')).toString('utf16le');
    const lines = two.split('\n').filter((line) => line.includes(STUCK) || /^\uFEFF?#/.test(line));
    expect(part.split('\n').filter((line) => line !== '')).toEqual(lines);
    const rows = jsonLines(join(bag, 'data/provenance.jsonl'));
    expect(rows.filter(({ kind }) => kind === 'directive').length).toBe(6);
    renameSync(folder.at('EXCH01.log'), folder.at('elsewhere'));
    const archived = exported('archived');
    expect(contentsBelow(join(archived, 'data/raw'))).toEqual(contentsBelow(join(bag, 'data/raw')));
  });

  it('says where the bytes cannot be had any more', () => {
    folder.write('EXCH01.log/20040218.log', original());
    expect(run(['ingest', 'EXCH01.log', '--no-archive']).code).toBe(0);
    rmSync(folder.at('EXCH01.log'), { recursive: true });
    const made = run(['export', STUCK, '--case', 'c', '--out', 'bag', '--json']);
    const report: unknown = JSON.parse(made.out);
    expect(report).toMatchObject({ linesFrom: { original: 0, archive: 0, none: 8 } });
    const rows = jsonLines(folder.at('bag/data/provenance.jsonl'));
    expect(rows.map((row) => [row['from'], row['raw'], row['lineSha256']])).toEqual(
      rows.map(() => [null, null, null]),
    );
    expect(readFileSync(folder.at('bag/data/sources.csv'), 'utf8')).not.toContain('.part');
    const method = readFileSync(folder.at('bag/method.md'), 'utf8');
    expect(method).toContain('The bytes of 8 lines could not be had any more');
    const whole = run(['export', STUCK, '--case', 'c', '--out', 'w', '--include-sources']);
    expect([whole.code, whole.err]).toEqual([1, expect.stringContaining('cannot be had')]);
    expect(readdirSync(folder.path).filter((name) => name.includes('w'))).toEqual([]);
  });
});

function original(): Buffer {
  return readFileSync(join(ROOT, 'fixtures/logs/EXCH01.log/20040218.log'));
}

/** Where any line of a bag came from, in order of name. */
function fromOf(bag: string): string[] {
  const rows = jsonLines(join(bag, 'data/provenance.jsonl'));
  return [...new Set(rows.map(({ from }) => String(from)))].toSorted();
}
