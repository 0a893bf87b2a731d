import { parse } from 'csv-parse/sync';
import type { Options } from 'csv-parse/sync';
import fc from 'fast-check';
import { assert, expect, test } from 'vitest';
import { exchange2003 } from '../../src/formats/exchange2003.ts';
import type { Decoded, Layout } from '../../src/formats/format.ts';
import { unrelayed } from '../../src/formats/relayed-2003.ts';
import { lineEndsOf } from '../../src/ingest/encoding.ts';
import { lineText } from '../../src/ingest/lines.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { oddLogs } from '../support/odd-lines.ts';

const TEXTS: readonly (readonly [keyof LogEvent, string])[] = [
  ['recipient', 'recipient-address'],
  ['server', 'server-hostname'],
  ['partner', 'partner-name'],
  ['clientHost', 'client-hostname'],
  ['sender', 'sender-address'],
  ['subject', 'message-subject'],
  ['serviceVersion', 'service-version'],
];

/** Fields as a CSV reader finds them. Logs have no quoting: only a line without a quote may be read with it. */
function fieldsOf(line: string): string[] {
  const options: Options = {
    delimiter: '\t',
    record_delimiter: '\n',
    relax_column_count: true,
    ...(line.includes('"') ? { quote: false } : {}),
  };
  const [fields = ['']]: string[][] = parse(line, options);
  return fields;
}

/** The value of a column: what is too much belongs to the subject, but for one last field that says nothing. */
function valueIn(fields: readonly string[], { columns }: Layout, column: string): string | null {
  const names = [...columns];
  const used = [...fields];
  if (used.length > names.length && /^-?$/.test(used.at(-1) ?? '')) used.pop();
  const subject = names.indexOf('message-subject');
  const extra = Math.max(0, used.length - names.length);
  const at = names.indexOf(column);
  if (at < 0) return null;
  const from = subject >= 0 && at > subject ? at + extra : at;
  const to = subject >= 0 && at === subject ? at + extra : from;
  const value = used
    .slice(from, to + 1)
    .join('\t')
    .trim();
  return value === '' || value === '-' ? null : value;
}

test('fields are the same as csv-parse finds them, with its quoting where a line has no quote, else without', () => {
  let events = 0;
  fc.assert(
    fc.property(oddLogs, ({ layout, lines }) => {
      const decode: (line: string) => Decoded = exchange2003.decoder(layout);
      for (const bytes of lines) {
        const line = lineText(bytes, lineEndsOf('utf-8'), 1);
        const decoded = decode(line);
        if (decoded.kind !== 'event') continue;
        const [event] = decoded.events;
        assert(event !== undefined && decoded.events.length === 1);
        events += 1;
        const fields = fieldsOf(unrelayed(line));
        const value = (column: string): string | null => valueIn(fields, layout, column);
        for (const [name, column] of TEXTS)
          expect([name, event[name]]).toEqual([name, value(column)]);
        const bare = /^<(.+)>$/s.exec(value('msgid') ?? '')?.[1];
        const id = value('msgid') === '<>' ? null : (bare ?? value('msgid'));
        expect(event.messageId).toBe(id);
        expect(event.code).toBe(Number(value('event-id')));
      }
    }),
    { numRuns: 2000 },
  );
  expect(events).toBeGreaterThan(1000);
});

test('a quote is a letter like any other', () => {
  const quoted = fc.string({ unit: fc.constantFrom('"', 'a', ' ', ','), minLength: 1 });
  fc.assert(
    fc.property(fc.array(quoted, { minLength: 21, maxLength: 21 }), (words) => {
      const line = words.with(0, '2004-2-18').with(1, '9:0:1').with(8, '1019').join('\t');
      expect(fieldsOf(`${line}"`).join('\t')).toBe(`${line}"`);
      const decoded = exchange2003.decoder(exchange2003.initialLayout)(line);
      const fields = fieldsOf(line);
      expect(decoded).toMatchObject({
        events: [{ recipient: fields[7]?.trim() || null, server: fields[5]?.trim() || null }],
      });
    }),
  );
});
