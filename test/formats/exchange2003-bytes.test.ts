import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteDecoder } from '../../src/formats/byte-line.ts';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { Decoded, Layout } from '../../src/formats/format.ts';
import { lineEndsOf } from '../../src/ingest/encoding.ts';
import { lineText } from '../../src/ingest/lines.ts';
import { eventOfBytes } from '../support/byte-line.ts';
import { COLUMN_LINE, fields2003, line2003 } from '../support/log-2003.ts';
import { oddLogs } from '../support/odd-lines.ts';

function bytesDecoder(layout: Layout): ByteDecoder {
  const decoder = exchange2003.byteDecoder?.(layout);
  if (!decoder) throw new Error('no byte decoder');
  return decoder;
}

/** What ingest makes of a line otherwise; null where it is no record. */
function decoded(bytes: Buffer, layout: Layout): Decoded | null {
  const text = lineText(bytes, lineEndsOf('utf-8'), 1);
  if (/^ *$/.test(text) || exchange2003.isDirective(text)) return null;
  return exchange2003.decoder(layout)(text);
}

describe('any line', () => {
  test('that is taken is the event that it is as a text, and the next one begins behind its end', () => {
    fc.assert(
      fc.property(oddLogs, ({ layout, lines }) => {
        const decoder = bytesDecoder(layout);
        const bytes = Buffer.concat([...lines, Buffer.from('\t\u00e9')]);
        let from = 0;
        for (const line of lines) {
          decoder.read(bytes, from);
          from += line.length;
          expect(decoder.found.next).toBe(from);
          if (!decoder.found.taken) continue;
          const event = eventOfBytes(bytes, decoder.line);
          expect({ kind: 'event', events: [event] }, line.toString()).toEqual(
            decoded(line, layout),
          );
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('is taken or not, and read the same, wherever it lies', () => {
    fc.assert(
      fc.property(oddLogs, fc.nat(9), ({ layout, lines: [line = Buffer.from('\n')] }, before) => {
        const decoder = bytesDecoder(layout);
        const memory = Buffer.concat([Buffer.alloc(before, '\t'), line, Buffer.from('x\ny')]);
        const read = (bytes: Buffer, from: number): unknown => {
          decoder.read(bytes, from);
          return decoder.found.taken && eventOfBytes(bytes, decoder.line);
        };
        const here = read(line, 0);
        expect(read(memory, before)).toEqual(here);
        expect(read(memory.subarray(before), 0)).toEqual(here);
      }),
      { numRuns: 500 },
    );
  });
});

describe('taken is', () => {
  const usual = exchange2003.initialLayout;

  test.each<[string, string]>([
    ['a usual line', line2003()],
    ['one of 20 fields', fields2003().slice(0, 20).join('\t')],
    ['one with an empty 21st field', line2003({ nameless: '' })],
    ['one with tabs in its subject', line2003({ subject: ' a\tb\t\tc' })],
    [
      'one with a tab in its subject, of 20 fields',
      fields2003({ subject: ' a\tb' }).slice(0, 20).join('\t'),
    ],
    ['one with other letters in its subject', line2003({ subject: ' Gr\u00fc\u00dfe \u20ac 5' })],
    ['one without a subject', line2003({ subject: '-' })],
    ['one of a null sender', line2003({ sender: '<>' })],
    ['one with an id in brackets', line2003({ id: '<a@b>' })],
    ['one of nobody', line2003({ recipient: '-', id: '-', server: '' })],
    ['one with odd numbers', line2003({ bytes: '1k', recipients: '-', originated: '-' })],
    ['one of a note', line2003({ event: 1077 })],
    ['one with quotes', line2003({ subject: ' "a, ""b', sender: '"b"@x' })],
  ])('%s', (_name, text) => {
    for (const lineEnd of ['\n', '\r\n']) {
      const bytes = Buffer.from(text + lineEnd);
      const decoder = bytesDecoder(usual);
      decoder.read(bytes, 0);
      expect(decoder.found).toEqual({ taken: true, next: bytes.length });
      expect({ kind: 'event', events: [eventOfBytes(bytes, decoder.line)] }).toEqual(
        decoded(bytes, usual),
      );
    }
  });

  test('one in windows-1252', () => {
    const bytes = Buffer.from(`${line2003({ subject: ' Gr\u00fc\u00dfe' })}\r\n`, 'latin1');
    const decoder = bytesDecoder(usual);
    decoder.read(bytes, 0);
    expect(decoder.found.taken && eventOfBytes(bytes, decoder.line).subject).toBe(
      'Gr\u00fc\u00dfe',
    );
  });

  test('one of columns in another order', () => {
    const layout = exchange2003.readDirective(
      `# ${COLUMN_LINE.slice(2).split('\t').toReversed().join('\t')}`,
      usual,
    );
    const fields = fields2003({ subject: ' a\tb' }).slice(0, 20).toReversed();
    const bytes = Buffer.from(`${fields.join('\t')}\t-\r\n`);
    const decoder = bytesDecoder(layout);
    decoder.read(bytes, 0);
    expect(decoder.found.taken && eventOfBytes(bytes, decoder.line)).toMatchObject({
      code: 1019,
      subject: 'a\tb',
      messageId: 'one@corp.example',
    });
  });
});

describe('what the line before told is told again', () => {
  const one = line2003({ subject: ' Gr\u00fc\u00dfe' });

  test.each<[string, string, [boolean, boolean]]>([
    ['all of it', one, [true, true]],
    ['but for its event', one.replace('1019', '1024'), [true, true]],
    ['but for its time', one.replace('9:0:1', '9:0:59'), [true, true]],
    ['but for its recipient', one.replace('ann@', 'robert@'), [true, true]],
    ['but for its server', one.replace('EXCH01', 'EXCH02'), [true, false]],
    ['but for its client', one.replace('client9', 'client10'), [true, false]],
    ['but for its message', one.replace('one@', 'two@'), [false, false]],
    ['but for its sender', one.replace('ben@', 'sam@'), [false, false]],
    ['but for its last field', one.slice(0, -1), [false, false]],
    ['but that it is a header line', `#${one}`, [false, false]],
    ['but that its day is none', one.replace('2004-2-18', '2004-2-31'), [false, false]],
  ])('%s', (_name, next, same) => {
    const bytes = Buffer.from(`${one}\r\n${next}\r\n`);
    const from = bytes.indexOf('\n') + 1;
    const decoder = bytesDecoder(exchange2003.initialLayout);
    decoder.read(bytes, 0);
    decoder.read(bytes, from);
    const { sameMessage, sameHosts } = decoder.line;
    expect([sameMessage, sameHosts]).toEqual(same);
    expect(decoder.found.next).toBe(bytes.length);
    const event = decoded(bytes.subarray(from), exchange2003.initialLayout);
    if (decoder.found.taken)
      expect({ kind: 'event', events: [eventOfBytes(bytes, decoder.line)] }).toEqual(event);
    else expect(event?.kind).not.toBe('event');
  });

  test('within the same bytes only, and not over a line that was not taken', () => {
    const decoder = bytesDecoder(exchange2003.initialLayout);
    for (const bytes of [Buffer.from(`${one}\n`), Buffer.from(`${one}\n`)]) {
      decoder.read(bytes, 0);
      expect(decoder.line.sameMessage).toBe(false);
    }
    const bytes = Buffer.from(`${one}\ngarbage\n${one}\n`);
    for (let from = 0; from < bytes.length; from = decoder.found.next) decoder.read(bytes, from);
    expect([decoder.found.taken, decoder.line.sameMessage]).toEqual([true, false]);
  });
});

describe('not taken is', () => {
  test.each<[string, string]>([
    ['a header line', COLUMN_LINE],
    ['one with a NUL', line2003({ subject: ' a\0b' })],
    ['one with a bare CR', line2003({ subject: ' a\rb' })],
    ['one with other letters elsewhere', line2003({ recipient: 'z\u00f6e@corp.example' })],
    ['one of a day that is none', line2003({ date: '2004-2-31' })],
    ['one of too few fields', fields2003().slice(0, 19).join('\t')],
    ['one that a relay changed', line2003().replaceAll('\t', '#011')],
    ['one of more than 64 tabs', line2003({ subject: '\t'.repeat(60) })],
    ['nothing', ''],
  ])('%s: it goes the other way', (_name, text) => {
    const bytes = Buffer.from(`${text}\r\n`);
    const decoder = bytesDecoder(exchange2003.initialLayout);
    decoder.read(bytes, 0);
    expect(decoder.found).toEqual({ taken: false, next: bytes.length });
  });
});

describe('what a text would be trimmed of', () => {
  // String.trim knows more spaces than ASCII has; a subject begins with one of ASCII.
  test.each([
    ' \u00a0Status',
    ' \u3000Status',
    ' Status\u2003 ',
    ' \uFEFFStatus',
    ' \t\u2028a\tb ',
  ])('is trimmed of a subject too: %j', (subject) => {
    const bytes = Buffer.from(`${line2003({ subject })}\r\n`);
    const decoder = bytesDecoder(exchange2003.initialLayout);
    decoder.read(bytes, 0);
    const found = decoder.found.taken ? eventOfBytes(bytes, decoder.line).subject : subject.trim();
    expect(found).toBe(subject.trim());
  });
});

test('a line of few columns that looks as if a relay changed it goes the other way', () => {
  const layout = exchange2003.readDirective(
    '# Date\tTime\tEvent-ID\tMSGID',
    exchange2003.initialLayout,
  );
  const bytes = Buffer.from('2004-2-18\t9:0:1 GMT\t1019\tid 2004-2-18#011x\n');
  const decoder = bytesDecoder(layout);
  decoder.read(bytes, 0);
  expect(decoded(bytes, layout)).toMatchObject({ kind: 'reject' });
  expect(decoder.found.taken).toBe(false);
});
