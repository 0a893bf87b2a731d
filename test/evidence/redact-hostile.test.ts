import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { findLeaks } from '../../src/evidence/redact/leaks.ts';
import { redactCase, secretsOf } from '../../src/evidence/redact/redact-case.ts';
import { createRevealer, openRedaction, revealTokens } from '../../src/evidence/redact/reveal.ts';
import type { EvidenceCase, EvidenceLine, EvidenceSource } from '../../src/model/evidence.ts';
import { caseOfAll } from '../support/evidence-case.ts';
import { fileDb } from '../support/ingest.ts';
import { COLUMN_LINE, fields2003, line2003, log2003 } from '../support/log-2003.ts';
import { useTempFolder } from '../support/temp-folder.ts';

const KEY = Buffer.alloc(32, 7);
const OPTIONS = { key: KEY, keepDomains: false, parentManifestSha256: 'a'.repeat(64) };

/** Stands in every text that must not be seen again. */
const MARK = 'Zq7xk';

const PIECES = [
  '',
  '@',
  '.',
  '-',
  ' ',
  '/',
  '\\',
  '<',
  '>',
  '"',
  ':',
  '%40',
  '&#64;',
  '\\u0040',
  '=cmd',
  '#011',
  '# ',
  'SMTP:',
  'EX:/O=',
  'c=us;a= ;',
  '.log',
  '.log/20040218.log',
  '2004-2-18#011',
  'é',
  '会议',
  '\u202e',
  '\u0000',
  'ß',
  'İ',
  '10.1.0.1',
  '[10.1.0.1]',
  'person-',
  'redacted',
];
const piece = fc.oneof(
  fc.constantFrom(...PIECES),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
/** Hostile text with the mark in it. */
const hostile = fc
  .tuple(piece, piece, piece, piece)
  .map(([a, b, c, d]) => `${a}${b}${MARK}${c}${d}`);

function hasMark(text: string): boolean {
  return text.toLowerCase().includes(MARK.toLowerCase());
}

const folder = useTempFolder('file');
let given: EvidenceCase;

beforeAll(async () => {
  const logs = folder.write(
    'EXCH01.log/20040218.log',
    log2003([
      {},
      { event: 1028, time: '9:1:0 GMT' },
      { recipient: 'cy@partner.example', event: 1031, partner: 'mx.partner.example' },
      'no line at all',
    ]),
  );
  const db = await fileDb(folder.at('one.db'), [logs]);
  given = await caseOfAll(db, { query: ['corp.example'], day: '2004-02-18' });
});

/** Keys whose values the program makes: no log text can stand there. */
const CLOSED = new Set(['schema', 'encoding', 'kind', 'from', 'by', 'original', 'tz']);
const CLOSED_VALUES = new Set([
  'state',
  'stage',
  'place',
  'confidence',
  'relation',
  'thisIs',
  'toldBy',
  'trend',
]);
const OF_LISTS = new Set(['verdict', 'unit', 'measure', 'mayAlsoBe']);

/** Sentences of ours, with names that other fields tell. */
const SENTENCES = new Set(['reason', 'nextCheck', 'problems', 'lastReason']);

/** The case with other texts in each field that is a text. */
function withTexts(one: EvidenceCase, text: (key: string) => string): EvidenceCase {
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return CLOSED.has(key) || CLOSED_VALUES.has(key) || OF_LISTS.has(key) ? value : text(key);
    if (Array.isArray(value)) return value.map((item) => change(item, key));
    if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, change(item, name)]),
    );
  };
  const { name, lines, ...rest } = one;
  const changed = change(rest, '');
  if (!isCase(changed)) throw new Error('no case');
  const events = lines.map((line): EvidenceLine => {
    const told = change(line.events, 'event');
    return isEvents(told) ? { ...line, events: told } : line;
  });
  return { ...changed, name, lines: events };
}

function isCase(value: unknown): value is Omit<EvidenceCase, 'name' | 'lines'> {
  return typeof value === 'object' && value !== null && 'trace' in value;
}

function isEvents(value: unknown): value is EvidenceLine['events'] {
  return Array.isArray(value) && value.every((event: unknown) => typeof event === 'object');
}

describe('hostile texts', () => {
  it('leak from no field of any report, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 40, maxLength: 40 }), (texts) => {
        let at = 0;
        const server = texts[0] ?? MARK;
        const bad = withTexts(given, (key) => {
          if (key === 'server') return server;
          if (SENTENCES.has(key)) return `The log of ${server} goes on, and ${server}'s too.`;
          return texts[at++ % texts.length] ?? MARK;
        });
        const { redacted, redaction } = redactCase(bad, OPTIONS);
        const { lines, ...rest } = redacted;
        const all = JSON.stringify([rest, lines.map(({ events }) => events), redaction]);
        expect(hasMark(all)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('leak from no field of a raw line, in any encoding, and leave its fields and its ends', () => {
    const fields = fc.array(fc.option(hostile, { nil: null }), { minLength: 21, maxLength: 21 });
    const encodings = fc.constantFrom('utf-8', 'latin1', 'utf-16le', 'utf-16be');
    fc.assert(
      fc.property(
        fields,
        encodings,
        fc.constantFrom('\r\n', '\n', ''),
        fc.boolean(),
        (texts, encoding, end, relayed) => {
          const usual = fields2003();
          const cells = usual.map((cell, index) => (texts[index] ?? cell).replaceAll('\n', ''));
          const line = relayed ? `<13>Feb 18 ${MARK} ${cells.join('#011')}` : cells.join('\t');
          const bytes = encode(`${line}${end}`, encoding);
          const out = redactOne([['event', bytes]], encoding);
          const text = decode(out[0], encoding);
          expect(hasMark(text), text).toBe(false);
          expect(text.endsWith(end)).toBe(true);
          if (!relayed && !line.includes('#011'))
            expect(text.split('\t').length).toBe(decode(bytes, encoding).split('\t').length);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('leak from no header line', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.nat(20), (before, text, at) => {
        const columns = COLUMN_LINE.split('\t');
        columns[at] = text;
        const lines = [
          `# ${text}`,
          `${before}# Message Tracking Log File`,
          columns.join('\t'),
          `# Exchange System Attendant Version ${text}`,
        ];
        const out = redactOne(
          [
            ...lines.map((line) => ['directive', encode(`${line}\r\n`, 'utf-8')] as const),
            ['event', encode(line2003({ subject: MARK }), 'utf-8')],
          ],
          'utf-8',
        );
        for (const bytes of out) expect(hasMark(decode(bytes, 'utf-8'))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

type Encoding = 'utf-8' | 'latin1' | 'utf-16le' | 'utf-16be';

function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(
    text,
    encoding === 'utf-16le' ? 'utf16le' : encoding === 'utf-8' ? 'utf8' : 'latin1',
  );
}

function decode(bytes: Uint8Array | null | undefined, encoding: Encoding): string {
  const copy = Buffer.from(bytes ?? []);
  if (encoding === 'utf-16be') return copy.swap16().toString('utf16le');
  return copy.toString(
    encoding === 'utf-16le' ? 'utf16le' : encoding === 'utf-8' ? 'utf8' : 'latin1',
  );
}

/** Raw lines of one source, redacted. */
function redactOne(
  lines: readonly (readonly ['directive' | 'event', Uint8Array])[],
  encoding: Encoding,
): (Uint8Array | null)[] {
  const [first] = given.sources;
  if (first === undefined) throw new Error('no source');
  const source: EvidenceSource = { ...first, encoding: encoding === 'latin1' ? 'utf-8' : encoding };
  let offset = 1000;
  const all = lines.map(([kind, bytes]): EvidenceLine => {
    offset += bytes.length;
    return {
      kind,
      source: 0,
      line: offset,
      offset,
      length: bytes.length,
      bytes,
      from: 'original',
      events: [],
    };
  });
  const { redacted } = redactCase({ ...given, sources: [source], lines: all }, OPTIONS);
  return redacted.lines.map(({ bytes }) => bytes);
}

describe('tokens', () => {
  const person = fc
    .tuple(
      fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/),
      fc.constantFrom('corp.example', 'a.example', 'b.example'),
    )
    .map(([local, domain]) => `${local}@${domain}`);

  it('are the same for the same name, other ones for others, and give it back', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(person, {
          minLength: 2,
          maxLength: 12,
          selector: (text) => text.toLowerCase(),
        }),
        fc.boolean(),
        (people, keepDomains) => {
          const [message] = given.trace.messages;
          const [recipient] = message?.recipients ?? [];
          if (message === undefined || recipient === undefined) throw new Error('no message');
          const recipients = people.map((text) => ({ ...recipient, recipient: text }));
          const sent = { ...message, sender: people[0]?.toUpperCase() ?? '', recipients };
          const trace = { ...given.trace, messages: [sent] };
          const { redacted, redaction } = redactCase(
            { ...given, trace, lines: [] },
            { ...OPTIONS, keepDomains },
          );
          const told = redacted.trace.messages[0];
          const tokens = told?.recipients.map((one) => one.recipient ?? '') ?? [];
          expect(new Set(tokens).size).toBe(people.length);
          expect(told?.sender).toBe(tokens[0]);
          const all = openRedaction(redaction, KEY);
          const originals = tokens.map((token) =>
            revealTokens(redaction, all, [token]).tokens[0]?.original.toLowerCase(),
          );
          expect(originals).toEqual(people.map((text) => text.toLowerCase()));
          const reveal = createRevealer(all, (text) => text.toLowerCase());
          expect(reveal(`to: ${tokens.join(', ')}.`)).toBe(
            `to: ${people.map((text) => text.toLowerCase()).join(', ')}.`,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a leak', () => {
  const forms: readonly (readonly [name: string, hide: (text: string) => string | Uint8Array])[] = [
    ['as it is', (text) => `x ${text} y`],
    ['in capitals', (text) => `x ${text.toUpperCase()} y`],
    ['in JSON', (text) => JSON.stringify({ a: [text] })],
    ['as JSON in JSON', (text) => JSON.stringify(JSON.stringify({ a: text }))],
    [
      'as \\u units',
      (text) =>
        `"${Array.from(text, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
    ],
    ['in a URL', (text) => `http://a/?q=${encodeURIComponent(text)}&b`],
    ['as percent codes', (text) => `${Buffer.from(text).toString('hex').replace(/../g, '%$&')} `],
    [
      'in HTML',
      (text) =>
        `<td>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}</td>`,
    ],
    [
      'as HTML numbers',
      (text) => `<td>${Array.from(text, (c) => `&#${c.codePointAt(0)};`).join('')}</td>`,
    ],
    ['in CSV', (text) => `1,"${text.replaceAll('"', '""')}",2`],
    ['in UTF-16', (text) => Buffer.from(`a ${text} b`, 'utf16le')],
    [
      'in UTF-16, big endian, at an odd place',
      (text) => Buffer.concat([Buffer.from('x'), Buffer.from(`a ${text} b`, 'utf16le').swap16()]),
    ],
    ['in windows-1252', (text) => Buffer.from(`\u00e9 ${text}`, 'latin1')],
    ['in base64', (text) => Buffer.from(`the text ${text} is here`).toString('base64')],
  ];

  it.each(forms)('is found %s', (_, hide) => {
    const secrets = secretsOf(given, { keepDomains: false });
    for (const text of [
      'ann@corp.example',
      'one@corp.example',
      'client9.corp.example',
      '10.1.0.99',
    ])
      expect(findLeaks(secrets, hide(text), 'data/report.html').length, text).toBeGreaterThan(0);
    expect(findLeaks(secrets, hide('joann@corpx.example'), 'a.html').length).toBe(0);
  });
});
