import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hostResolver } from '../../src/lifecycle/hosts.ts';
import type { HopReport, TraceReport } from '../../src/model/report.ts';
import { readMail } from '../../src/queries/mail.ts';
import { receivedReport } from '../../src/queries/received.ts';

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/mail/${name}`, import.meta.url));
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function hop(server: string, time: string): HopReport {
  return { server, arrivedAt: `2004-02-18T${time}.000Z`, leftAt: null, events: [] };
}

/** A trace of one recipient. */
function report(...hops: readonly HopReport[]): TraceReport {
  const at = '2004-02-18T08:00:00.000Z';
  const verdict = {
    recipient: 'gustav@corp.example',
    state: 'delivered',
    stage: 'delivered',
    server: 'EXCH02',
    since: at,
    lastEventAt: at,
    ageSeconds: null,
    attempts: 0,
    stall: null,
    confidence: 'certain',
    reason: '',
    nextCheck: '',
    nextHop: null,
    mayAlsoBe: [],
  } as const;
  const message = {
    messageId: '',
    networkMessageId: null,
    sender: null,
    subject: null,
    sizeBytes: null,
    recipientCount: null,
    originatedAt: null,
    firstSeenAt: at,
    lastSeenAt: at,
    recipients: [{ ...verdict, hops }],
    related: [],
  };
  return {
    schema: 'mailtrail/trace/1',
    query: [],
    asOf: at,
    messages: [message],
    unresolved: [],
    coverage: { servers: [], clockSkews: [] },
  };
}

describe('Received headers beside the logs', () => {
  const resolve = hostResolver({
    servers: ['EXCH02', 'BRIDGE01'],
    suffixes: new Set(['corp.example']),
    patterns: [],
  });

  it('agree to the second, or differ by the skew', async () => {
    const mail = await readMail(fixture('pasted-headers.txt'));
    const traced = report(
      hop('BRIDGE01', '08:31:05'),
      hop('EXCH02', '08:33:10'),
      hop('EXCH02', '08:40:00'),
    );
    const { received, ...rest } = receivedReport(mail, traced, resolve);
    expect(rest).toEqual({ messageId: 'order-4711.frieda@mail.customer.example', isNdr: false });
    expect(received.map(({ server, differenceSeconds }) => [server, differenceSeconds])).toEqual([
      [null, null],
      ['BRIDGE01', 0],
      ['EXCH02', 120],
    ]);
  });

  it('name a server that never logged it, or say no time', async () => {
    const mail = await readMail(
      bytes('Received: from a by exch02; soon\nMessage-ID: <x@y.example>\n'),
    );
    const none = receivedReport(mail, report(), resolve).received;
    expect(none).toEqual([
      {
        from: 'a',
        by: 'exch02',
        at: null,
        server: 'EXCH02',
        loggedAt: null,
        differenceSeconds: null,
      },
    ]);
    const [logged] = receivedReport(mail, report(hop('EXCH02', '08:31:10')), resolve).received;
    expect(logged).toMatchObject({ loggedAt: '2004-02-18T08:31:10.000Z', differenceSeconds: null });
  });

  it('of a foreign host with the same label is not ours', async () => {
    const mail = await readMail(
      bytes('Received: by exch02.partner.example; x\nMessage-ID: <x@y.example>\n'),
    );
    expect(receivedReport(mail, report(), resolve).received[0]?.server).toBeNull();
  });
});
