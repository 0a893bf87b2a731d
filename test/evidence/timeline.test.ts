import fc from 'fast-check';
import { expect, it } from 'vitest';
import { provenanceRows, rawParts } from '../../src/evidence/payload/provenance.ts';
import { timelineRows } from '../../src/evidence/payload/timeline.ts';
import type { EvidenceCase, EvidenceEvent, EvidenceSource } from '../../src/model/evidence.ts';

const EVENT: EvidenceEvent = {
  id: 1,
  at: Date.UTC(2004, 1, 18, 9, 12, 3),
  key: '1034',
  code: 1034,
  name: 'SMTP message routed and queued for remote delivery',
  stage: 'remote-queue',
  messageId: 'F16E5DA7@exch01.corp.example',
  recipient: 'bob@partner.example',
  sender: 'alice@corp.example',
  server: 'BRIDGE01',
  partner: 'mx.partner.example',
  clientHost: null,
};

const SOURCE: EvidenceSource = {
  file: 'logs/MSGTRK2024021909-1.LOG',
  server: 'BRIDGE01',
  format: 'msgtrk',
  encoding: 'utf-8',
  sizeBytes: 20,
  sha256: 'a'.repeat(64),
  lines: 2,
  events: 2,
  directives: 0,
  blank: 0,
  continuations: 0,
  rejects: 0,
  original: 'missing',
  columns: [],
};

/** A case of lines that tell this. */
function caseOf(lines: readonly (readonly EvidenceEvent[])[]): EvidenceCase {
  return {
    name: 'INC-17',
    trace: {
      schema: 'mailtrail/trace/1',
      query: [],
      asOf: null,
      messages: [],
      unresolved: [],
      coverage: { servers: [], clockSkews: [] },
    },
    daily: null,
    sources: [SOURCE],
    otherSources: [],
    lines: lines.map((events, index) => ({
      kind: 'event',
      source: 0,
      line: index + 1,
      offset: index * 10,
      length: 10,
      bytes: Buffer.from('0123456789'),
      from: 'archive',
      events,
    })),
    rejects: [],
    coverage: { servers: [], clockSkews: [], noServer: { files: 0, rejectedLines: 0 } },
  };
}

it('has what Timesketch asks for', () => {
  const [row] = timelineRows(caseOf([[EVENT]]));
  expect(row).toMatchObject({
    message:
      'BRIDGE01: 1034 SMTP message routed and queued for remote delivery for bob@partner.example, partner mx.partner.example (F16E5DA7@exch01.corp.example)',
    datetime: '2004-02-18T09:12:03.000Z',
    timestamp: 1_077_095_523_000_000,
    timestamp_desc: 'Logged by Exchange',
    data_type: 'exchange:tracking:event',
  });
});

it('has integer microseconds that agree with the time, in order, and no key that begins with an underscore', () => {
  const time = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) });
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 20 }), (times) => {
      const rows = [...timelineRows(caseOf(times.map((at) => [{ ...EVENT, at }])))];
      expect(rows.map(({ timestamp }) => timestamp)).toEqual(
        times.map((at) => at * 1000).toSorted((a, b) => a - b),
      );
      for (const row of rows) {
        expect(Number.isSafeInteger(row.timestamp)).toBe(true);
        expect(Date.parse(row.datetime) * 1000).toBe(row.timestamp);
        expect(Object.keys(row).filter((key) => key.startsWith('_'))).toEqual([]);
      }
    }),
  );
});

it('has a row for each recipient of a line, whose bytes are in the bag once', () => {
  const named = (recipient: string, at = EVENT.at): EvidenceEvent => ({
    ...EVENT,
    at,
    key: 'SEND/SMTP',
    code: 1_000_000_100,
    recipient,
  });
  const given = caseOf([
    [named('cy@partner.example'), named('bob@partner.example')],
    [named('dan@partner.example', EVENT.at - 1)],
  ]);
  expect(
    [...timelineRows(given)].map((row) => [row.source_line, row.event_id, row.recipient]),
  ).toEqual([
    [2, 'SEND/SMTP', 'dan@partner.example'],
    [1, 'SEND/SMTP', 'cy@partner.example'],
    [1, 'SEND/SMTP', 'bob@partner.example'],
  ]);
  expect([...timelineRows(given)].at(-1)?.message).toBe(
    'BRIDGE01: SEND/SMTP SMTP message routed and queued for remote delivery for bob@partner.example, partner mx.partner.example (F16E5DA7@exch01.corp.example)',
  );
  const paths = ['BRIDGE01/MSGTRK2024021909-1.LOG'];
  expect(rawParts(given, paths).map(({ lines }) => lines.length)).toEqual([2]);
  expect(
    [...provenanceRows(given, paths)].map((row) => [row.line, row.event, row.eventId]),
  ).toEqual([
    [1, 'SEND/SMTP', 1],
    [2, 'SEND/SMTP', 1],
  ]);
});
