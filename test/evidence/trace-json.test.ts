import { expect, it } from 'vitest';
import { traceJson } from '../../src/evidence/payload/trace-json.ts';
import type { MessageReport, TraceReport } from '../../src/model/report.ts';
import { safeJson } from '../../src/render/visible.ts';

const MESSAGE: MessageReport = {
  messageId: 'a\n"b\u202e@corp.example',
  networkMessageId: null,
  sender: null,
  subject: 'one',
  sizeBytes: 1,
  recipientCount: 1,
  originatedAt: null,
  firstSeenAt: '2004-02-18T09:12:03.000Z',
  lastSeenAt: '2004-02-18T09:12:03.000Z',
  recipients: [],
  related: [
    {
      messageId: 'c',
      relation: 'ndr',
      thisIs: null,
      toldBy: 'circumstances',
      confidence: 'probable',
    },
  ],
};

function trace(messages: readonly MessageReport[]): TraceReport {
  return {
    schema: 'mailtrail/trace/1',
    query: ['a', '\u001b'],
    asOf: null,
    messages,
    unresolved: [],
    coverage: { servers: [], clockSkews: [] },
  };
}

it.each([[[]], [[MESSAGE]], [[MESSAGE, { ...MESSAGE, messageId: 'd' }]]])(
  'is the same JSON as of one piece',
  (messages) => {
    const report = trace(messages);
    expect([...traceJson(report)].join('')).toBe(`${safeJson(report, 2)}\n`);
  },
);
