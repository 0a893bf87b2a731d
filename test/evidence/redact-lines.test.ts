import { describe, expect, it } from 'vitest';
import { createLineRedactor } from '../../src/evidence/redact/raw-line.ts';
import { Pseudonyms } from '../../src/evidence/redact/pseudonyms.ts';
import { COLUMNS_2003 } from '../../src/formats/exchange2003-columns.ts';
import { unrelayed } from '../../src/formats/relayed-2003.ts';
import type { EvidenceLine, EvidenceSource } from '../../src/model/evidence.ts';
import { COLUMN_LINE, fields2003, HEADER_2003, line2003 } from '../support/log-2003.ts';

const SOURCE: EvidenceSource = {
  file: 'EXCH01.log/20040218.log',
  server: 'EXCH01',
  format: 'exchange2003',
  encoding: 'utf-8',
  sizeBytes: 0,
  sha256: 'a'.repeat(64),
  lines: 0,
  events: 0,
  directives: 0,
  blank: 0,
  continuations: 0,
  rejects: 0,
  original: 'unchanged',
  columns: COLUMNS_2003,
};

const names = new Pseudonyms({ key: Buffer.alloc(32, 7), caseName: 'c', keepDomains: false });

interface Changes extends Partial<EvidenceSource> {
  readonly knowsHeader?: boolean;
  readonly offset?: number;
}

/** Lines that begin with a hash are header lines. */
function redact(lines: readonly (string | Uint8Array)[], changes: Changes = {}): Buffer[] {
  const { knowsHeader = true, offset = 500, ...source } = changes;
  const redactLine = createLineRedactor({ ...SOURCE, ...source }, knowsHeader, names);
  return lines.map((given, index) => {
    const bytes = typeof given === 'string' ? Buffer.from(given, 'utf8') : given;
    const line: EvidenceLine = {
      kind: Buffer.from(bytes)
        .toString('latin1')
        .replace(/[^#\w]/g, '')
        .startsWith('#')
        ? 'directive'
        : 'event',
      source: 0,
      line: index + 1,
      offset: offset + index * 1000,
      length: bytes.length,
      bytes,
      from: 'original',
      events: [],
    };
    return Buffer.from(redactLine(line) ?? []);
  });
}

function fieldsOf(line: string, changes: Changes = {}): string[] {
  return (redact([line], changes)[0]?.toString('utf8') ?? '').split('\t');
}

describe('a line of Exchange 2003', () => {
  it('has tokens for names, and all else as it was', () => {
    const line = line2003({
      partner: 'mx.partner.example',
      linked: '<two@corp.example>',
      sender: '<>',
      subject: ' Figures',
    });
    expect(fieldsOf(line)).toEqual([
      '2004-2-18',
      '9:0:1 GMT',
      names.host('10.1.0.99'),
      names.host('client9.corp.example'),
      names.host('mx.partner.example'),
      names.host('EXCH01'),
      names.host('10.1.0.1'),
      names.address('ann@corp.example'),
      '1019',
      names.messageId('one@corp.example'),
      '0',
      '0',
      '1200',
      '1',
      '2004-2-18 9:0:0 GMT',
      '0',
      'Version: 6.0.3790.0',
      names.messageId('<two@corp.example>'),
      '-',
      '<>',
      '-',
    ]);
  });

  it.each([
    ['date', 'bob'],
    ['time', '9:0:1 at bob'],
    ['event', 'bob'],
    ['priority', 'bob'],
    ['reportStatus', '0 bob'],
    ['bytes', 'bob'],
    ['recipients', '-1'],
    ['originated', '2004-2-18 bob'],
    ['encryption', 'bob'],
    ['version', 'Version: bob'],
  ] as const)('keeps no %s that is none: %s', (column, text) => {
    const at = fields2003({ [column]: text }).indexOf(text);
    expect(fieldsOf(line2003({ [column]: text }))[at]).toBe('-');
  });

  it('gives extra tabs to the subject', () => {
    const fields = fieldsOf(line2003({ subject: 'Figures\tof\tbob', sender: 'ann@corp.example' }));
    expect(fields.slice(17)).toEqual(['-', '-', '', '', names.address('ann@corp.example'), '-']);
  });

  it('may be short, or without its last field', () => {
    expect(fieldsOf(fields2003().slice(0, 10).join('\t')).length).toBe(10);
    expect(fieldsOf(fields2003().slice(0, 20).join('\t')).at(-1)).toBe(
      names.address('ben@corp.example'),
    );
    // One more than columns, and no lone `-`: a tab within the subject.
    const more = fieldsOf([...fields2003().slice(0, 20), 'bob'].join('\t'));
    expect(more.slice(18)).toEqual(['-', '', names.address('bob')]);
  });

  it('is read by the columns of the last header line', () => {
    const columns = COLUMN_LINE.slice(2).split('\t');
    const other = [...columns.slice(10), 'X-Owner', ...columns.slice(0, 10)];
    const usual = fields2003().slice(0, 20);
    const moved = [...usual.slice(10), 'bob', ...usual.slice(0, 10)];
    const [before, header, after] = redact([
      line2003(),
      `# ${other.join('\t')}\r\n`,
      moved.join('\t'),
    ]).map(String);
    expect(before).toBe(fieldsOf(line2003()).join('\t'));
    expect(header).toBe(`# ${other.join('\t').replace('X-Owner', 'redacted')}\r\n`);
    const expected = fieldsOf(line2003()).slice(0, 20);
    expect(after).toBe([...expected.slice(10), '-', ...expected.slice(0, 10)].join('\t'));
    const lost = fieldsOf(moved.join('\t'), {
      knowsHeader: false,
      columns: other.map((name) => name.toLowerCase()),
    });
    expect(lost.join('\t')).toBe(after);
  });

  it.each([
    ['tabs as codes', '<13>Feb 18 9:0:1 EXCH01 bob: '],
    ['nothing before it', ''],
  ])('that a relay changed is redacted with what is before it: %s', (_, before) => {
    const line = `${before}${line2003().replaceAll('\t', '#011').replace('9:0:1 GMT', '9: 0:1 GMT')}`;
    const [out = ''] = redact([line]).map(String);
    expect(out.startsWith(before === '' ? '2004-2-18#011' : 'redacted: 2004-2-18#011')).toBe(true);
    expect(out).toContain('#0119: 0:1 GMT#011');
    expect(unrelayed(out)).toBe(fieldsOf(line2003()).join('\t'));
  });

  it('of a format that nobody knows is gone', () => {
    expect(redact(['# bob', 'bob'], { format: 'other' }).map(String)).toEqual([
      '# redacted',
      'redacted',
    ]);
  });
});

describe('a header line', () => {
  it.each([
    ...HEADER_2003.map((line) => [line, line]),
    ['# Copied by bob', '# redacted'],
    ['# Exchange System Attendant Version bob', '# redacted'],
    ['# Date\tTime\tbob', '# redacted'],
    ['<13>EXCH01 bob # Message Tracking Log File', 'redacted: # Message Tracking Log File'],
  ])('%s', (line, expected) => {
    const redactLine = createLineRedactor(SOURCE, true, names);
    const bytes = Buffer.from(`${line}\r\n`);
    const out = redactLine({
      kind: 'directive',
      source: 0,
      line: 1,
      offset: 0,
      length: bytes.length,
      bytes,
      from: 'original',
      events: [],
    });
    expect(Buffer.from(out ?? []).toString()).toBe(`${expected}\r\n`);
  });
});

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

describe('the bytes of a line', () => {
  const expected = fieldsOf(line2003()).join('\t');
  it.each([
    [
      'UTF-8',
      Buffer.from(`${line2003({ subject: 'Zahlen für bob' })}\r\n`),
      'utf-8',
      Buffer.from(`${expected}\r\n`),
    ],
    [
      'windows-1252',
      Buffer.from(`${line2003({ subject: 'Zahlen für bob' })}\n`, 'latin1'),
      'utf-8',
      Buffer.from(`${expected}\n`),
    ],
    ['UTF-16 LE', utf16(`${line2003()}\r\n`), 'utf-16le', utf16(`${expected}\r\n`)],
    [
      'UTF-16 BE',
      utf16(`${line2003()}\r\n`).swap16(),
      'utf-16be',
      utf16(`${expected}\r\n`).swap16(),
    ],
    ['a last line without its end', Buffer.from(line2003()), 'utf-8', Buffer.from(expected)],
  ] as const)('keep their encoding and line end: %s', (_, bytes, encoding, out) => {
    expect(redact([bytes], { encoding })[0]).toEqual(out);
  });

  it.each([
    ['utf-8', Buffer.from('\uFEFF# Message Tracking Log File\r\n')],
    ['utf-16le', utf16('\uFEFF# Message Tracking Log File\r\n')],
    ['utf-16be', utf16('\uFEFF# Message Tracking Log File\r\n').swap16()],
  ] as const)('keep the byte order mark of a log in %s', (encoding, bytes) => {
    expect(redact([bytes], { encoding, offset: 0 })[0]).toEqual(bytes);
  });
});
