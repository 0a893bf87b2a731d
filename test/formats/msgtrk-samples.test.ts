import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { msgtrkCode } from '../../src/catalogue/msgtrk-codes.ts';
import { recogniseFormat } from '../../src/formats/index.ts';
import { COLUMNS_BY_COUNT } from '../../src/formats/msgtrk-columns.ts';
import type { LogEvent } from '../../src/model/log-event.ts';
import { msgtrkEvents } from '../support/decode.ts';

const FOLDER = new URL('../../../shared/samples/', import.meta.url);

function linesOf(name: string): string[] {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  return text.split(/\r?\n/).filter((line) => line !== '');
}

/** The records of a file, each field by the column that its header, or the number of fields, gives it. */
function recordsOf(lines: readonly string[]): Record<string, string>[] {
  const header = lines.find((line) => line.startsWith('#Fields: '))?.slice('#Fields: '.length);
  return lines
    .filter((line) => !line.replace('\uFEFF', '').startsWith('#'))
    .map((line) => {
      const [fields = []]: string[][] = parse(line);
      const columns = header?.split(',') ?? COLUMNS_BY_COUNT.get(fields.length) ?? [];
      expect(fields).toHaveLength(columns.length);
      return Object.fromEntries(columns.map((column, index) => [column, fields[index] ?? '']));
    });
}

/** What a submission is joined by, found another way than the decoder finds it. */
function submissionIn(context: string): string {
  const parts = context.split(', ').map((part) => part.split(':'));
  const part = (name: string): string => parts.find(([key]) => key === name)?.[1] ?? '';
  return `Mailbox:${part('Mailbox').toLowerCase()},Event:${part('Event')}`;
}

/** The event that a record is by its columns. */
function eventOf(record: Readonly<Record<string, string>>): LogEvent {
  const field = (column: string): string => record[column] ?? '';
  const text = (column: string): string | null => field(column) || null;
  const number = (column: string): number | null =>
    field(column) === '' ? null : Number(field(column));
  // Of a warning of the store nothing else has to be told.
  const isWarning = field('source-context').includes('StorageQuotaWarning');
  const submission = isWarning ? null : submissionIn(field('source-context'));
  const id = field('message-id').slice(1, -1);
  const isArrival = field('event-id') === 'RECEIVE';
  const arrival = field('message-info').split(';')[0] ?? '';
  return {
    at: Date.parse(field('date-time')),
    code: msgtrkCode(field('event-id'), field('source')),
    messageId: id || submission,
    submissionId: id === '' ? null : submission,
    networkMessageId: text('network-message-id'),
    recipient: text('recipient-address'),
    server: text(isArrival ? 'server-hostname' : 'client-hostname'),
    partner: null,
    clientHost: isArrival ? text('client-hostname') : null,
    sender: text('sender-address'),
    subject: text('message-subject'),
    sizeBytes: number('total-bytes'),
    recipientCount: number('recipient-count'),
    originatedAt: /^\d{4}-/.test(arrival) ? Date.parse(arrival) : null,
    linkedMessageId: null,
    serviceVersion: null,
    serverSuffix: null,
  };
}

describe.each(['MSGTRKM20160405-1.LOG', 'MSGTRKMS2022091915-1.LOG', 'exchange2007-headerless.log'])(
  '%s, of a real server',
  (name) => {
    test.runIf(existsSync(new URL(name, FOLDER)))('says what it says, field by field', () => {
      const lines = linesOf(name);
      const records = recordsOf(lines);
      const events = msgtrkEvents(...lines);
      expect(recogniseFormat(lines)?.name).toBe('msgtrk');
      expect(records.length).toBeGreaterThan(0);
      expect(events).toEqual(records.map(eventOf));
    });
  },
);
