import { expect, test } from 'vitest';
import { Pseudonyms } from '../../src/evidence/redact/pseudonyms.ts';
import { traceReport } from '../../src/evidence/redact/report-fields.ts';
import { parseMessageInfo } from '../../src/formats/msgtrk-details/message-info.ts';
import type { DetailReport, LatencyReport } from '../../src/model/latency.ts';
import type { TraceReport } from '../../src/model/report.ts';

const AT = '2024-02-19T09:00:03.500Z';

const DETAIL: DetailReport = {
  event: 'FAIL/SMTP',
  at: AT,
  text: '550 5.1.1 RESOLVER.ADR.RecipNotFound; no Erika Muster <erika@secret.example> on VAULT7',
  replyCode: 550,
  statusCode: '5.1.1',
  reason: 'RESOLVER.ADR.RecipNotFound',
  meaning: 'Erika is on holiday.',
  host: 'mx1.secret.example',
  ip: '192.0.2.7',
  nextTryAt: AT,
  timesPutOff: 2,
};

const LATENCY: LatencyReport = {
  event: 'FAIL/SMTP',
  at: AT,
  originalArrivalAt: AT,
  seconds: 2.5,
  segments: parseMessageInfo(
    'SRV=vault7.secret.example:TOTAL-HUB=2|CAT=1(CATSM-Muster Agent=0.5|ERIKA=0.2)|QDE=1;SRV=a:TOTAL-ERIKA=1',
  ).segments,
};

test('what modern lines say besides their events is redacted to codes and measures', () => {
  const report: TraceReport = {
    schema: 'mailtrail/trace/1',
    query: [],
    asOf: AT,
    messages: [
      {
        messageId: 'one@secret.example',
        networkMessageId: null,
        sender: null,
        subject: null,
        sizeBytes: null,
        recipientCount: 1,
        originatedAt: null,
        firstSeenAt: AT,
        lastSeenAt: AT,
        recipients: [
          {
            recipient: 'erika@secret.example',
            state: 'ndr',
            stage: 'ndr',
            server: 'VAULT7',
            since: AT,
            lastEventAt: AT,
            ageSeconds: null,
            attempts: 0,
            stall: null,
            confidence: 'certain',
            reason: 'mx1.secret.example said 550 5.1.1 (RESOLVER.ADR.RecipNotFound).',
            nextCheck: '',
            nextHop: null,
            mayAlsoBe: [],
            hops: [],
            detail: DETAIL,
            latency: LATENCY,
          },
        ],
        related: [],
      },
    ],
    unresolved: [],
    coverage: { servers: [], clockSkews: [] },
  };
  const names = new Pseudonyms({ key: Buffer.alloc(32, 7), caseName: 'c', keepDomains: false });
  traceReport(report, names);
  names.knowAll();
  const redacted = traceReport(report, names);

  expect(JSON.stringify(redacted)).not.toMatch(/erika|muster|secret|vault|mx1|192\.0/i);
  const [recipient] = redacted.messages[0]?.recipients ?? [];
  expect(recipient?.detail).toMatchObject({
    event: 'FAIL/SMTP',
    at: AT,
    text: null,
    replyCode: 550,
    statusCode: '5.1.1',
    reason: 'RESOLVER.ADR.RecipNotFound',
    meaning: 'redacted',
    nextTryAt: AT,
    timesPutOff: 2,
  });
  expect(recipient?.reason).toMatch(
    /^host-\S+ said 550 5\.1\.1 \(RESOLVER\.ADR\.RecipNotFound\)\.$/,
  );
  const [segment, other] = recipient?.latency?.segments ?? [];
  expect(segment).toMatchObject({ total: 'TOTAL-HUB', seconds: 2 });
  expect(segment?.components.map(({ name, seconds }) => [name, seconds])).toEqual([
    ['CAT', 1],
    ['QDE', 1],
  ]);
  expect(segment?.components[0]?.children.map(({ name }) => name)).toEqual(['CATSM', 'redacted']);
  // A total that nobody knows is told as a total.
  expect(other?.total).toBe('TOTAL');
});
