import fc from 'fast-check';
import { expect, it } from 'vitest';
import { timelineRows } from '../../src/evidence/payload/timeline.ts';
import type { EvidenceCase, EvidenceEvent } from '../../src/model/evidence.ts';

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

function caseOf(events: readonly EvidenceEvent[]): EvidenceCase {
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
    sources: [],
    otherSources: [],
    lines: events.map((event, index) => ({
      kind: 'event',
      source: 0,
      line: index + 1,
      offset: index * 10,
      length: 10,
      bytes: Buffer.from('0123456789'),
      from: 'archive',
      event,
    })),
    rejects: [],
    coverage: { servers: [], clockSkews: [], noServer: { files: 0, rejectedLines: 0 } },
  };
}

it('has what Timesketch asks for', () => {
  const [row] = timelineRows(caseOf([EVENT]));
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
      const rows = [...timelineRows(caseOf(times.map((at) => ({ ...EVENT, at }))))];
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
